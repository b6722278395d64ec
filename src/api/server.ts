import { once } from 'node:events';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { withEnvFile } from '../config/env-file.ts';
import type { Variables } from '../config/env-file.ts';
import { readEnvironment } from '../config/environment.ts';
import type { ServiceEnvironment } from '../config/environment.ts';
import { listen } from '../dispatch/listen.ts';
import { channels } from '../domain/names.ts';
import { createLogger } from '../logger.ts';
import { onParentGone } from '../runtime/parent-gone.ts';
import { createApi } from './create-api.ts';
import { createDeps } from './start/create-deps.ts';
import { listenOn } from './start/listen-on.ts';
import { prepareDatabase } from './start/prepare-database.ts';
import { untilDatabaseAnswers } from './start/until-database-answers.ts';
import { readVersion } from './version.ts';

export interface RunningApi {
  readonly port: number;
  /** Resolves when it serves; rejects with the words when the start is refused. Until then every answer but `/health` is 503. */
  readonly serving: Promise<void>;
  close(): Promise<void>;
}

/** Requests under way may take so long at a stop. */
const graceMs = 3_000;

/**
 * Listens at once and serves as soon as PostgreSQL answers; an outage of PostgreSQL or Temporal, then or later, ends no process.
 *
 * @param variables where the secrets of a connections file come from
 */
export const startApi = async (
  environment: ServiceEnvironment,
  { logger, variables }: { logger: Logger; variables: Variables },
): Promise<RunningApi> => {
  const { deps, close } = await createDeps(environment, logger);
  const stop = new AbortController();
  let notServing: string | null = 'The API is starting: come again in a moment';
  const app = createApi(deps, { version: readVersion(), notServing: () => notServing });
  const listening = await listenOn(app, environment.host, environment.port);
  const listener = listen(environment.databaseUrl, { [channels.connections]: () => deps.directory.forget() }, (error) =>
    logger.warn({ err: error }, 'Notices of PostgreSQL are not heard'),
  );
  const prepare = async (): Promise<void> => {
    await untilDatabaseAnswers(() => prepareDatabase(environment, deps, { variables, logger }), {
      signal: stop.signal,
      onOutage: (error) => {
        notServing = 'PostgreSQL does not answer: come again when it is back';
        logger.warn({ err: error }, 'PostgreSQL does not answer; trying again each second');
      },
    });
    notServing = null;
    logger.info(`Listening on http://${environment.host}:${listening.port}`);
  };
  return {
    port: listening.port,
    serving: prepare(),
    close: async () => {
      stop.abort();
      await listening.close(graceMs);
      await listener.close();
      await close();
    },
  };
};

/** The process `conveyor api`: until SIGINT, SIGTERM, or the end of the supervisor that started it. @throws why the start is refused */
export const runApi = async (): Promise<void> => {
  const environment = readEnvironment('api');
  const logger = createLogger('api', environment.log);
  const variables = withEnvFile(join(import.meta.dirname, '..', '..'), process.env);
  const stopAsked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopAsked.abort());
  onParentGone(() => stopAsked.abort());
  const stopped = once(stopAsked.signal, 'abort');
  const api = await startApi(environment, { logger, variables });
  try {
    // A stop while PostgreSQL is awaited is a stop all the same.
    await Promise.race([api.serving, stopped]);
    await stopped;
  } finally {
    await api.close();
  }
};
