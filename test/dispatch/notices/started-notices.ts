import { pino } from 'pino';
import { connectOdoo } from '../../../src/connectors/odoo/connect.ts';
import type { BackgroundLoop } from '../../../src/dispatch/background-loop.ts';
import { startNotices } from '../../../src/dispatch/notices/start-notices.ts';
import type { Store } from '../../../src/store/database.ts';
import { createSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import { openTestStore } from '../../store/open-test-store.ts';
import { createOdooAccess } from '../../support/odoo-access.ts';
import type { OdooAccess } from '../../support/odoo-access.ts';

/** Notices to a simulated Odoo, over a database of their own. */
export interface StartedNotices {
  readonly store: Store;
  readonly sandbox: Sandbox;
  readonly access: OdooAccess;
  /** Lines of the log. */
  readonly warnings: readonly string[];
  /** One more process that sends notices; ends with the rest. */
  start(): BackgroundLoop;
  aSaleOrder(): Promise<number>;
  close(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined };

export const openNotices = async (): Promise<StartedNotices> => {
  const store = await openTestStore();
  const sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false });
  const url = await sandbox.start();
  const access = createOdooAccess(sandbox, 18);
  const odoo = await connectOdoo({
    url: `${url}/odoo`,
    database: 'sandbox',
    user: 'conveyor',
    password: 'conveyor',
    concurrency: 2,
    log: () => undefined,
    logger: silent,
    timeoutMs: 5_000,
  });
  const warnings: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
  const running: BackgroundLoop[] = [];
  return {
    store,
    sandbox,
    access,
    warnings,
    start: () => {
      const loop = startNotices({
        db: store.db,
        odoo,
        log: () => undefined,
        logger,
        alert: undefined,
        publicUrl: 'https://conveyor.example',
      });
      running.push(loop);
      return loop;
    },
    aSaleOrder: async () =>
      access.create('sale.order', { partner_id: await access.create('res.partner', { name: 'Koshk' }) }),
    close: async () => {
      await Promise.all(running.map((loop) => loop.stop()));
      await odoo.close();
      await sandbox.close();
      await store.close();
    },
  };
};
