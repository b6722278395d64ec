/** Odoo 17 and 18 send their webhooks before they commit: look at once, and again while the transaction may still be open. */
const lookAgainAfterMs = [0, 50, 200, 1_000, 5_000] as const;

/** Looks asked for by many hints at once fall together on steps of so many ms. */
const stepMs = 25;

export interface HintedNap {
  /** Odoo said that something changed. */
  readonly hint: () => void;
  /** Waits `ms`, but no longer than until the next look a hint asks for, or the signal. */
  readonly nap: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const createHintedNap = (): HintedNap => {
  const looks = new Set<number>();
  let wake: () => void = () => undefined;
  return {
    hint: () => {
      const now = Date.now();
      for (const after of lookAgainAfterMs) looks.add(after === 0 ? now : Math.ceil((now + after) / stepMs) * stepMs);
      wake();
    },
    nap: async (ms, signal) => {
      const until = Date.now() + ms;
      while (!signal.aborted) {
        const now = Date.now();
        const next = Math.min(until, ...looks);
        if (next <= now) {
          for (const look of looks) if (look <= now) looks.delete(look);
          return;
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(finish, next - now);
          function finish(): void {
            clearTimeout(timer);
            signal.removeEventListener('abort', finish);
            resolve();
          }
          signal.addEventListener('abort', finish, { once: true });
          wake = finish;
        });
      }
    },
  };
};
