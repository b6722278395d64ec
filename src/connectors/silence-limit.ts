/** Ends a call that says nothing for too long, or takes too long as a whole. */
export interface SilenceLimit extends Disposable {
  /** Aborted when a limit is hit. */
  readonly signal: AbortSignal;
  /** Which one was hit. */
  readonly hit: 'silence' | 'timeout' | null;
  /** From now on the other side is waited for. */
  listen(): void;
  /** It said something: until the next `listen`, silence is ours. */
  rest(): void;
}

export const createSilenceLimit = ({ silenceMs, wholeMs }: { silenceMs: number; wholeMs: number }): SilenceLimit => {
  const controller = new AbortController();
  let hit: SilenceLimit['hit'] = null;
  let silence: NodeJS.Timeout | undefined;
  const abort = (limit: 'silence' | 'timeout') => () => {
    hit ??= limit;
    controller.abort();
  };
  const whole = setTimeout(abort('timeout'), wholeMs);
  const rest = (): void => clearTimeout(silence);
  return {
    signal: controller.signal,
    get hit() {
      return hit;
    },
    listen: () => {
      rest();
      silence = setTimeout(abort('silence'), silenceMs);
    },
    rest,
    [Symbol.dispose]: () => {
      rest();
      clearTimeout(whole);
    },
  };
};
