export interface BackgroundLoop {
  /** Runs the work soon; asks while it runs make it run once more. */
  readonly wake: () => void;
  /** Runs no more; resolves when the work that runs is through. */
  readonly stop: () => Promise<void>;
}

/** Runs work every `everyMs` and whenever woken, one run at a time. An error is told and the next turn tries again. */
export const startLoop = (
  work: () => Promise<void>,
  options: { everyMs: number; onError: (error: unknown) => void },
): BackgroundLoop => {
  let isWanted = true;
  let stopped = false;
  let release: () => void = () => undefined;
  const untilWoken = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.everyMs);
      release = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const run = async (): Promise<void> => {
    for (;;) {
      if (!isWanted) await untilWoken();
      if (stopped) return;
      isWanted = false;
      await work().catch(options.onError);
    }
  };
  const running = run();
  return {
    wake: () => {
      isWanted = true;
      release();
    },
    stop: () => {
      stopped = true;
      isWanted = true;
      release();
      return running;
    },
  };
};
