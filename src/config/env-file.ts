import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { EnvironmentError } from './environment-error.ts';

/** Variables by name, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The process' variables over those of the folder's `.env`, without the empty ones: `NAME=` is how a shell and a compose file say "not set".
 *
 * @throws EnvironmentError when there is an `.env` that cannot be read
 */
export const withEnvFile = (folder: string, variables: Variables): Record<string, string> => {
  const merged = Object.entries({ ...readEnvFile(folder), ...variables });
  return Object.fromEntries(
    merged.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
};

const readEnvFile = (folder: string): Variables => {
  const path = join(folder, '.env');
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new EnvironmentError([`${path}: found a file that cannot be read, wanted lines of NAME=value`]);
  }
};
