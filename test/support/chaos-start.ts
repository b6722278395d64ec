import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { createOdooClient } from '../../sandbox/odoo-client.ts';
import type { OdooClient } from '../../sandbox/odoo-client.ts';
import { orderLineSchema, retailerSchema, historyEntrySchema } from '../../sandbox/cartona/order-model.ts';
import { sandboxOdooLogin, sandboxToken } from '../../sandbox/server.ts';
import { readRunFile } from '../../src/runtime/run-file.ts';
import type { RunFile } from '../../src/runtime/run-file.ts';
import { aliveIn, clearStartPlace, newStartPlace } from '../runtime/start-in-test.ts';
import type { BothEnds } from './chaos-counts.ts';
import { createRest } from './rest.ts';
import type { Rest } from './rest.ts';
import { aRetailer } from './order-builders.ts';
import { shopWebhookToken } from './shop.ts';
import { waitFor } from './wait.ts';

type Role = 'supervisor' | 'postgres' | 'temporal' | 'worker' | 'api';

const cartonaOrder = z.looseObject({
  hashed_id: z.string(),
  receipt_id: z.string(),
  retailer: retailerSchema,
  order_details: z.array(orderLineSchema),
  history: z.array(historyEntrySchema),
});
type CartonaOrder = z.output<typeof cartonaOrder>;

