import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** Version of Conveyor, from its package.json. */
export const readVersion = (): string => {
  const path = join(import.meta.dirname, '..', '..', 'package.json');
  return manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
};
