/**
 * What a test begins and awaits later. Where the test fails in between nobody awaits it any more, and an end in an error is then no news: without
 * this it would fail whatever runs by that time.
 */
export const underWay = <T>(begun: Promise<T>): Promise<T> => {
  begun.catch(() => undefined);
  return begun;
};
