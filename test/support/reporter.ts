import { reporters } from 'mocha';
import type { MochaOptions, Runner } from 'mocha';

/** Mocha's own report, and as the very last line of the run `N passed, N failed`, with `, N skipped` where some were. */
class SummaryReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    process.once('exit', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`);
    });
  }
}

// Mocha loads a reporter with require() and takes what that returns.
export { SummaryReporter as 'module.exports' };
