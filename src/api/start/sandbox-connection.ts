import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { ConnectionStore } from '../connections/save-connection.ts';
import { createConnection } from '../../store/connections.ts';

/** What the sandbox's Cartona wants until it is told otherwise. */
export const sandboxCartonaToken = 'cartona-sandbox-token';

/**
 * What the sandbox's Cartona proves its webhooks with: made from the key of this installation, so that whoever starts the sandbox knows it too.
 *
 * @param key `CONVEYOR_KEY`, 32 bytes in base64
 */
export const sandboxWebhookToken = (key: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update('conveyor sandbox webhook').digest('base64url');

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
    settings: { baseUrl: `http://127.0.0.1:${sandboxPort}/cartona/api/v1/`, pullEveryMinutes: 1 },
    secrets: { token: sandboxCartonaToken, webhookToken: sandboxWebhookToken(key) },
  });
  return made !== undefined;
};
