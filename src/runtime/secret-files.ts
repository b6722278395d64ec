import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from './atomic-file.ts';
import { homePaths } from './home.ts';

/** A secret that was made at the first start and is the same at every later one. */
export interface KeptSecret {
  value: string;
  /** Made just now: the first start on this home. */
  isNew: boolean;
}

/** The first admin token of this home, if `start` generated one. */
export const readFirstToken = (home: string): string | undefined => readSecret(homePaths(home).token);

/** 43 characters that are safe in a URL, a header and a shell. */
export const keepToken = (home: string): KeptSecret =>
  keepSecret(homePaths(home).token, () => randomBytes(32).toString('base64url'));

/** 32 bytes in base64: the key of the connections' secrets. Lost, they cannot be read again. */
export const keepKey = (home: string): KeptSecret =>
  keepSecret(homePaths(home).key, () => randomBytes(32).toString('base64'));

const keepSecret = (path: string, make: () => string): KeptSecret => {
  const kept = readSecret(path);
  if (kept !== undefined) return { value: kept, isNew: false };
  const value = make();
  writePrivateFile(path, `${value}\n`);
  return { value, isNew: true };
};

const readSecret = (path: string): string | undefined => {
  if (!existsSync(path)) return undefined;
  const value = readFileSync(path, 'utf8').trim();
  if (value === '') throw new Error(`${path} is empty; put back what it held, or remove it to have a new one made`);
  return value;
};
