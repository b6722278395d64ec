import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { homedir } from 'node:os';
import { z } from 'zod';
import type { Environment } from '../config/environment.ts';
import { writePrivateFile } from './atomic-file.ts';
import { homePaths } from './home.ts';
import { clusterFolder } from './postgres/postgres-program.ts';
import { StartError } from './start-error.ts';

/** What a home belongs to, for good: no demo order may ever reach a real ERP, nor one company's order another's. */
const homeIdentity = z.object({
  /** Its address; `sandbox` for the sandbox's own, whose port may change. */
  odooUrl: z.string(),
  odooDatabase: z.string(),
  sandbox: z.boolean(),
});

type HomeIdentity = z.infer<typeof homeIdentity>;

/** The user an embedded PostgreSQL runs as under root must pass through; what is secret in here has a mode of its own. */
export const makeHome = (home: string): void => {
  mkdirSync(home, { recursive: true, mode: 0o711 });
};

/** Notes at the first start whom the folder belongs to; at later ones compares. */
export const claimHome = (environment: Environment): void => {
  const { home } = environment;
  const path = homePaths(home).identity;
  const wanted = identityOf(environment);
  if (!existsSync(path)) {
    writePrivateFile(path, `${JSON.stringify(wanted, null, 2)}\n`);
    return;
  }
  const kept = homeIdentity.parse(JSON.parse(readFileSync(path, 'utf8')));
  if (JSON.stringify(kept) === JSON.stringify(wanted)) return;
  throw new StartError(
    `${home} belongs to ${inWords(kept)} and the environment asks for ${inWords(wanted)}: set CONVEYOR_HOME to another folder, or empty this one with "conveyor start --fresh"`,
  );
};

/** Removes everything `start` ever kept there. A folder that is not a home of ours is left alone. */
export const emptyHome = (home: string): void => {
  const paths = homePaths(home);
  const entries = readdirSync(home).filter((entry) => join(home, entry) !== paths.lock);
  const isOurs = existsSync(paths.identity) && home !== homedir() && !existsSync(join(home, 'package.json'));
  if (entries.length > 0 && !isOurs) {
    throw new StartError(
      `--fresh would empty ${home}, which is not a folder Conveyor made: set CONVEYOR_HOME to another one`,
    );
  }
  const database = clusterFolder(home);
  if (database !== home) rmSync(database, { recursive: true, force: true });
  for (const entry of entries) rmSync(join(home, entry), { recursive: true, force: true });
};

const identityOf = ({ odoo, sandbox }: Environment): HomeIdentity => ({
  odooUrl: sandbox.enabled && odoo.url === `http://127.0.0.1:${sandbox.port}/odoo` ? 'sandbox' : odoo.url,
  odooDatabase: odoo.database,
  sandbox: sandbox.enabled,
});

const inWords = ({ odooUrl, odooDatabase, sandbox }: HomeIdentity): string => {
  if (odooUrl === 'sandbox') return 'the sandbox and its Odoo';
  return `${sandbox ? 'the sandbox with' : 'real connections with'} the Odoo at ${odooUrl} (database ${odooDatabase})`;
};
