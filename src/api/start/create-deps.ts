import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import { connectOdoo } from '../../connectors/odoo/connect.ts';
import { findConnectionKind } from '../../connectors/kinds.ts';
import type { ServiceEnvironment } from '../../config/environment.ts';
import { Failure } from '../../domain/failure.ts';
import type { OpenConnection } from '../../store/connections.ts';
import { openStore } from '../../store/database.ts';
import { createExchangeWriter } from '../../store/exchanges.ts';
import { createSecretBox } from '../../store/secret-box.ts';
import { recordStatusNotices } from '../../store/status-notices.ts';
import { createConnectionDirectory } from '../connection-directory.ts';
import type { WebhookEntrance } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';
import { createTokenDirectory } from '../http/token-directory.ts';
import { createKeptAnswers } from '../kept-answers.ts';
import { createLinks } from '../links.ts';
import { createApiMetrics } from '../metrics.ts';
import { createRunGate } from '../runs/run-gate.ts';
import { readVersion } from '../version.ts';
import { rememberConfigs } from './remembered-config.ts';
import { createNoticeIntake } from '../webhooks/notice-intake.ts';
import { odooWebhookSecret } from '../webhooks/odoo-secret.ts';

/** All the API works with, none of it connected yet: PostgreSQL, Temporal and Odoo are reached when they are needed, and again after an outage. */
export const createDeps = async (
  environment: ServiceEnvironment,
  logger: Logger,
): Promise<{ deps: ApiDeps; close: () => Promise<void> }> => {
  const { odoo, temporal, temporalServer } = environment;
  const store = openStore(environment.databaseUrl, {
    applicationName: 'conveyor-api',
    onError: (error) => logger.warn({ err: error }, 'A connection to PostgreSQL was lost'),
  });
  const box = createSecretBox(environment.key, environment.previousKeys);
  const exchanges = createExchangeWriter(store.db, {
    onDropped: (count, error) => logger.warn({ err: error, count }, 'Lines of the exchange log were dropped'),
  });
  const connection = Connection.lazy(temporal.connectionOptions);
  const odooClient = await connectOdoo({
    url: odoo.url,
    database: odoo.database,
    user: odoo.user,
    password: odoo.password,
    timeoutMs: odoo.timeoutMs,
    concurrency: odoo.concurrency,
    log: exchanges.log,
    logger,
  });
  const deps: ApiDeps = {
    db: store.db,
    box,
    logger,
    directory: createConnectionDirectory(store.db, box, {
      openWebhook,
      onProblem: (error, id) => logger.error({ err: error, connection: id }, 'A connection cannot take webhooks'),
    }),
    tokens: createTokenDirectory(store.db),
    exchanges,
    recordNotice: createNoticeIntake((notices) => recordStatusNotices(store.db, notices)),
    runs: createRunGate(new Client({ connection, namespace: temporal.namespace })),
    metrics: createApiMetrics(store.db, exchanges),
    answers: createKeptAnswers(),
    findProducts: (by) => odooClient.findProducts(by),
    findPosConfig: rememberConfigs((nameOrId) => odooClient.pos.readConfig(nameOrId)),
    findMatch: (by, nameOrId) => odooClient.fulfilment.resolve(by, nameOrId),
    links: createLinks({
      publicUrl: environment.publicUrl,
      odooUrl: odoo.url,
      temporalUiUrl: temporalServer.uiUrl,
      namespace: temporal.namespace,
    }),
    odooWebhookSecret: odooWebhookSecret(environment.key),
    userAgent: `Conveyor/${readVersion()}`,
  };
  return {
    deps,
    close: async () => {
      await odooClient.close();
      await exchanges.close();
      await connection.close();
      await store.close();
    },
  };
};

const openWebhook = (connection: OpenConnection): WebhookEntrance | undefined => {
  const kind = findConnectionKind(connection.kind);
  switch (kind?.category) {
    case 'marketplace': {
      const { webhook } = kind.marketplaceSettings(connection.settings);
      return { category: 'marketplace', reader: kind.webhook(connection), webhookRates: webhook };
    }
    case 'pos': {
      const { webhook } = kind.posSettings(connection.settings);
      return { category: 'pos', push: kind.push(connection), webhookRates: webhook };
    }
    case 'fulfilment':
    case 'delivery':
      return undefined;
    case undefined:
      throw new Failure('InvalidInput', `Connection ${connection.id}: this version knows no kind ${connection.kind}`);
  }
};
