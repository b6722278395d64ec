import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { parseConnectionsFile } from '../../config/connections/connections-file.ts';
import type { ServiceEnvironment } from '../../config/environment.ts';
import type { Variables } from '../../config/env-file.ts';
import { claimIdentity } from '../../store/identity.ts';
import { listOpenConnections } from '../../store/connections.ts';
import { migrate } from '../../store/migrate.ts';
import { keepEnvironmentToken } from '../../store/tokens.ts';
import type { ConnectionStore } from '../connections/save-connection.ts';
import { applyConnections } from './apply-connections.ts';
import { makeSandboxConnections } from './sandbox-connection.ts';

/**
 * Makes the database fit to serve: newest schema, the right Odoo, the first token, the connections of the environment. Safe to repeat, and
 * from several processes at once.
 *
 * @param variables where the secrets of the connections file come from
 * @throws IdentityMismatch, SecretsDoNotOpen, or what is wrong with the connections file: the start is refused with these words
 */
export const prepareDatabase = async (
  environment: ServiceEnvironment,
  store: ConnectionStore,
  { variables, logger }: { variables: Variables; logger: Logger },
): Promise<void> => {
  const { odoo, sandbox, token, key, connectionsFile } = environment;
  await migrate(store.db);
  await claimIdentity(store.db, { odooUrl: odoo.url, odooDatabase: odoo.database, sandbox: sandbox.enabled });
  // Under another key nothing that needs a secret would work: better said at once.
  await listOpenConnections(store.db, store.box, (error) => {
    throw error;
  });
  if (token !== undefined) await keepEnvironmentToken(store.db, token);
  if (connectionsFile !== undefined) {
    const wanted = parseConnectionsFile(await readFile(connectionsFile, 'utf8'), variables);
    const applied = await applyConnections(store, wanted);
    logger.info(
      { applied },
      `Applied ${connectionsFile}: ${applied.map(({ id, change }) => `${id} ${change}`).join(', ')}`,
    );
  }
  if (sandbox.enabled && (await makeSandboxConnections(store, { sandboxPort: sandbox.port, key }))) {
    logger.info('Made the connections to the Cartona, the point of sale and the Ysell of the sandbox');
  }
};
