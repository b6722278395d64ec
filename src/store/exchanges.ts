import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Exchange } from '../domain/exchange.ts';
import { json } from './database.ts';
import type { Database } from './schema.ts';

export interface ExchangeWriter {
  /** Takes an exchange; returns at once and never throws. */
  readonly log: (exchange: Exchange) => void;
  /** Exchanges that were lost because the database did not take them in time. */
  readonly dropped: () => number;
  /** Resolves when what was taken so far is written or dropped. */
  flush(): Promise<void>;
  /** Writes what is left, once; the writer takes nothing more. */
  close(): Promise<void>;
}

export interface ExchangeWriterOptions {
  /** How long an exchange may wait for others to be written with it. Default 200. */
  readonly flushEveryMs?: number;
  /** Exchanges written by one statement; as many waiting are written at once. Default 100. */
  readonly batchSize?: number;
  /** Exchanges kept while the database is away; beyond it the oldest are dropped. Default 5000. */
  readonly capacity?: number;
  /** Told when exchanges were dropped, and why the last write failed. */
  readonly onDropped?: (count: number, error: unknown) => void;
}

/** Writes the exchange log in batches, behind the calls it describes. */
export const createExchangeWriter = (db: Kysely<Database>, options: ExchangeWriterOptions = {}): ExchangeWriter => {
  const { flushEveryMs = 200, batchSize = 100, capacity = 5_000, onDropped } = options;
  const waiting: Exchange[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isClosed = false;
  let dropped = 0;
  let lastError: unknown;

  const drop = (count: number) => {
    if (count <= 0) return;
    waiting.splice(0, count);
    dropped += count;
    onDropped?.(count, lastError);
  };

  /** @returns whether everything is written. */
  const write = async (): Promise<boolean> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize);
      try {
        await insertExchanges(db, batch);
        lastError = undefined;
      } catch (error) {
        lastError = error;
        waiting.unshift(...batch);
        drop(waiting.length - capacity);
        return false;
      }
    }
    return true;
  };

  const startWriting = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= write().then((isDone) => {
      writing = undefined;
      if (!isDone) schedule(Math.max(flushEveryMs, 1_000));
      else if (waiting.length > 0) schedule(flushEveryMs);
    });
    return writing;
  };

  const schedule = (afterMs: number) => {
    if (isClosed || timer !== undefined || writing !== undefined) return;
    timer = setTimeout(() => void startWriting(), afterMs);
    timer.unref();
  };

  return {
    log: (exchange) => {
      if (isClosed) return;
      waiting.push(exchange);
      drop(waiting.length - capacity);
      if (waiting.length >= batchSize && lastError === undefined) void startWriting();
      else schedule(flushEveryMs);
    },
    dropped: () => dropped,
    flush: async () => {
      await writing;
      await startWriting();
    },
    close: async () => {
      isClosed = true;
      await writing;
      await startWriting();
      clearTimeout(timer);
      drop(waiting.length);
    },
  };
};

/** One parameter for the whole batch, so that the statement is the same whatever its size. */
const insertExchanges = async (db: Kysely<Database>, batch: readonly Exchange[]): Promise<void> => {
  const rows = batch.map((exchange) => ({
    at: exchange.at,
    connection: exchange.connection,
    direction: exchange.direction,
    method: exchange.method,
    path: exchange.path,
    status: exchange.status,
    duration_ms: Math.round(exchange.durationMs),
    error: exchange.error,
    external_ids: exchange.externalIds,
    workflow_id: exchange.workflowId,
    request: exchange.request,
    response: exchange.response,
  }));
  const columns = sql.raw(
    'at, connection, direction, method, path, status, duration_ms, error, external_ids, workflow_id, request, response',
  );
  await sql`insert into exchanges (${columns}) select ${columns} from jsonb_to_recordset(${json(rows)}::jsonb) as row(
    at timestamptz, connection text, direction text, method text, path text, status integer, duration_ms integer, error text,
    external_ids text[], workflow_id text, request text, response text)`.execute(db);
};
