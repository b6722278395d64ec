/**
 * What an attempt that failed leaves behind (faults, dead processes, orders halfway) is of no concern to the next: before it, or the test that
 * follows, everything is made new.
 *
 * @param renew closes what was, as far as it can be, and opens the same anew
 */
export const renewAfterFailure = (renew: () => Promise<void>, withinMs: number): void => {
  let isSpoilt = false;
  beforeEach(async function () {
    if (!isSpoilt) return;
    this.timeout(withinMs);
    await renew();
    isSpoilt = false;
  });
  afterEach(function () {
    // An attempt that will be repeated is neither passed nor failed.
    isSpoilt = this.currentTest?.isPassed() !== true;
  });
};
