import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { TemporalConnection } from '../config/temporal.ts';
import { ensureSearchAttributes, SearchAttributesMissing } from '../dispatch/search-attributes.ts';
import { ensureWatch } from '../dispatch/sweep.ts';
import { untilReachable } from './until-reachable.ts';

/**
 * Connects to Temporal, waiting for it as long as it takes, and makes what must be there: the search attributes and the watch.
 *
 * @throws SearchAttributesMissing with the commands to run, when they are missing and may not be added
 */
export const connectTemporal = async (environment: TemporalConnection, logger: Logger, signal: AbortSignal) => {
  const { connectionOptions, namespace } = environment;
  const open = async () => {
    const connection = await Connection.connect(connectionOptions);
    await ensureSearchAttributes(connection, namespace);
    const client = new Client({ connection, namespace });
    await ensureWatch(client);
    return { connection, client, native: await NativeConnection.connect(connectionOptions) };
  };
  const isFinal = (error: unknown): boolean => error instanceof SearchAttributesMissing;
  const { connection, client, native } = await untilReachable('Temporal', open, { logger, signal, isFinal });
  return {
    client,
    native,
    namespace,
    ensureSearchAttributes: () => ensureSearchAttributes(connection, namespace),
    close: async () => {
      await native.close();
      await connection.close();
    },
  };
};

export type TemporalAccess = Awaited<ReturnType<typeof connectTemporal>>;
