import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { sandboxYsellKey } from '../../sandbox/server.ts';
import { followNowStart } from '../../src/domain/run-starts.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';

/** A connection to the sandbox's Ysell, and what it sells. */
export interface PrepShop {
  readonly id: string;
  /** Quotations, ready to be confirmed. */
  quotations(count: number): Promise<readonly number[]>;
  /** Confirms them in one go, as a salesperson does with a selection. */
  confirm(saleOrderIds: readonly number[]): Promise<void>;
  /** Asks after all open orders, to the end of the round. */
  follow(): Promise<z.output<typeof followed>>;
}

const followed = z.looseObject({ asked: z.int(), changed: z.int(), done: z.int() });

/** Nothing runs out of it. */
const stock = 1_000_000;
const linesOfAnOrder = 2;

export interface PrepShopOptions {
  readonly dialect?: 'requirement' | 'v1';
  /** Default: more than anything here needs. */
  readonly requestsPerSecond?: number;
}

let opened = 0;

/** Opens a connection whose rule matches the sales team that its own quotations have, and no other. */
export const openPrepShop = async (
  service: Service,
  { dialect = 'requirement', requestsPerSecond = 1_000 }: PrepShopOptions = {},
): Promise<PrepShop> => {
  const { odoo, rest, client } = service;
  opened += 1;
  const id = `bench-ysell-${opened}`;
  const team = await odoo.create('crm.team', { name: `Team of ${id}` });
  const location = await odoo.create('stock.location', { name: `Goods of ${id}`, usage: 'internal' });
  const made = await rest.post('/api/connections', {
    id,
    kind: 'ysell',
    name: `Ysell ${opened}`,
    enabled: true,
    settings: {
      baseUrl: `${service.sandbox.url}/ysell`,
      dialect,
      requestsPerSecond,
      // The rounds that are measured are asked for.
      pollEveryMinutes: 1_440,
      match: { team },
      sourceLocation: location,
    },
    secrets: { apiKey: sandboxYsellKey },
  });
  if (made.status !== 201) throw new Error(`The connection ${id} is refused: ${made.text}`);
  await untilFirstRound(service, id);
  // What is confirmed in the second in which the connection was made is taken for older.
  await delay(1_000);

  const products: number[] = [];
  for (let index = 1; index <= linesOfAnOrder; index += 1) {
    const product = await odoo.product({ name: `${id} product ${index}` }, stock);
    const path = `/api/listings/${id}/${encodeURIComponent(`${id}-P${index}`)}`;
    const mapped = await rest.call('PUT', path, { productId: product, enabled: true, factor: '1' });
    if (mapped.status >= 300) throw new Error(`A product of ${id} cannot be mapped: ${mapped.text}`);
    products.push(product);
  }
  const [country] = odoo.door.search('res.country', [['code', '=', 'NO']]);
  const partner = await odoo.create('res.partner', {
    name: `Customer of ${id}`,
    phone: '+47 22 00 00 00',
    street: 'Storgata 1',
    city: 'Oslo',
    zip: '0155',
    ...(country === undefined ? {} : { country_id: country }),
  });
  const quotation = (): Promise<number> =>
    odoo.create('sale.order', {
      partner_id: partner,
      team_id: team,
      order_line: products.map((product) => [0, 0, { product_id: product, product_uom_qty: 2, price_unit: 12.5 }]),
    });

  return {
    id,
    quotations: async (count) => {
      const ids: number[] = [];
      for (let made = 0; made < count; made += 1) ids.push(await quotation());
      return ids;
    },
    confirm: async (saleOrderIds) => {
      await odoo.call('sale.order', 'action_confirm', [saleOrderIds]);
    },
    follow: async () =>
      followed.parse(await client.workflow.execute(workflowTypes.followShipments, followNowStart({ connection: id }))),
  };
};

/** A worker that hears of a connection asks after its orders at once: what is measured is asked for afterwards. */
const untilFirstRound = async ({ store, client }: Service, connection: string): Promise<void> => {
  await waitFor(
    `the first round of ${connection}`,
    () =>
      store.db
        .selectFrom('fulfilment_connections')
        .select('followed_at')
        .where('connection', '=', connection)
        .executeTakeFirst(),
    (row) => row !== undefined && row.followed_at !== null,
  );
  await client.workflow.getHandle(workflowIds.now(workflowIds.followShipments(connection))).result();
};
