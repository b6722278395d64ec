import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

/** How a command ended and what it wrote. */
export interface CommandResult {
  /** Null when a signal ended it. */
  code: number | null;
  output: string;
}

/**
 * Runs a command to its end and keeps the last 64 KB of what it wrote on either stream.
 *
 * @throws the error of the system when it cannot be started at all (no such file, no permission)
 */
export const runCommand = (
  command: string,
  args: readonly string[],
  options: SpawnOptions & { onLine?: (line: string) => void } = {},
): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const { onLine, ...spawnOptions } = options;
    const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: string): void => {
      output = (output + chunk).slice(-65_536);
      if (onLine !== undefined) for (const line of chunk.split('\n')) if (line !== '') onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });
