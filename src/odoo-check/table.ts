import type { OdooCheckReport } from './run.ts';
import type { CheckResult } from './check.ts';

const signs: Readonly<Record<CheckResult['outcome'], string>> = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' };

/** One line for a terminal. */
export const checkLine = ({ name, outcome, durationMs, reason }: CheckResult): string =>
  `${signs[outcome].padEnd(8)}${`${durationMs} ms`.padStart(9)}  ${name}${reason === null ? '' : `\n${' '.repeat(19)}${reason}`}`;

/** The last lines for a terminal. */
export const checkSummary = ({ odoo, passed, failed, skipped, left }: OdooCheckReport): string =>
  [
    `Odoo ${odoo.serie} over ${odoo.protocol}, database ${odoo.database}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
    ...left.map((words) => `Left behind: ${words}`),
  ].join('\n');
