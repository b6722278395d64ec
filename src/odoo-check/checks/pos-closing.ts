import { z } from 'zod';
import { id } from '../../connectors/odoo/values.ts';
import type { CheckBench } from '../bench.ts';
import type { Check } from '../check.ts';
import { CheckSkipped, must, mustEqual } from '../must.ts';
import { aPaidPosOrder, aPosOrder, loadPosOrder, readPosOrder } from '../pos-orders.ts';
import { closeCounted } from '../till.ts';

const sessionRow = z.object({ state: z.string(), move_id: z.union([id, z.literal(false)]) });

const readSession = async ({ raw }: CheckBench, session: number): Promise<z.infer<typeof sessionRow> | undefined> => {
  const params = { fields: ['state', 'move_id'], load: '' };
  const [row] = await raw.result({ model: 'pos.session', method: 'read', ids: [session], params }, z.array(sessionRow));
  return row;
};

/** A tax in percent on top of the price. */
const findTax = async ({ raw }: CheckBench): Promise<{ readonly id: number; readonly percent: number }> => {
  const domain = [
    ['type_tax_use', '=', 'sale'],
    ['amount_type', '=', 'percent'],
    ['amount', '>', 0],
  ];
  const taxes = await raw.result(
    { model: 'account.tax', method: 'search_read', params: { domain, fields: ['amount', 'price_include'] } },
    z.array(z.object({ id, amount: z.number(), price_include: z.boolean() })),
  );
  const tax = taxes.find((one) => !one.price_include);
  if (tax === undefined) throw new CheckSkipped('there is no sales tax in percent on top of the price');
  return { id: tax.id, percent: tax.amount };
};

/** In cents; a user without accounting rights sees no lines, which add up to nothing on both sides. */
const balanceOf = async ({ raw }: CheckBench, move: number): Promise<{ debit: number; credit: number }> => {
  const lines = await raw.result(
    {
      model: 'account.move.line',
      method: 'search_read',
      params: { domain: [['move_id', '=', move]], fields: ['debit', 'credit'] },
    },
    z.array(z.object({ debit: z.number(), credit: z.number() })),
  );
  const cents = (pick: (line: { debit: number; credit: number }) => number): number =>
    Math.round(lines.reduce((sum, line) => sum + pick(line), 0) * 100);
  return { debit: cents((line) => line.debit), credit: cents((line) => line.credit) };
};

export const posClosingChecks: readonly Check[] = [
  {
    name: 'a draft POS order keeps its session from being closed',
    run: async (bench) => {
      const till = await bench.till();
      await till.close();
      const session = await till.openSession();
      const draft = await loadPosOrder(bench, await aPosOrder(bench, 'draft', { session }));
      const answer = await bench.raw.result(
        { model: 'pos.session', method: 'close_session_from_ui', ids: [session] },
        z.looseObject({ successful: z.boolean(), open_order_ids: z.array(id).optional() }),
      );
      mustEqual(answer.successful, false, 'successful');
      if (bench.major > 17) mustEqual(answer.open_order_ids, [draft], 'orders in the way');
      mustEqual((await readSession(bench, session))?.state, 'opened', 'state');
    },
  },
  {
    name: 'a POS session with taxes, change and a refund closes balanced, posts its orders, and says so when closed again',
    run: async (bench) => {
      const till = await bench.till();
      await till.close();
      const tax = await findTax(bench);
      const product = await bench.records.product('consumable');
      const session = await till.openSession();
      const gross = Math.round(100 * (1 + tax.percent / 100) * 100) / 100;
      const sale = await aPaidPosOrder(bench, 'close-sale', {
        session,
        lines: [{ product, price: 100, tax }],
        payments: [{ method: till.card, amount: gross }],
      });
      const cash = await aPaidPosOrder(bench, 'close-cash', {
        session,
        payments: [
          { method: till.cash, amount: 50 },
          { method: till.cash, amount: -40, isChange: true },
        ],
      });
      const [line = 0] = (await readPosOrder(bench, sale)).lines;
      const refund = await aPaidPosOrder(bench, 'close-refund', {
        session,
        lines: [{ product, price: 100, quantity: -1, tax, takesBack: line }],
        payments: [{ method: till.card, amount: -gross }],
      });
      mustEqual(await closeCounted(bench.raw, session).then((answer) => answer['successful']), true, 'successful');
      const row = await readSession(bench, session);
      mustEqual(row?.state, 'closed', 'state');
      must(typeof row?.move_id === 'number', 'the session has no journal entry');
      const { debit, credit } = await balanceOf(bench, row.move_id);
      must(debit === credit, `debit ${debit / 100}, credit ${credit / 100}`);
      const transfers = await bench.raw.result(
        {
          model: 'stock.picking',
          method: 'search_read',
          params: { domain: [['pos_session_id', '=', session]], fields: ['state'] },
        },
        z.array(z.object({ state: z.string() })),
      );
      must(transfers.length > 0 && transfers.every((one) => one.state === 'done'), 'its transfers are not done');
      for (const order of [sale, cash, refund])
        mustEqual((await readPosOrder(bench, order)).state, 'done', 'state of an order');
      const again = await bench.raw.result(
        { model: 'pos.session', method: 'close_session_from_ui', ids: [session] },
        z.looseObject({ successful: z.boolean(), title: z.string() }),
      );
      mustEqual([again.successful, again.title], [false, 'Session already closed'], 'closing again');
    },
  },
  {
    name: 'a POS session whose payments and prices differ is not closed',
    run: async (bench) => {
      const till = await bench.till();
      await till.close();
      const session = await till.openSession();
      const order = await aPaidPosOrder(bench, 'uneven', { session });
      const [line = 0] = (await readPosOrder(bench, order)).lines;
      const price = (amount: number): Promise<void> =>
        bench.raw.write('pos.order.line', [line], {
          price_unit: amount,
          price_subtotal: amount,
          price_subtotal_incl: amount,
        });
      await price(8);
      const answer = await closeCounted(bench.raw, session);
      mustEqual([answer['successful'], answer['message']], [false, 'Force Close Session'], 'answer');
      mustEqual((await readSession(bench, session))?.state, 'opened', 'state');
      await price(10);
      mustEqual((await closeCounted(bench.raw, session))['successful'], true, 'successful once they agree');
    },
  },
];
