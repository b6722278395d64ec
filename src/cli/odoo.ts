import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import type { Environment, OdooEnvironment } from '../config/environment.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { UsageError } from './usage-error.ts';

interface CheckOptions extends JsonOption {
  readonly database: string;
  readonly only?: string;
}

interface SetupOptions extends JsonOption {
  readonly apply?: boolean;
}

/** `odoo check|setup`: both talk to the Odoo of the environment from this process. */
export const addOdooCommands = (program: Command, cli: Cli): void => {
  const group = program
    .command('odoo')
    .description('the Odoo of the environment (ODOO_URL, ODOO_DB, ODOO_USER, ODOO_PASSWORD)');

  addCommand(group, 'check', 'run the Odoo contract suite; it leaves marked test records behind')
    .requiredOption('--database <name>', 'must equal ODOO_DB: asked for twice, so that nobody runs it by mistake')
    .option('--only <text>', 'only the checks whose name has this in it')
    .action(async (options: CheckOptions) => {
      const { odoo } = theEnvironment(cli);
      refuseOtherDatabase(odoo, options.database);
      const { checkOdoo } = await import('./odoo-check.ts');
      await checkOdoo(cli, odoo, options);
    });

  addCommand(group, 'setup', 'show what helps inside Odoo: webhook rules, x_ fields; all works without it')
    .option('--apply', 'make what is missing (needs a Settings administrator in ODOO_USER)')
    .action(async (options: SetupOptions) => {
      const { showOdooSetup } = await import('./odoo-setup.ts');
      await showOdooSetup(cli, theEnvironment(cli), options);
    });
};

const theEnvironment = (cli: Cli): Environment => readEnvironment('client', cli.terminal.source);

const refuseOtherDatabase = (odoo: OdooEnvironment, database: string): void => {
  if (odoo.database === database) return;
  throw new UsageError(
    `--database ${database} is not the database of the environment: ODOO_DB is ${odoo.database}, on ${odoo.url}. Nothing was done.`,
  );
};
