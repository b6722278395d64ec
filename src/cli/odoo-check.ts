import type { OdooEnvironment } from '../config/environment.ts';
import { runOdooCheck } from '../odoo-check/run.ts';
import { checkLine, checkSummary } from '../odoo-check/table.ts';
import type { Cli, JsonOption } from './cli.ts';

/** Runs the contract suite against the Odoo of the environment: a line for each check as it ends, and the sums. */
export const checkOdoo = async (
  cli: Cli,
  odoo: OdooEnvironment,
  options: JsonOption & { readonly only?: string },
): Promise<void> => {
  const { url, database, user, password, timeoutMs } = odoo;
  // As JSON there is one document at the end, and the lines are progress.
  const { terminal } = cli;
  const say = (line: string) => (options.json === true ? terminal.err(line) : terminal.out(line));
  const report = await runOdooCheck({
    url,
    database,
    user,
    password,
    timeoutMs,
    only: options.only,
    report: (result) => say(checkLine(result)),
  });
  if (report.failed > 0) cli.failed();
  cli.print(options, report, () => checkSummary(report));
};
