const quietMs = 60_000;

/** Lets the first of many equal warnings through, and one a minute after it that says how many it stands for. */
export const onceAMinute = (
  warn: (error: unknown, times: number) => void,
  now: () => number = () => performance.now(),
): ((error: unknown) => void) => {
  let saidAt = -Infinity;
  let times = 0;
  return (error) => {
    times += 1;
    if (now() - saidAt < quietMs) return;
    warn(error, times);
    saidAt = now();
    times = 0;
  };
};
