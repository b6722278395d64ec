import { z } from 'zod';
import { id } from '../../connectors/odoo/values.ts';
import type { CheckBench } from '../bench.ts';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';

export const loadAnswer = z.object({
  ids: z.union([z.array(id), z.literal(false)]),
  messages: z.array(z.object({ type: z.string(), message: z.string(), record: z.number().optional() })),
});

/** A bare `load` of partners with the create-once context. */
export const loadPartners = (
  { raw, tag }: CheckBench,
  names: readonly string[],
  externalIds: readonly string[],
): Promise<z.infer<typeof loadAnswer>> =>
  raw.result(
    {
      model: 'res.partner',
      method: 'load',
      params: {
        fields: ['id', 'name', 'ref'],
        data: names.map((name, index) => [externalIds[index] ?? '', `Conveyor check ${name}`, `check-${tag}-${name}`]),
      },
      context: { mode: 'update', noupdate: true, tz: 'UTC' },
    },
    loadAnswer,
  );

export const countPartners = ({ raw, tag }: CheckBench, name: string): Promise<number> =>
  raw.result(
    { model: 'res.partner', method: 'search_count', params: { domain: [['ref', '=', `check-${tag}-${name}`]] } },
    z.number(),
  );

export const countOrders = ({ raw, tag }: CheckBench, name: string): Promise<number> =>
  raw.result(
    {
      model: 'sale.order',
      method: 'search_count',
      params: { domain: [['client_order_ref', '=', `check-${tag}-${name}`]] },
    },
    z.number(),
  );

export const createOnceChecks: readonly Check[] = [
  {
    name: 'load with an external id creates once and leaves the record untouched on a repeat',
    run: async (bench) => {
      const externalId = bench.externalId('once');
      const first = await loadPartners(bench, ['once'], [externalId]);
      const second = await loadPartners(bench, ['once-other'], [externalId]);
      must(first.ids !== false, 'the first load failed');
      mustEqual(second.ids, first.ids, 'ids of the repeat');
      mustEqual(await countPartners(bench, 'once'), 1, 'partners');
      mustEqual(await countPartners(bench, 'once-other'), 0, 'partners changed by the repeat');
    },
  },
  {
    name: 'a customer is created once',
    run: async (bench) => {
      const { odoo } = bench;
      const make = (): Promise<number> =>
        odoo.createCustomerOnce(bench.externalId('customer'), bench.customer('customer'));
      mustEqual(await make(), await make(), 'the repeat');
      const found = await odoo.findPartnersByRef(`check-${bench.tag}-customer`);
      mustEqual(
        found.map((one) => one.externalIds),
        [[bench.externalId('customer')]],
        'external ids',
      );
    },
  },
  {
    name: 'a sale order is created once and a repeat doubles no lines',
    run: async (bench) => {
      const orderId = await bench.quotation('repeat');
      mustEqual(await bench.quotation('repeat'), orderId, 'the repeat');
      mustEqual(await countOrders(bench, 'repeat'), 1, 'orders');
      const order = await bench.odoo.readSaleOrder(orderId, { lines: true, pickings: false });
      mustEqual(order?.lines.length, 1, 'lines');
    },
  },
  {
    name: 'a race of four bare loads makes one record, and the losers are told to repeat',
    run: async (bench) => {
      const externalId = bench.externalId('race');
      const answers = await Promise.all([1, 2, 3, 4].map(() => loadPartners(bench, ['race'], [externalId])));
      for (const { ids, messages } of answers) {
        const words = messages.map((one) => one.message).join(' ');
        const isTold = /could not serialize access|could not obtain lock|deadlock detected/.test(words);
        must(ids !== false || isTold, `a loser was told "${words}"`);
      }
      mustEqual(await countPartners(bench, 'race'), 1, 'partners');
    },
  },
  {
    name: 'a race of four clients makes one sale order, and all of them get its id',
    run: async (bench) => {
      const order = await bench.order('race');
      const clients = await Promise.all([1, 2, 3, 4].map(() => bench.connect({})));
      const ids = await Promise.all(
        clients.map((odoo) => odoo.createSaleOrderOnce(bench.externalId('order-race'), order)),
      );
      await Promise.all(clients.map((odoo) => odoo.close()));
      mustEqual(new Set(ids).size, 1, 'different ids');
      mustEqual(await countOrders(bench, 'race'), 1, 'orders');
    },
  },
  {
    name: 'two rows with one external id give one record',
    run: async (bench) => {
      const externalId = bench.externalId('twin');
      const { ids } = await loadPartners(bench, ['twin', 'twin'], [externalId, externalId]);
      must(ids !== false && ids.length === 2 && ids[0] === ids[1], `ids are ${JSON.stringify(ids)}`);
      mustEqual(await countPartners(bench, 'twin'), 1, 'partners');
    },
  },
  {
    name: 'an external id may hold percent signs and other signs but no space',
    run: async (bench) => {
      const { ids } = await loadPartners(bench, ['signs'], [bench.externalId('a%20b:c#d/e.f')]);
      must(ids !== false, 'an external id with signs was refused');
      const spaced = await loadPartners(bench, ['space'], [bench.externalId('a b')]);
      mustEqual(spaced.ids, false, 'ids for an external id with a space');
    },
  },
];
