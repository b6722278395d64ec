import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Seeded } from './odoo/seed/demo.ts';
import { createOdooSimulator } from './odoo/server.ts';
import type { OdooSimulator } from './odoo/server.ts';
import type { Simulator } from './simulator.ts';

export const odooVersions = [17, 18, 19] as const;
export type OdooVersion = (typeof odooVersions)[number];

/** How everybody logs into a simulated Odoo: JSON-RPC with password or key, JSON-2 with the key. */
export const sandboxOdooLogin = {
  database: 'sandbox',
  login: 'admin',
  password: 'admin',
  apiKey: '5a4db0c0ffee5a4db0c0ffee5a4db0c0ffee5a4d',
} as const;

/** A simulated Odoo as the sandbox serves it, with the twelve products and the users it was seeded with. */
export interface MountedOdoo extends Simulator {
  readonly simulator: OdooSimulator;
  readonly seeded: Seeded;
}

/** A simulated Odoo that comes to life when it is first called: most people need one version only. */
export interface OdooMount {
  readonly version: OdooVersion;
  open(): MountedOdoo;
  close(): void;
  /** Forgets everything it held. */
  reset(): void;
}

export interface OdooMountOptions {
  readonly name: string;
  readonly version: OdooVersion;
  readonly stateDir: string | null;
  readonly publicUrl: () => string;
}

/** What people see of the simulated Odoo; programs have no business there. */
const page = /^\/(web(\/(orders|pickings|partners|pos|products)(\/.*)?)?|odoo(\/.*)?)?$/;

const mounted = (simulator: OdooSimulator): MountedOdoo => ({
  simulator,
  seeded: simulator.seed({ apiKeys: { [sandboxOdooLogin.login]: sandboxOdooLogin.apiKey } }),
  handle: (request) => simulator.handle(request),
  close: () => simulator.close(),
  isPage: (path) => page.test(path.split('?')[0] ?? ''),
  failNext: (kind, call) => simulator.failNext(kind, call ?? {}),
  delayNext: (ms, call, waits) => simulator.delayNext(ms, call ?? {}, waits),
});

export const createOdooMount = ({ name, version, stateDir, publicUrl }: OdooMountOptions): OdooMount => {
  const journalPath = stateDir === null ? null : join(stateDir, `${name}.jsonl`);
  const { database } = sandboxOdooLogin;
  let opened: MountedOdoo | null = null;
  const close = (): void => {
    void opened?.close();
    opened = null;
  };
  return {
    version,
    open: () =>
      (opened ??= mounted(
        createOdooSimulator({ version: `${version}.0`, database, journalPath, publicUrl: `${publicUrl()}/${name}` }),
      )),
    close,
    reset: () => {
      close();
      if (journalPath !== null) rmSync(journalPath, { force: true });
    },
  };
};
