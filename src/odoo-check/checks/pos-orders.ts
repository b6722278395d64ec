import { z } from 'zod';
import { id } from '../../connectors/odoo/values.ts';
import type { CheckBench } from '../bench.ts';
import type { Check } from '../check.ts';
import { CheckSkipped, must, mustEqual } from '../must.ts';
import {
  aPaidPosOrder,
  aPosOrder,
  loadPosOrder,
  loadPosOrders,
  movesStockAtOnce,
  readPosOrder,
  referenceOf,
} from '../pos-orders.ts';

const countPosOrders = ({ raw, tag }: CheckBench, name: string): Promise<number> =>
  raw.result(
    {
      model: 'pos.order',
      method: 'search_count',
      params: { domain: [['pos_reference', '=', referenceOf(tag, name)]] },
    },
    z.number(),
  );

export const posOrderChecks: readonly Check[] = [
  {
    name: 'load makes several POS orders in one call, once, and answers their ids in the order of the rows',
    run: async (bench) => {
      const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => aPosOrder(bench, name)));
      if (!one || !two || !three) return;
      const first = await loadPosOrders(bench, one, two);
      const again = await loadPosOrders(bench, three, two, one);
      must(first.ids !== false && again.ids !== false, 'a load failed');
      mustEqual(again.ids.slice(1), first.ids.toReversed(), 'ids of the known ones');
      for (const [at, order] of first.ids.entries()) {
        const { name, state, pos_reference, lines, payment_ids, amount_paid } = await readPosOrder(bench, order);
        mustEqual([name, state, amount_paid], ['/', 'draft', 10], 'name, state and paid');
        mustEqual([lines.length, payment_ids.length], [1, 1], 'lines and payments');
        mustEqual(pos_reference, referenceOf(bench.tag, ['one', 'two'][at] ?? ''), 'reference');
      }
    },
  },
  {
    name: 'one bad POS order spoils the load, and the message says which',
    run: async (bench) => {
      const good = await aPosOrder(bench, 'good');
      const bad = await aPosOrder(bench, 'bad', { lines: [{ product: 2_000_000_000 }] });
      const { ids, messages } = await loadPosOrders(bench, good, bad);
      mustEqual(ids, false, 'ids');
      mustEqual([...new Set(messages.map((message) => message.record))], [1], 'records named');
      mustEqual(await countPosOrders(bench, 'good'), 0, 'orders made');
    },
  },
  {
    name: 'a payment method of another POS till is refused by load',
    run: async (bench) => {
      const { cash, card } = await bench.till();
      const domain = [['id', 'not in', [cash, card]]];
      const [foreign] = await bench.raw.result(
        { model: 'pos.payment.method', method: 'search', params: { domain, limit: 1 } },
        z.array(id),
      );
      if (foreign === undefined) throw new CheckSkipped('there is no other payment method');
      const payments = [{ method: foreign, amount: 10 }];
      const { ids } = await loadPosOrders(bench, await aPosOrder(bench, 'foreign', { payments }));
      mustEqual(ids, false, 'ids');
    },
  },
  {
    name: 'a race of four bare loads makes one POS order, and the losers are told to repeat',
    run: async (bench) => {
      const order = await aPosOrder(bench, 'race');
      const answers = await Promise.all([1, 2, 3, 4].map(() => loadPosOrders(bench, order)));
      for (const { ids, messages } of answers) {
        const words = messages.map((message) => message.message).join(' ');
        const isTold = /could not serialize access|could not obtain lock|deadlock detected/.test(words);
        must(ids !== false || isTold, `a loser was told "${words}"`);
      }
      mustEqual(await countPosOrders(bench, 'race'), 1, 'orders');
    },
  },
  {
    name: 'a POS order that takes back a line of another is linked to it and named after it',
    run: async (bench) => {
      const product = await bench.records.product('consumable');
      const payments = [{ method: (await bench.till()).card, amount: 20 }];
      const sale = await aPaidPosOrder(bench, 'sale', { lines: [{ product, quantity: 2 }], payments });
      const { name, lines } = await readPosOrder(bench, sale);
      const [line = 0] = lines;
      const back = { product, quantity: -1, takesBack: line };
      const refund = await aPaidPosOrder(bench, 'refund', {
        lines: [back],
        payments: payments.map((payment) => ({ ...payment, amount: -10 })),
      });
      const [row] = await bench.raw.result(
        { model: 'pos.order.line', method: 'read', ids: [line], params: { fields: ['refunded_qty'] } },
        z.array(z.object({ refunded_qty: z.number() })),
      );
      mustEqual(row?.refunded_qty, 1, 'quantity taken back');
      mustEqual((await readPosOrder(bench, refund)).name, `${name} REFUND`, 'name');
    },
  },
  {
    name: 'the lot of a POS line is the lot of its transfer',
    run: async (bench) => {
      const lot = `CHECK-${bench.tag}`;
      const line = { product: await bench.records.product('tracked'), lot };
      const order = await aPosOrder(bench, 'lot', { lines: [line] });
      if (!(await movesStockAtOnce(bench, order.session))) {
        const { lines } = await readPosOrder(bench, await loadPosOrder(bench, order));
        const found = await bench.raw.result(
          {
            model: 'pos.pack.operation.lot',
            method: 'search_read',
            params: { domain: [['pos_order_line_id', 'in', lines]], fields: ['lot_name'] },
          },
          z.array(z.object({ lot_name: z.string() })),
        );
        mustEqual(
          found.map((one) => one.lot_name),
          [lot],
          'lots of the line',
        );
        return;
      }
      const { picking_ids } = await readPosOrder(bench, await aPaidPosOrder(bench, 'lot', { lines: [line] }));
      const moved = await bench.raw.result(
        {
          model: 'stock.move.line',
          method: 'search_read',
          params: { domain: [['picking_id', 'in', picking_ids]], fields: ['lot_id', 'state'] },
        },
        z.array(z.object({ lot_id: z.tuple([id, z.string()]), state: z.string() })),
      );
      mustEqual(
        moved.map((one) => [one.lot_id[1], one.state]),
        [[lot, 'done']],
        'lots moved',
      );
    },
  },
];
