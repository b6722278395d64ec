import { sql } from 'kysely';
import { sandboxWebhookToken } from '../../config/sandbox-webhook.ts';
import type { ConnectionStore } from '../connections/save-connection.ts';
import { createConnection } from '../../store/connections.ts';

/** What the sandbox's Cartona wants until it is told otherwise. */
export const sandboxCartonaToken = 'cartona-sandbox-token';

/**
 * Makes the connection to the sandbox's Cartona where there never was any connection. Safe to repeat; one that was deleted stays away.
 *
 * @returns whether it was made
 */
export const makeSandboxConnection = async (
  store: ConnectionStore,
  { sandboxPort, key }: { sandboxPort: number; key: string },
): Promise<boolean> => {
  const { rows } = await sql`select from connections limit 1`.execute(store.db);
  if (rows.length > 0) return false;
  const made = await createConnection(store.db, store.box, {
    id: 'cartona',
    kind: 'cartona',
    name: 'Cartona (sandbox)',
    enabled: true,
    settings: {
      baseUrl: `http://127.0.0.1:${sandboxPort}/cartona/api/v1/`,
      pullEveryMinutes: 1,
      // Nobody's catalogue is at stake here: what changes in the simulated Odoo is pushed from the first start on.
      offers: { enabled: true, reconcile: 'report' },
    },
    secrets: { token: sandboxCartonaToken, webhookToken: sandboxWebhookToken(key) },
  });
  return made !== undefined;
};
