import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import type { TemporalSearch } from './find-temporal.ts';
import { pinnedTemporal } from './temporal-cache.ts';
import type { TemporalOutcome } from './temporal-cache.ts';

/** The last resort: has the Temporal SDK fetch the pinned `temporal`, in a process of its own because the SDK starts a server with it. */
export const downloadTemporal = async ({ cache, say }: TemporalSearch): Promise<TemporalOutcome> => {
  const folder = join(cache, 'download');
  mkdirSync(folder, { recursive: true });
  const found = downloaded(folder);
  if (found !== undefined) return { path: found };
  say(`Downloading the Temporal server ${pinnedTemporal}`);
  const program = join(import.meta.dirname, 'download-temporal-main.ts');
  const { code, output } = await runCommand(process.execPath, [program, folder, `v${pinnedTemporal}`]);
  const path = downloaded(folder);
  if (code === 0 && path !== undefined) return { path };
  const reason = output.split('\n').find((line) => line.includes('rror')) ?? 'no word of why';
  return { missing: `downloading it failed (${reason.trim()})` };
};

const downloaded = (folder: string): string | undefined => {
  const file = readdirSync(folder).find(
    (name) => name.startsWith('temporal-') && !name.includes('.'.concat('downloading')),
  );
  return file === undefined ? undefined : join(folder, file);
};
