import { Command } from 'commander';
import { addAttentionCommands } from './attention.ts';
import type { Cli } from './cli.ts';
import { addConnectionCommands } from './connections.ts';
import { addDeliveryCommands } from './deliveries.ts';
import { addFulfilmentCommands } from './fulfilments.ts';
import { addKeyCommands } from './keys.ts';
import { addListingCommands } from './listings.ts';
import { addOdooCommands } from './odoo.ts';
import { addOfferCommands } from './offers.ts';
import { addOrderCommands } from './orders.ts';
import { addPosCommands } from './pos.ts';
import { addRoleCommands } from './roles.ts';
import { addSyncCommand } from './sync.ts';
import { addTokenCommands } from './tokens.ts';

/** The whole command line. commander throws instead of ending the process, so that the exit code is decided in one place. */
export const createProgram = (cli: Cli): Command => {
  const program = new Command('conveyor')
    .description('Keeps one Odoo and everything around it consistent.')
    .exitOverride()
    .showHelpAfterError('(--help shows how it is used)')
    .configureOutput({
      writeOut: (text) => cli.terminal.out(text.trimEnd()),
      writeErr: (text) => cli.terminal.err(text.trimEnd()),
    });
  for (const addCommands of commandGroups) addCommands(program, cli);
  return program;
};

const commandGroups = [
  addRoleCommands,
  addConnectionCommands,
  addSyncCommand,
  addOrderCommands,
  addPosCommands,
  addFulfilmentCommands,
  addDeliveryCommands,
  addListingCommands,
  addOfferCommands,
  addAttentionCommands,
  addOdooCommands,
  addTokenCommands,
  addKeyCommands,
];
