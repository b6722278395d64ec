import { reporters, Runner } from 'mocha';
import type { MochaOptions, Test } from 'mocha';

/**
 * Mocha's own report, with the reason of each attempt that was repeated, and as the very last line of the run `N passed, N failed`, with
 * `, N skipped` where some were.
 */
class SummaryReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.on(Runner.constants.EVENT_TEST_RETRY, (test: Test, error: Error) => {
      process.stdout.write(`  tried again: ${test.fullTitle()}\n${error.stack ?? error.message}\n`);
    });
    process.once('exit', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`);
    });
  }
}

// Mocha loads a reporter with require() and takes what that returns.
export { SummaryReporter as 'module.exports' };
