import { sql } from 'kysely';
import { sandboxWebhookToken } from '../../config/sandbox-webhook.ts';
import type { ConnectionStore } from '../connections/save-connection.ts';
import { createConnection } from '../../store/connections.ts';

/** What the sandbox's Cartona wants until it is told otherwise. */
export const sandboxCartonaToken = 'cartona-sandbox-token';

/** What the sandbox's point of sale wants until it is told otherwise. */
export const sandboxPosKey = 'pos-sandbox-key';

/** What orders are pushed with that pretend to come from there: they can reach no Odoo but the simulated one. */
export const sandboxPosPushKey = 'pos-sandbox-push-key';

/** What the sandbox's Ysell wants until it is told otherwise. */
export const sandboxYsellKey = 'ysell-sandbox-key';

/** What the sandbox's OPAL wants until it is told otherwise. */
export const sandboxOpalToken = 'opal-sandbox-token';

/**
 * Makes the connections to the sandbox's Cartona, to its point of sale, to its Ysell and to its OPAL where there never was any connection. Safe to
 * repeat; one that was deleted stays away.
 *
 * @returns whether they were made
 */
export const makeSandboxConnections = async (
  store: ConnectionStore,
  { sandboxPort, key }: { sandboxPort: number; key: string },
): Promise<boolean> => {
  const { rows } = await sql`select from connections limit 1`.execute(store.db);
  if (rows.length > 0) return false;
  const url = `http://127.0.0.1:${sandboxPort}`;
  const made = [];
  for (const connection of [cartonaAt(url, key), posAt(url), ysellAt(url), opalAt(url)]) {
    made.push(await createConnection(store.db, store.box, connection));
  }
  return made.every((connection) => connection !== undefined);
};

const cartonaAt = (url: string, key: string) => ({
  id: 'cartona',
  kind: 'cartona',
  name: 'Cartona (sandbox)',
  enabled: true,
  settings: {
    baseUrl: `${url}/cartona/api/v1/`,
    pullEveryMinutes: 1,
    // Nobody's catalogue is at stake here: what changes in the simulated Odoo is pushed from the first start on.
    offers: { enabled: true, reconcile: 'report' },
  },
  secrets: { token: sandboxCartonaToken, webhookToken: sandboxWebhookToken(key) },
});

const posAt = (url: string) => ({
  id: 'pos',
  kind: 'pos',
  name: 'Shop (sandbox)',
  enabled: true,
  settings: { url: `${url}/pos/main/orders`, posConfig: 'Shop', syncEveryMinutes: 1, acceptPush: true },
  secrets: { apiKey: sandboxPosKey, pushKey: sandboxPosPushKey },
});

/** It ships what the team of the web shop sells, and nothing that came from Cartona. It knows the goods by their internal reference. */
const ysellAt = (url: string) => ({
  id: 'ysell',
  kind: 'ysell',
  name: 'Ysell (sandbox)',
  enabled: true,
  settings: {
    baseUrl: `${url}/ysell/`,
    match: { team: 'Website' },
    productIdField: 'default_code',
    pollEveryMinutes: 1,
  },
  secrets: { apiKey: sandboxYsellKey },
});

const opalAt = (url: string) => ({
  id: 'opal',
  kind: 'opal',
  name: 'OPAL (sandbox)',
  enabled: true,
  settings: {
    baseUrl: `${url}/opal/`,
    // The simulated one books at once: nobody has to wait for minutes to see what follows on a lost answer.
    timeoutMs: 15_000,
    sender: {
      name: 'Conveyor Sandbox GmbH',
      street: 'Lagerstraße',
      houseNumber: '7',
      zip: '12345',
      city: 'Berlin',
      phone: '+49 30 5550100',
    },
    trackEveryMinutes: 1,
  },
  secrets: { token: sandboxOpalToken },
});
