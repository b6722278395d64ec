import { z } from 'zod';
import { orderColumns } from '../../src/connectors/odoo/pos/order-rows.ts';
import type { BareSetup } from './bare-messages.ts';
import { rowsOf, wireOrders } from './bare-rows.ts';
import type { Lookups, WireOrder } from './bare-rows.ts';
import type { PlainOdoo } from './plain-odoo.ts';

/** As the product does: orders of one batch, batches under way at once, calls to Odoo at once. */
const batchSize = 40;
const batchesAtOnce = 2;
export const callsAtOnce = 2;

const ids = z.array(z.int());
const named = z.array(z.looseObject({ id: z.int(), name: z.string() }));
const loaded = z.looseObject({ ids });
const made = z.union([ids, z.int().transform((id) => [id])]);

/** Imports what the source shows since then, with the calls to Odoo that the product makes, and nothing else. @returns how many orders */
export const importBare = async (odoo: PlainOdoo, setup: BareSetup, since: string): Promise<number> => {
  const { url, key } = setup.source;
  const response = await fetch(`${url}?since=${encodeURIComponent(since)}`, { headers: { 'X-API-Key': key } });
  const { orders } = wireOrders.parse(await response.json());
  const methods = await lookUpMethods(odoo, setup.configId);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < orders.length) {
      const batch = orders.slice(next, next + batchSize);
      next += batchSize;
      await importBatch(odoo, setup, methods, batch);
    }
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, lane));
  return orders.length;
};

const lookUpMethods = async (odoo: PlainOdoo, configId: number): Promise<ReadonlyMap<string, number>> => {
  const found = await odoo.call('pos.payment.method', 'search_read', [[['config_ids', 'in', [configId]]], ['name']]);
  return new Map(named.parse(found).map(({ id, name }) => [name, id]));
};

const importBatch = async (
  odoo: PlainOdoo,
  { configId }: BareSetup,
  methods: ReadonlyMap<string, number>,
  batch: readonly WireOrder[],
): Promise<void> => {
  const lookups = { ...(await lookUp(odoo, configId, batch)), methods };
  const data = batch.flatMap((order) => rowsOf(order, lookups));
  const context = { mode: 'update', noupdate: true, tz: 'UTC' };
  const { ids: orders } = loaded.parse(await odoo.call('pos.order', 'load', [orderColumns, data], { context }));
  await readSeen(odoo, orders);
  await readStates(odoo, orders);
  const [methodId] = methods.values();
  const wizard = made.parse(
    await odoo.call('pos.make.payment', 'create', [[{ amount: 0, payment_method_id: methodId }]], contextOf(orders[0])),
  );
  await Promise.all(orders.map((id) => odoo.call('pos.make.payment', 'check', [wizard], contextOf(id))));
  const paid = states.parse(await readStates(odoo, orders));
  if (paid.some(({ state }) => state !== 'paid')) throw new Error('An order of the bare loop was not paid');
  await readSeen(odoo, orders);
};

const states = z.array(z.looseObject({ state: z.string() }));

const contextOf = (id: number | undefined) => ({
  context: { active_id: id, active_ids: [id], active_model: 'pos.order' },
});

const readStates = (odoo: PlainOdoo, orders: readonly number[]): Promise<unknown> =>
  odoo.call('pos.order', 'read', [orders, ['state', 'company_id', 'amount_total', 'amount_paid']], { load: '' });

const sessions = z.array(z.looseObject({ session_id: z.int() }));

const readSeen = async (odoo: PlainOdoo, orders: readonly number[]): Promise<void> => {
  const fields = ['name', 'state', 'session_id', 'amount_total', 'amount_paid'];
  const read = sessions.parse(await odoo.call('pos.order', 'read', [orders, fields], { load: '' }));
  const found = [...new Set(read.map(({ session_id: session }) => session))];
  await odoo.call('pos.session', 'read', [found, ['state']], { load: '' });
};

const products = z.array(z.looseObject({ id: z.int(), name: z.string(), taxes_id: ids }));
const taxes = z.array(z.looseObject({ id: z.int(), amount: z.number() }));
let knownTaxes: Lookups['taxes'] | null = null;

/** Session and products are asked for once a batch, taxes once. */
const lookUp = async (
  odoo: PlainOdoo,
  configId: number,
  batch: readonly WireOrder[],
): Promise<Omit<Lookups, 'methods'>> => {
  const open = [
    ['config_id', '=', configId],
    ['state', '=', 'opened'],
  ];
  const [sessionId] = ids.parse(await odoo.call('pos.session', 'search', [open]));
  if (sessionId === undefined) throw new Error('There is no session');
  const names = [...new Set(batch.flatMap((order) => order.OrderItems.map((item) => item.ItemName)))];
  const fields = ['name', 'default_code', 'barcode', 'active', 'sale_ok', 'available_in_pos', 'taxes_id', 'tracking'];
  const found = products.parse(
    await odoo.call('product.product', 'search_read', [[['name', 'in', names]], fields], { load: '' }),
  );
  knownTaxes ??= new Map(
    taxes.parse(await odoo.call('account.tax', 'search_read', [[], ['amount']])).map(({ id, amount }) => [id, amount]),
  );
  return {
    sessionId,
    products: new Map(found.map(({ id, name, taxes_id: taxIds }) => [name, { id, taxIds }])),
    taxes: knownTaxes,
  };
};
