import type { Logger } from 'pino';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import type { ServiceEnvironment } from '../config/environment.ts';
import { connectOdoo } from '../connectors/odoo/connect.ts';
import { openStore } from '../store/database.ts';
import { createExchangeWriter } from '../store/exchanges.ts';
import { claimIdentity, IdentityMismatch } from '../store/identity.ts';
import { migrate } from '../store/migrate.ts';
import { createSecretBox } from '../store/secret-box.ts';
import { createLiveConnections } from './live-connections.ts';
import { untilReachable } from './until-reachable.ts';

/**
 * What all work stands on: the database (with the newest schema, of this Odoo and no other), the exchange log, Odoo, the connections.
 *
 * @throws IdentityMismatch when the database belongs to another Odoo
 */
export const openFoundations = async (environment: ServiceEnvironment, logger: Logger, signal: AbortSignal) => {
  const store = openStore(environment.databaseUrl, {
    applicationName: 'conveyor-worker',
    max: 30,
    onError: (error) => logger.warn({ err: error }, 'a connection to the database was lost'),
  });
  const { db } = store;
  await untilReachable(
    'The database',
    async () => {
      await migrate(db);
      await claimIdentity(db, {
        odooUrl: environment.odoo.url,
        odooDatabase: environment.odoo.database,
        sandbox: environment.sandbox.enabled,
      });
    },
    { logger, signal, isFinal: (error) => error instanceof IdentityMismatch },
  );
  const exchanges = createExchangeWriter(db, {
    onDropped: (count, error) => logger.error({ err: error, count }, 'exchanges were dropped from the log'),
  });
  const odoo = await connectOdoo({ ...environment.odoo, log: exchanges.log, logger });
  const connections = createLiveConnections({
    db,
    box: createSecretBox(environment.key, environment.previousKeys),
    log: exchanges.log,
    userAgent: 'Conveyor',
  });
  const dependencies: ActivityDependencies = {
    db,
    odoo: () => Promise.resolve(odoo),
    odooUrl: environment.odoo.url,
    marketplaceConnection: connections.marketplace,
    posConnection: connections.pos,
    fulfilmentConnection: connections.fulfilment,
    fulfilmentConnections: connections.fulfilments,
    deliveryConnection: connections.delivery,
    followedConnection: connections.followed,
  };
  return {
    db,
    exchanges,
    odoo,
    connections,
    dependencies,
    close: async () => {
      await odoo.close();
      await exchanges.close();
      await store.close();
    },
  };
};

export type Foundations = Awaited<ReturnType<typeof openFoundations>>;
