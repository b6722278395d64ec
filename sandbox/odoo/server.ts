import { Engine } from './engine.ts';
import type { FaultFilter, FaultKind } from './faults.ts';
import { Faults } from './faults.ts';
import type { OdooRequest, OdooResponse } from './http.ts';
import { respondHtmlError, respondJson } from './http.ts';
import { handleJson2 } from './json2.ts';
import type { Server } from './jsonrpc.ts';
import { handleJsonRpc, parseJson, sessionExpired } from './jsonrpc.ts';
import type { Latency } from './latency.ts';
import type { Domain } from './orm/domain.ts';
import { placeCategories } from './models/product-categories.ts';
import { placeLocations } from './models/warehouses.ts';
import { handlePage } from './pages.ts';
import type { BaseOptions } from './seed/base.ts';
import { seedBase, seedCarriers, seedClerk, seedNames } from './seed/base.ts';
import type { Seeded, SeedOptions } from './seed/demo.ts';
import { seedDemo } from './seed/demo.ts';
import type { Fill, Filled } from './seed/fill.ts';
import { fillSchema, fillStock } from './seed/fill.ts';
import { seedPointOfSale, seedTills } from './seed/point-of-sale.ts';
import type { Major } from './registry.ts';
import type { Row } from './values.ts';
import { isRecord, num } from './values.ts';
import { versionInfo, webVersion } from './versions.ts';

/** `17` and `'17.0'` are the same. */
export type OdooVersion = 17 | 18 | 19 | '17.0' | '18.0' | '19.0';

export interface OdooSimulatorOptions {
  readonly version: OdooVersion;
  readonly database: string;
  /** File of committed transactions; `null` keeps everything in memory. */
  readonly journalPath: string | null;
  /** Where people reach the simulator (no slash at the end): used for links of its pages. */
  readonly publicUrl: string;
  readonly now?: () => Date;
  /** Simulated time of calls, all 0 by default. */
  readonly latency?: Latency;
  /** Settings of a database made anew. */
  readonly base?: Partial<BaseOptions>;
  /** Whether a database made anew holds the demo products (default true). */
  readonly demo?: boolean;
}

/** The committed tables, for tests. */
export interface TestDoor {
  readonly rows: (model: string) => Row[];
  readonly row: (model: string, id: number) => Row | undefined;
  /** Records that match, archived ones included. */
  readonly count: (model: string, domain?: Domain) => number;
  readonly search: (model: string, domain: Domain) => number[];
  /** The record behind an external id, or `undefined`. */
  readonly externalId: (xmlid: string) => { readonly model: string; readonly id: number } | undefined;
}

export interface OdooSimulator {
  handle(request: OdooRequest): Promise<OdooResponse>;
  /** Demo data; called again on the same journal it only reports what is there. */
  seed(options?: SeedOptions): Seeded;
  /** Makes the next matching call fail with an error of Odoo's own. */
  failNext(kind: FaultKind, filter?: FaultFilter): void;
  /** Lets time pass between the start of the next matching call's transaction and its commit; with `waits: false` it has passed when the call comes. */
  delayNext(delayMs: number, filter?: FaultFilter, waits?: boolean): void;
  /** Stock and transfers by the hundred thousand, quickly. */
  fill(wanted: Fill): Filled;
  readonly door: TestDoor;
  close(): void;
}

/** One simulated Odoo 17, 18 or 19. Fresh databases have users `admin`/`admin`, `conveyor`/`conveyor` and `clerk`/`clerk`, who may read little. */
export const createOdooSimulator = (options: OdooSimulatorOptions): OdooSimulator => {
  const engine = new Engine({ ...options, major: majorOf(options.version) });
  const server: Server = { engine, faults: new Faults(), database: options.database };
  engine.perform((env) => {
    if (engine.isRestored) {
      seedNames(env);
      placeCategories(env);
      seedPointOfSale(env);
      seedCarriers(env);
      seedClerk(env);
      placeLocations(env);
      if (options.demo !== false) seedTills(env);
    } else seedBase(env, { currency: 'EGP', companyName: 'My Company', ...options.base });
    if (!engine.isRestored && options.demo !== false) seedDemo(env, {});
  });
  return {
    handle: (request) => route(server, options.publicUrl, request),
    seed: (seedOptions = {}) => engine.perform((env) => seedDemo(env, seedOptions)),
    failNext: (kind, filter) => server.faults.failNext(kind, filter),
    delayNext: (ms, filter, waits = true) => server.faults.delayNext({ ms, waits }, filter),
    fill: (wanted) => engine.perform((env) => fillStock(env, wanted)),
    door: openDoor(engine),
    close: () => engine.close(),
  };
};

const majorOf = (version: OdooVersion): Major => {
  switch (version) {
    case 17:
    case '17.0':
      return 17;
    case 18:
    case '18.0':
      return 18;
    case 19:
    case '19.0':
      return 19;
  }
};

const openDoor = (engine: Engine): TestDoor => ({
  rows: (model) => [...engine.store.table(model).entries()].map(([, row]) => row),
  row: (model, id) => engine.store.table(model).get(id),
  count: (model, domain = []) => engine.look().search(model, domain, { order: 'id' }).length,
  search: (model, domain) => engine.look().search(model, domain, { order: 'id' }),
  externalId: (xmlid) => {
    const [row] = engine.look().lookup('ir.model.data', 'complete_name', xmlid);
    return row ? { model: String(row['model']), id: num(row, 'res_id') } : undefined;
  },
});

/** `POST /_fill {"quants": 200000}`: the sandbox's own door, not Odoo's. */
const fillByCall = ({ engine }: Server, request: OdooRequest): OdooResponse => {
  const wanted = fillSchema.safeParse(parseJson(request.body));
  const now = engine.clock.date();
  if (!wanted.success) return respondJson(now, 422, { error: 'not a number of records', errors: wanted.error.issues });
  const filled = engine.perform((env) => fillStock(env, wanted.data));
  return respondJson(
    now,
    201,
    Object.fromEntries(Object.entries(filled).map(([kind, ids]) => [kind, Array.isArray(ids) ? ids.length : 0])),
  );
};

const JSON_2 = /^\/json\/2\/([\w.]+)\/(\w+)$/;

const route = async (server: Server, publicUrl: string, request: OdooRequest): Promise<OdooResponse> => {
  const { pathname } = new URL(request.path, 'http://odoo.invalid');
  const { major, clock } = server.engine;
  const now = clock.date();
  if (pathname === '/_fill' && request.method === 'POST') return fillByCall(server, request);
  const json2 = JSON_2.exec(pathname);
  if (json2 && major === 19) return handleJson2(server, request, json2[1] ?? '', json2[2] ?? '');
  if (pathname === '/jsonrpc')
    return request.method === 'POST'
      ? handleJsonRpc(server, request)
      : respondHtmlError(now, 405, 'The method is not allowed for the requested URL.');
  if (pathname === '/web/health') return respondJson(now, 200, { status: 'pass' });
  if (major === 19 && (pathname === '/web/version' || pathname === '/json/version'))
    return respondJson(now, 200, webVersion(major));
  if (pathname === '/web/webclient/version_info') {
    const body = parseJson(request.body);
    return respondJson(now, 200, {
      jsonrpc: '2.0',
      id: isRecord(body) ? (body['id'] ?? null) : null,
      result: versionInfo(major),
    });
  }
  if (pathname.startsWith('/web/dataset/')) return sessionExpired(server, request);
  return (
    (await handlePage(server, publicUrl, request, pathname)) ??
    respondHtmlError(
      now,
      404,
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    )
  );
};
