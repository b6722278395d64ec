import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const largestBytes = 20_000_000;

/** Makes the folder of the logs, which may hold customers' names. */
export const makeLogFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
};

/** Keeps each log below 20 MB, with one older part beside it. The writers append, so they go on in the emptied file. */
export const trimLogs = (folder: string): void => {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.log'))) {
    const path = join(folder, name);
    if (statSync(path).size < largestBytes) continue;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  }
};
