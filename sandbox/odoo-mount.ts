import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OdooSimulator } from './simulator.ts';

export const odooVersions = [17, 18, 19] as const;
export type OdooVersion = (typeof odooVersions)[number];

/** A simulated Odoo that comes to life when it is first called: most people need one version only. */
export interface OdooMount {
  readonly version: OdooVersion;
  open(): Promise<OdooSimulator>;
  close(): Promise<void>;
  /** Forgets everything it held. */
  reset(): Promise<void>;
}

export interface OdooMountOptions {
  readonly name: string;
  readonly version: OdooVersion;
  readonly stateDir: string | null;
  readonly publicUrl: () => string;
}

export const createOdooMount = ({ name, version, stateDir, publicUrl }: OdooMountOptions): OdooMount => {
  const journalPath = stateDir === null ? null : join(stateDir, `${name}.jsonl`);
  let opened: Promise<OdooSimulator> | null = null;
  const close = async (): Promise<void> => {
    const simulator = await opened;
    opened = null;
    await simulator?.close();
  };
  return {
    version,
    open: () =>
      (opened ??= import('./odoo/server.ts').then(({ createOdooSimulator }) =>
        createOdooSimulator({ version, database: 'sandbox', journalPath, publicUrl: `${publicUrl()}/${name}` }),
      )),
    close,
    reset: async () => {
      await close();
      if (journalPath !== null) rmSync(journalPath, { force: true });
    },
  };
};
