import type { Command } from 'commander';
import type { ApiClient } from './client.ts';
import { openClient } from './client.ts';
import { locateServer } from './server.ts';
import type { Terminal } from './terminal.ts';

export interface JsonOption {
  readonly json?: boolean;
}

/** What every command works with. */
export interface Cli {
  readonly terminal: Terminal;
  /** The API of the Conveyor that runs; opened by the commands that need it. */
  client(): ApiClient;
  /** Prints a result: as JSON when asked, else in words. */
  print(options: JsonOption, result: unknown, inWords: () => string): void;
  /** A result was printed, and it is a failure: exit code 1. */
  failed(): void;
  readonly exitCode: 0 | 1;
}

export const createCli = (terminal: Terminal): Cli => {
  let exitCode: 0 | 1 = 0;
  return {
    terminal,
    client: () => openClient(locateServer(terminal.source)),
    print: (options, result, inWords) =>
      terminal.out(options.json === true ? JSON.stringify(result, null, 2) : inWords()),
    failed: () => {
      exitCode = 1;
    },
    get exitCode() {
      return exitCode;
    },
  };
};

/** A command that does something: each of them has `--json` (and commander's `--help`). */
export const addCommand = (parent: Command, usage: string, description: string): Command =>
  parent.command(usage).description(description).option('--json', 'print the result as JSON');
