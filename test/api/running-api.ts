import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { openStore } from '../../src/store/database.ts';
import type { Store } from '../../src/store/database.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { startApi } from '../../src/api/server.ts';
import type { RunningApi } from '../../src/api/server.ts';
import { findFreePort } from '../../src/runtime/ports.ts';
import { testDatabase } from '../support/stack.ts';
import { readAnswerBody } from './answer-body.ts';
import type { AnswerBody } from './answer-body.ts';

/** An answer of the API, read whole. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object where it is none. */
  readonly body: AnswerBody;
}

export interface ApiUnderTest {
  readonly api: RunningApi;
  readonly store: Store;
  readonly url: string;
  /** `CONVEYOR_KEY`, and a box that opens what the API sealed. */
  readonly key: string;
  readonly box: ReturnType<typeof createSecretBox>;
  readonly token: string;
  /** With the admin token, unless `headers` brings another. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  close(): Promise<void>;
}

export interface ApiUnderTestOptions {
  /** More variables of the environment. */
  readonly variables?: Record<string, string>;
  /** A database to use instead of a new one. */
  readonly databaseUrl?: string;
  /** Do not wait until it serves. */
  readonly isDown?: boolean;
}

const addressOfNobody = '127.0.0.1:1';

/** Starts the API on a free port, with a database of its own and a Temporal that is not there unless the variables name one. */
export const startTestApi = async (options: ApiUnderTestOptions = {}): Promise<ApiUnderTest> => {
  const databaseUrl = options.databaseUrl ?? (await testDatabase());
  const key = options.variables?.['CONVEYOR_KEY'] ?? randomBytes(32).toString('base64');
  const token = options.variables?.['CONVEYOR_TOKEN'] ?? randomBytes(24).toString('hex');
  const variables = {
    CONVEYOR_PORT: String(await findFreePort()),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: addressOfNobody,
    CONVEYOR_SANDBOX: 'off',
    ODOO_URL: 'http://127.0.0.1:9',
    ODOO_DB: 'shop',
    ODOO_USER: 'admin',
    ODOO_PASSWORD: 'admin',
    CONVEYOR_KEY: key,
    CONVEYOR_TOKEN: token,
    ...options.variables,
  };
  const environment = readEnvironment('api', { variables, folder: tmpdir() });
  const logger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const api = await startApi(environment, { logger, variables });
  const store = openStore(databaseUrl, { applicationName: 'test' });
  const url = `http://127.0.0.1:${api.port}`;
  const close = async (): Promise<void> => {
    await api.close();
    await store.close();
  };
  if (options.isDown !== true) {
    await api.serving.catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }
  return {
    api,
    store,
    url,
    key,
    box: createSecretBox(key),
    token,
    call: (method, path, body, headers = {}) =>
      call(url, method, path, body, { authorization: `Bearer ${token}`, ...headers }),
    close,
  };
};

const call = async (
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answered> => {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: readAnswerBody(isJson ? text : '{}') };
};
