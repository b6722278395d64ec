import { CommanderError } from 'commander';
import { ApiProblem } from './api-problem.ts';
import { createCli } from './cli.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export type ExitCode = 0 | 1 | 2;

/**
 * Runs one command line (without the name of the program).
 * @returns 0 done, 1 refused or failed, 2 wrong use. Never throws.
 */
export const runCommand = async (args: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  const cli = createCli(terminal);
  try {
    await createProgram(cli).parseAsync([...args], { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    tell(error, args.includes('--json'), terminal);
    return error instanceof UsageError ? 2 : 1;
  }
};

const tell = (error: unknown, asJson: boolean, terminal: Terminal): void => {
  if (asJson) terminal.out(JSON.stringify(asProblem(error), null, 2));
  else terminal.err(error instanceof Error ? error.message : String(error));
  if (terminal.source.variables['LOG_LEVEL'] === 'debug' && error instanceof Error) terminal.err(error.stack ?? '');
};

const asProblem = (error: unknown): object => {
  if (error instanceof ApiProblem) return error.document;
  if (error instanceof Error) return { title: error.name, detail: error.message };
  return { title: 'Error', detail: String(error) };
};
