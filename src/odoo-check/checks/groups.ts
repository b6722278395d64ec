import { z } from 'zod';
import { CheckSkipped, must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { countOrders, loadAnswer, loadPartners } from './create-once.ts';

const twenty = Array.from({ length: 20 }, (_, index) => index);
const nobody = 2_000_000_000;

export const groupChecks: readonly Check[] = [
  {
    name: 'load answers success with ids false when a row is refused, and saves nothing',
    run: async (bench) => {
      const { raw, tag } = bench;
      const fields = ['id', 'partner_id/.id', 'client_order_ref'];
      const partnerId = await bench.records.customer();
      const data = [
        [bench.externalId('half-good'), partnerId, `check-${tag}-half`],
        [bench.externalId('half-bad'), nobody, `check-${tag}-half`],
      ];
      const answer = await raw.result({ model: 'sale.order', method: 'load', params: { fields, data } }, loadAnswer);
      mustEqual(answer.ids, false, 'ids');
      const blamed = [...new Set(answer.messages.flatMap((one) => (one.type === 'error' ? [one.record] : [])))];
      mustEqual(blamed, [1], 'records named in the messages');
      mustEqual(await countOrders(bench, 'half'), 0, 'orders saved');
    },
  },
  {
    name: 'several orders in one load come back as ids in the order of their rows, known and new ones mixed',
    run: async (bench) => {
      const known = await loadPartners(bench, ['mixed-b'], [bench.externalId('mixed-b')]);
      const names = ['mixed-a', 'mixed-b', 'mixed-c'];
      const { ids } = await loadPartners(
        bench,
        names,
        names.map((name) => bench.externalId(name)),
      );
      must(ids !== false && known.ids !== false, 'the load failed');
      mustEqual([ids.length, new Set(ids).size, ids[1]], [3, 3, known.ids[0]], 'ids');
    },
  },
  {
    name: 'twenty orders at once travel in one call',
    run: async (bench) => {
      const before = bench.exchanges.length;
      const order = await bench.order('twenty');
      const ids = await Promise.all(
        twenty.map((index) => bench.odoo.createSaleOrderOnce(bench.externalId(`twenty-${index}`), order)),
      );
      mustEqual(new Set(ids).size, 20, 'orders');
      mustEqual(bench.exchanges.slice(before).filter((one) => one.path === 'sale.order/load').length, 1, 'calls');
    },
  },
  {
    name: 'a refused row in a group of twenty fails alone',
    run: async (bench) => {
      const order = await bench.order('refused');
      const settled = await Promise.allSettled(
        twenty.map((index) =>
          bench.odoo.createSaleOrderOnce(bench.externalId(`refused-${index}`), {
            ...order,
            partnerId: index === 7 ? nobody : order.partnerId,
          }),
        ),
      );
      const failedAt = settled.flatMap((one, index) => (one.status === 'rejected' ? [index] : []));
      mustEqual(failedAt, [7], 'orders refused');
      mustEqual(await countOrders(bench, 'refused'), 19, 'orders');
    },
  },
  {
    name: 'a refusal of the group as a whole is pinned on its first record beside the one to blame',
    run: async ({ raw, tag, externalId }) => {
      // The last row repeats the barcode of the second: nothing of the three is saved.
      const data = ['blame-a', 'blame-b', 'blame-c'].map((name, index) => [
        externalId(name),
        `Conveyor check ${name}`,
        `check${tag}${index === 0 ? 'x' : 'y'}`,
      ]);
      const params = { fields: ['id', 'name', 'barcode'], data };
      const { ids, messages } = await raw.result({ model: 'product.product', method: 'load', params }, loadAnswer);
      mustEqual(ids, false, 'ids');
      const blamed = [...new Set(messages.flatMap((one) => one.record ?? []))].sort();
      if (blamed.length === data.length) throw new CheckSkipped('the user may not create products');
      mustEqual(blamed, [0, 2], 'records named');
    },
  },
  {
    name: 'twenty confirmations with a cancelled order among them fail for that one alone',
    run: async (bench) => {
      const order = await bench.order('confirm-many');
      const ids = await Promise.all(
        [1, 2, 3].map((index) => bench.odoo.createSaleOrderOnce(bench.externalId(`confirm-${index}`), order)),
      );
      await bench.odoo.cancelSaleOrder(ids[1] ?? 0);
      const settled = await Promise.allSettled(ids.map((orderId) => bench.odoo.confirmSaleOrder(orderId)));
      mustEqual(
        settled.map((one) => one.status),
        ['fulfilled', 'rejected', 'fulfilled'],
        'confirmations',
      );
    },
  },
  {
    name: 'get_metadata gives the external ids of several records',
    run: async (bench) => {
      const names = ['meta-a', 'meta-b'];
      const externalIds = names.map((name) => bench.externalId(name));
      const { ids } = await loadPartners(bench, names, externalIds);
      must(ids !== false, 'the load failed');
      const rows = await bench.raw.result(
        { model: 'res.partner', method: 'get_metadata', ids },
        z.array(z.object({ id: z.number(), xmlid: z.string() })),
      );
      const found = ids.map((one) => rows.find((row) => row.id === one)?.xmlid);
      mustEqual(found, externalIds, 'external ids');
    },
  },
];
