/** Odoo 17 and 18 send their webhooks before they commit: look at once, and again while the transaction may still be open. */
const lookAgainAfterMs = [0, 50, 200, 1_000, 5_000] as const;

export interface HintedNap {
  /** Odoo said that something changed. */
  readonly hint: () => void;
  /** Waits `ms`, but no longer than until the next look a hint asks for, or the signal. */
  readonly nap: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const createHintedNap = (): HintedNap => {
  let looks: number[] = [];
  let wake: () => void = () => undefined;
  return {
    hint: () => {
      const now = Date.now();
      looks = [...looks, ...lookAgainAfterMs.map((after) => now + after)].sort((a, b) => a - b).slice(0, 50);
      wake();
    },
    nap: async (ms, signal) => {
      const until = Date.now() + ms;
      while (!signal.aborted) {
        const now = Date.now();
        const next = Math.min(until, looks[0] ?? until);
        if (next <= now) {
          looks = looks.filter((look) => look > now);
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
