import { Option } from 'commander';
import type { Command } from 'commander';
import { mirrorModels } from '../domain/mirror/models.ts';
import type { Cli } from './cli.ts';
import { addCommand } from './cli.ts';
import { isoMoment, mirrorModelList, wholeNumber } from './options.ts';
import type { SyncOptions } from './sync-options.ts';
import { syncListings } from './sync-listings.ts';
import { syncOdoo } from './sync-odoo.ts';
import { syncOffers } from './sync-offers.ts';
import { syncOrders } from './sync-orders.ts';
import { syncPos } from './sync-pos.ts';
import { reconcile } from './sync-reconcile.ts';
import { syncShipments } from './sync-shipments.ts';
import { UsageError } from './usage-error.ts';

type RunProcess = (cli: Cli, connection: string, options: SyncOptions) => Promise<void>;

const processes: Readonly<Record<string, RunProcess>> = {
  pull: syncOrders,
  offers: syncOffers,
  reconcile,
  listings: syncListings,
  pos: syncPos,
  shipments: syncShipments,
};

const hasSince = ['pull', 'pos', 'shipments'];

const names = Object.keys(processes).join(', ');

/** `sync <connection> <process>`, `sync odoo`: runs a process now and waits for its result. */
export const addSyncCommand = (program: Command, cli: Cli): void => {
  addCommand(program, 'sync', 'run a process of a connection, or the mirror of Odoo, now, and wait for its result')
    .argument('<connection>', 'id of the connection; odoo: what is kept of Odoo is brought up to date')
    .argument(
      '[process]',
      'pull: the orders that wait at the marketplace; offers: push the prices and stock that wait; reconcile: compare all prices and stock; listings: read which listings there are; pos: fetch the orders of a point of sale and import them; shipments: ask a prep centre or a courier after all open shipments',
    )
    .option(
      '--since <time>',
      'pull, pos: look back so far; shipments of a prep centre: first take up the orders confirmed since then',
      isoMoment,
    )
    .option('--dry-run', 'reconcile: only compare and report, whatever the connection says')
    .addOption(
      new Option('--models <names>', `odoo: only these of ${mirrorModels.join(',')}`).argParser(mirrorModelList),
    )
    .option('--full', 'odoo: read every record, not only what was written since the last time')
    .addOption(
      new Option('--wait <seconds>', 'how long to wait for the result').default(300).argParser(wholeNumber(0, 86_400)),
    )
    .action(async (connection: string, name: string | undefined, options: SyncOptions) => {
      await runOf(connection, name, options)(cli, connection, options);
    });
};

/** @throws UsageError for what there is not */
const runOf = (connection: string, name: string | undefined, options: SyncOptions): RunProcess => {
  if (connection !== 'odoo') return processOf(connection, name, options);
  if (name !== undefined)
    throw new UsageError(`sync odoo ${name}: the mirror of Odoo has no processes; --models names parts of it.`);
  if (options.since !== undefined || options.dryRun === true)
    throw new UsageError('sync odoo: has neither --since nor --dry-run; --full reads every record.');
  return (cli, _, given) => syncOdoo(cli, given);
};

/** @throws UsageError for a process there is not, or an option it does not have */
const processOf = (connection: string, name: string | undefined, options: SyncOptions): RunProcess => {
  if (options.models !== undefined || options.full === true)
    throw new UsageError(`sync ${connection}: only odoo has --models and --full.`);
  if (name === undefined) throw new UsageError(`sync ${connection}: which process? This version has ${names}.`);
  const found = Object.hasOwn(processes, name) ? processes[name] : undefined;
  if (found === undefined) throw new UsageError(`sync ${connection} ${name}: this version has ${names}.`);
  if (options.dryRun === true && name !== 'reconcile')
    throw new UsageError(`sync ${connection} ${name}: only reconcile has --dry-run.`);
  if (options.since !== undefined && !hasSince.includes(name))
    throw new UsageError(`sync ${connection} ${name}: only ${hasSince.join(', ')} have --since.`);
  return found;
};
