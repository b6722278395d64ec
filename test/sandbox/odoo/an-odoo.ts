import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OdooSimulator, OdooSimulatorOptions } from '../../../sandbox/odoo/server.ts';
import { createOdooSimulator } from '../../../sandbox/odoo/server.ts';
import type { Seeded } from '../../../sandbox/odoo/seed/demo.ts';

export const majors = [17, 18, 19] as const;
export type Major = (typeof majors)[number];

export const adminKey = 'a'.repeat(40);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A simulated Odoo behind a real HTTP server, and the calls a client makes. */
export interface AnOdoo {
  readonly major: Major;
  readonly simulator: OdooSimulator;
  readonly seeded: Seeded;
  readonly url: string;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The JSON-RPC body of one call. */
  rpc(service: string, method: string, args: readonly unknown[]): Promise<Record<string, unknown>>;
  /** `execute_kw` as the administrator; the result, or an error that carries Odoo's name. */
  call(model: string, method: string, args: readonly unknown[], kwargs?: object): Promise<unknown>;
  callAs(login: string, model: string, method: string, args: readonly unknown[], kwargs?: object): Promise<unknown>;
  /** The first record that `read` gives. */
  one(model: string, id: number, fields: readonly string[]): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** What Odoo answered instead of a result. */
export class Refused extends Error {
  readonly odooName: string;

  constructor(name: string, message: string) {
    super(message);
    this.odooName = name;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const object = (value: unknown): Record<string, unknown> => {
  if (isObject(value)) return value;
  throw new TypeError(`no object: ${JSON.stringify(value)}`);
};

export const array = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value;
  throw new TypeError(`no array: ${JSON.stringify(value)}`);
};

export const anOdoo = async (major: Major, options: Partial<OdooSimulatorOptions> = {}): Promise<AnOdoo> => {
  const simulator = createOdooSimulator({
    version: `${major}.0`,
    database: 'db',
    journalPath: null,
    publicUrl: 'http://localhost/odoo',
    ...options,
  });
  const seeded = simulator.seed({ apiKeys: { admin: adminKey } });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = request;
      simulator.handle({ method, path, headers, body: Buffer.concat(chunks) }).then(
        (answer) => response.writeHead(answer.status, answer.headers).end(answer.body),
        (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const post: AnOdoo['post'] = async (path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const rpc: AnOdoo['rpc'] = async (service, method, args) => {
    const answer = await post('/jsonrpc', { jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 });
    return object(JSON.parse(answer.text));
  };
  const callAs: AnOdoo['callAs'] = async (login, model, method, args, kwargs = {}) => {
    const uid = simulator.door.search('res.users', [['login', '=', login]])[0];
    const { result, error } = await rpc('object', 'execute_kw', ['db', uid, login, model, method, args, kwargs]);
    if (error === undefined) return result;
    const data = object(object(error)['data']);
    throw new Refused(String(data['name']), String(data['message']));
  };
  const call: AnOdoo['call'] = (model, method, args, kwargs) => callAs('admin', model, method, args, kwargs);
  return {
    major,
    simulator,
    seeded,
    url,
    post,
    rpc,
    callAs,
    call,
    one: async (model, id, fields) => object(array(await call(model, 'read', [[id], fields]))[0]),
    close: async () => {
      simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Runs the body once for each version, with an Odoo of its own. */
export const onEachVersion = (body: (odoo: () => AnOdoo, major: Major) => void): void => {
  for (const major of majors) {
    describe(`Odoo ${String(major)}`, () => {
      let odoo: AnOdoo | undefined;
      before(async () => {
        odoo = await anOdoo(major);
      });
      after(() => odoo?.close());
      body(() => {
        if (!odoo) throw new Error('the Odoo is not up yet');
        return odoo;
      }, major);
    });
  }
};

export const createOnce = { mode: 'update', noupdate: true, tz: 'UTC' };
