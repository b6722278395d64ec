import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export const token = 'a-token-of-at-least-32-characters';

/** Runs one command line in this process, in a folder of its own and with this environment only. */
export const runIn = async (
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandResult> => {
  const out: string[] = [];
  const err: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'conveyor-cli-'));
  const code = await runCommand(args, {
    source: { variables, folder },
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
};