/** A whole `bin/conveyor start` in a home of its own, with the sandbox as a process: for tests that kill its servers. */
export interface StartedHome {
  readonly home: string;
  readonly rest: Rest;
  readonly odoo: OdooClient;
  readonly temporal: { readonly address: string };
  readonly sandboxUrl: string;
  /** `start`, until everything runs. */
  start(): Promise<void>;
  /** Ctrl-C, until all processes are gone. */
  stop(): Promise<void>;
  /** Ends one process of the run at once. */
  kill(role: Role, signal?: NodeJS.Signals): void;
  run(): RunFile | undefined;
  output(): string;
  /** Retailers place so many orders. */
  place(count: number): Promise<string[]>;
  webhook(externalId: string, status: string): Promise<{ status: number; retryAfter: string | null }>;
  /** Orders as Cartona knows them. */
  orders(): Promise<readonly CartonaOrder[]>;
  /** How many of these orders Cartona was told this of. */
  told(ids: readonly string[], status: string): Promise<number>;
  bothEnds(): Promise<BothEnds>;
  clear(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');
const startsWithinMs = 100_000;
const token = 'a-token-of-the-test-with-enough-characters';

export const prepareHome = async (): Promise<StartedHome> => {
  const place = await newStartPlace();
  const port = (name: string): string => place.variables[name] ?? '';
  const sandbox = `http://127.0.0.1:${port('CONVEYOR_SANDBOX_PORT')}`;
  const connections = join(dirname(place.home), 'connections.yaml');
  writeFileSync(
    connections,
    JSON.stringify({
      connections: [
        {
          id: 'cartona',
          kind: 'cartona',
          name: 'Cartona',
          enabled: true,
          settings: { baseUrl: `${sandbox}/cartona/api/v1/`, requestsPerSecond: 500, pullEveryMinutes: 1 },
          secrets: { token: sandboxToken, webhookToken: shopWebhookToken },
        },
      ],
    }),
  );
  const env = {
    ...place.variables,
    CONVEYOR_TOKEN: token,
    CONVEYOR_CONNECTIONS: connections,
    ODOO_WATCH_INTERVAL_MS: '200',
    LOG_FORMAT: 'json',
  };
  const url = `http://127.0.0.1:${port('CONVEYOR_PORT')}`;
  const rest = createRest(url, token);
  let started: { child: ChildProcess; printed: string } | undefined;

  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${sandbox}/cartona/_control/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  };
  const newClient = (): OdooClient =>
    createOdooClient(
      {
        handle: async ({ method, path, headers, body }) => {
          const answer = await fetch(`${sandbox}/odoo${path}`, {
            method,
            headers: { 'content-type': String(headers['content-type']) },
            body: new Uint8Array(body),
          });
          return { status: answer.status, headers: {}, body: await answer.text() };
        },
      },
      sandboxOdooLogin,
    );
  const odoo = newClient();
  const read = async <T extends z.ZodType>(row: T, model: string, fields: readonly string[]): Promise<z.output<T>[]> =>
    z.array(row).parse(await odoo.call(model, 'search_read', [[], fields], { load: '' }));

  const orders: StartedHome['orders'] = async () => z.array(cartonaOrder).parse(await control('orders?limit=100000'));
  const run = () => readRunFile(place.home);

  return {
    home: place.home,
    rest,
    odoo,
    temporal: { address: `127.0.0.1:${port('TEMPORAL_PORT')}` },
    sandboxUrl: sandbox,
    start: async () => {
      const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'start'], {
        cwd: dirname(place.home),
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const now = { child, printed: '' };
      started = now;
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (now.printed += text));
      await waitFor(
        'a start that runs',
        () => now.printed,
        (printed) => printed.includes('Conveyor is running') || child.exitCode !== null,
        { withinMs: startsWithinMs, describe: (printed) => String(printed) },
      );
      if (child.exitCode !== null) throw new Error(`start ended: ${now.printed}`);
    },
    stop: async () => {
      const before = run();
      started?.child.kill('SIGTERM');
      await waitFor(
        'the end of all processes',
        () => (before === undefined ? [] : aliveIn(before)),
        (alive) => alive.length === 0,
        { withinMs: 20_000 },
      );
    },
    kill: (role, signal = 'SIGKILL') => {
      const found = run()?.[role];
      if (found === undefined) throw new Error(`There is no ${role}`);
      process.kill(found.pid, signal);
    },
    run,
    output: () => started?.printed ?? '',
    place: async (count) => {
      const placed: string[] = [];
      for (let made = 0; made < count; made += 1) {
        const template = { retailer: aRetailer(), lines: 1 + (made % 3), style: { fields: 'full', numbers: 'number' } };
        const [order] = z.array(z.object({ hashed_id: z.string() })).parse(await control('orders', { template }));
        placed.push(order?.hashed_id ?? '');
      }
      return placed;
    },
    webhook: async (externalId, status) => {
      const answer = await fetch(`${url}/webhooks/cartona`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', AuthorizationToken: shopWebhookToken },
        body: JSON.stringify({ hashed_id: externalId, status }),
      });
      await answer.body?.cancel();
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
    },
    orders,
    told: async (ids, status) =>
      (await orders()).filter(
        (order) =>
          ids.includes(order.hashed_id) &&
          order.history.some((entry) => entry.by === 'supplier' && entry.status === status && entry.accepted),
      ).length,
    bothEnds: async () => {
      const known = new Map((await orders()).map((order) => [order.hashed_id, order]));
      const id = z.union([z.int(), z.literal(false)]);
      const ref = z.union([z.string(), z.literal(false)]);
      const data = z.object({ model: z.string(), name: z.string() });
      return {
        order: (externalId) => {
          const found = known.get(externalId);
          if (found === undefined) throw new Error(`Cartona knows no order ${externalId}`);
          return found;
        },
        saleOrders: await read(z.object({ id: z.int(), client_order_ref: ref }), 'sale.order', ['client_order_ref']),
        partners: await read(z.object({ ref }), 'res.partner', ['ref']),
        lines: await read(z.object({ order_id: id, product_id: id, product_uom_qty: z.number() }), 'sale.order.line', [
          'order_id',
          'product_id',
          'product_uom_qty',
        ]),
        pickings: await read(z.object({ sale_id: id, state: z.string() }), 'stock.picking', ['sale_id', 'state']),
        externalIds: (await read(data, 'ir.model.data', ['model', 'name']))
          .filter(({ model }) => model === 'sale.order')
          .map(({ name }) => name),
      };
    },
    clear: async () => {
      started?.child.kill('SIGKILL');
      await waitFor(
        'the end',
        () => started?.child.exitCode ?? started?.child.signalCode,
        (code) => code !== null,
      );
      clearStartPlace(place);
    },
  };
};
