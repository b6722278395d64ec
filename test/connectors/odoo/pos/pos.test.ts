import assert from 'node:assert/strict';
import type { NewPosOrder, PosConfig, PosProduct, PosSession } from '../../../../src/domain/pos/odoo-pos.ts';
import { array, majors, object } from '../../../sandbox/odoo/an-odoo.ts';
import { failureOf } from '../fake-odoo.ts';
import { connectToSimulated, connectToSimulatedAgain } from '../simulated.ts';
import type { Simulated } from '../simulated.ts';
import { aNewLine, aNewOrder } from './a-pos-order.ts';

/** A point of sale of its own with an open session. */
interface OpenPos {
  readonly config: PosConfig;
  readonly session: PosSession;
  readonly product: PosProduct;
  readonly tax: number;
  readonly cash: number;
  readonly card: number;
  order(number: number | string, over?: Partial<NewPosOrder>): NewPosOrder;
}

const openPos = async ({ odoo }: Simulated, name = 'Shop'): Promise<OpenPos> => {
  const config = await odoo.pos.readConfig(name);
  const session = await odoo.pos.openSession(config.id);
  assert.ok(session);
  const tax = [...config.taxes.values()].find(({ type, amount }) => type === 'percent' && amount === '15')?.id;
  const [product] = (await odoo.pos.readCatalogue()).filter(
    ({ taxIds, tracking }) => tracking === 'none' && taxIds.includes(tax ?? 0),
  );
  const cash = config.methods.find(({ type }) => type === 'cash')?.id;
  const card = config.methods.find(({ type }) => type === 'bank')?.id;
  assert.ok(product !== undefined && tax !== undefined && cash !== undefined && card !== undefined);
  const common = {
    sessionId: session.id,
    companyId: config.companyId,
    lines: [aNewLine({ productId: product.id, taxIds: [tax] })],
    payments: [{ methodId: card, amount: '115', isChange: false }],
  };
  return {
    config,
    session,
    product,
    tax,
    cash,
    card,
    order: (number, over = {}) => aNewOrder(number, { ...common, ...over }),
  };
};

const createAll = async ({ odoo }: Simulated, orders: readonly NewPosOrder[]): Promise<readonly number[]> =>
  (await odoo.pos.createOrdersOnce(orders)).map((made) => {
    if ('id' in made) return made.id;
    throw new Error(made.refused);
  });

const payAll = (at: Simulated, { card }: OpenPos, ids: readonly number[]): Promise<readonly (string | null)[]> =>
  at.odoo.pos.payOrders(ids.map((id) => ({ id, methodId: card })));

const closeSession = async ({ simulated }: Simulated, session: number): Promise<unknown> => {
  const data = object(await simulated.call('pos.session', 'get_closing_control_data', [[session]]));
  const cash = data['default_cash_details'];
  const counted = typeof cash === 'object' && cash !== null ? object(cash)['amount'] : 0;
  await simulated.call('pos.session', 'post_closing_cash_details', [[session]], { counted_cash: counted });
  await simulated.call('pos.session', 'update_closing_control_state_session', [[session], '']);
  return simulated.call('pos.session', 'close_session_from_ui', [[session]]);
};

for (const major of majors) {
  describe(`the point of sale of Odoo ${major}`, () => {
    let at: Simulated;
    beforeEach(async () => {
      at = await connectToSimulated(major);
    });
    afterEach(() => at.close());

    it('reads a configuration with its payment methods and taxes, by name and by id', async () => {
      const config = await at.odoo.pos.readConfig('Shop');
      assert.deepEqual(
        config.methods.map(({ name, type }) => [name, type]),
        [
          ['Cash', 'cash'],
          ['Card', 'bank'],
          ['Customer Account', 'pay_later'],
        ],
      );
      assert.equal(config.major, major);
      assert.equal(config.quantityDigits, 2);
      assert.equal(config.taxRounding, major === 19 ? 'globally' : 'per-line');
      assert.ok([...config.taxes.values()].some(({ amount, priceInclude }) => amount === '15' && !priceInclude));
      assert.deepEqual(await at.odoo.pos.readConfig(config.id), config);
    });

    it('says what to set where there is no such configuration, or several', async () => {
      const missing = await failureOf(at.odoo.pos.readConfig('Bakery'));
      assert.equal(missing.type, 'NotFound');
      assert.match(missing.message, /no point of sale "Bakery": set posConfig/);
      const { companyId } = await at.odoo.pos.readConfig('Shop');
      await at.simulated.call('pos.config', 'create', [
        { name: 'Kiosk', company_id: companyId, payment_method_ids: [] },
      ]);
      const several = await failureOf(at.odoo.pos.readConfig('Kiosk'));
      assert.equal(several.type, 'Rejected');
      assert.match(several.message, /2 points of sale called "Kiosk": set posConfig to the id/);
    });

    it('opens one session, however many ask at once', async () => {
      const config = await at.odoo.pos.readConfig('Shop');
      assert.equal(await at.odoo.pos.findOpenSession(config.id), null);
      const other = await connectToSimulatedAgain(at);
      const opened = await Promise.all([
        at.odoo.pos.openSession(config.id),
        other.odoo.pos.openSession(config.id),
        at.odoo.pos.openSession(config.id),
      ]);
      await other.odoo.close();
      assert.equal(new Set(opened.map((session) => session?.id)).size, 1);
      assert.equal(opened[0]?.state, 'opened');
      const sessions = await at.simulated.call('pos.session', 'search', [[['config_id', '=', config.id]]]);
      assert.equal(array(sessions).length, 1);
      assert.deepEqual(await at.odoo.pos.findOpenSession(config.id), opened[0]);
    });

    it('goes on with a session that somebody left at its opening control', async () => {
      const config = await at.odoo.pos.readConfig('Shop');
      await at.simulated.call('pos.config', 'open_ui', [[config.id]]);
      assert.equal(await at.odoo.pos.findOpenSession(config.id), null);
      const session = await at.odoo.pos.openSession(config.id);
      assert.equal(session?.state, 'opened');
    });

    it('leaves a session alone that is being closed, and opens none beside it', async () => {
      const pos = await openPos(at);
      await at.simulated.call('pos.session', 'update_closing_control_state_session', [[pos.session.id], '']);
      await at.simulated
        .call('pos.session', 'action_pos_session_closing_control', [[pos.session.id]])
        .catch(() => null);
      await at.simulated.call('pos.session', 'write', [[pos.session.id], { state: 'closing_control' }]);
      assert.equal(await at.odoo.pos.findOpenSession(pos.config.id), null);
      assert.equal(await at.odoo.pos.openSession(pos.config.id), null);
    });

    it('creates each order once and pays it once, in few calls', async () => {
      const pos = await openPos(at);
      const orders = Array.from({ length: 40 }, (_, index) => pos.order(index));
      let ids: readonly number[] = [];
      const calls = await at.callsOf(async () => {
        ids = await createAll(at, orders);
        assert.deepEqual(
          await payAll(at, pos, ids),
          orders.map(() => null),
        );
      });
      assert.deepEqual(await createAll(at, orders), ids);
      assert.deepEqual(
        await payAll(at, pos, ids),
        orders.map(() => null),
      );
      const seen = await at.odoo.pos.readOrders(ids);
      assert.ok(
        seen.every(({ state, name, sessionState }) => state === 'paid' && name !== '/' && sessionState === 'opened'),
      );
      assert.equal(array(await at.simulated.call('pos.payment', 'search', [[['pos_order_id', 'in', ids]]])).length, 40);
      assert.ok(calls.length <= 40 * 1.3, `${calls.length} calls`);
    });

    it('refuses the one order that Odoo refuses, in its words', async () => {
      const pos = await openPos(at);
      const bad = pos.order('bad', { lines: [aNewLine({ productId: 999_999, taxIds: [] })] });
      const [first, second, third] = await at.odoo.pos.createOrdersOnce([pos.order(1), bad, pos.order(2)]);
      assert.ok(first !== undefined && 'id' in first && third !== undefined && 'id' in third);
      assert.ok(second !== undefined && 'refused' in second);
      assert.match(second.refused, /POS order Garage bad: .*999999/);
    });

    it('writes discounts, lots and change, and the session closes balanced', async () => {
      const pos = await openPos(at);
      const { tax, cash, product } = pos;
      const line = aNewLine({ productId: product.id, taxIds: [tax] });
      const discounted = { ...line, discount: '10', subtotal: '90', subtotalWithTax: '103.5' };
      const [id = 0] = await createAll(at, [
        pos.order(1, {
          amountTotal: '103.5',
          amountTax: '13.5',
          amountPaid: '103.5',
          amountReturn: '6.5',
          lines: [{ ...discounted, lots: ['A1', 'A2'] }],
          payments: [
            { methodId: cash, amount: '110', isChange: false },
            { methodId: cash, amount: '-6.5', isChange: true },
          ],
        }),
      ]);
      assert.deepEqual(await payAll(at, pos, [id]), [null]);
      const [seen] = await at.odoo.pos.readOrders([id]);
      assert.deepEqual([seen?.amountTotal, seen?.amountPaid, seen?.state], ['103.5', '103.5', 'paid']);
      const lots = await at.simulated.call('pos.pack.operation.lot', 'search_read', [[]], { fields: ['lot_name'] });
      assert.deepEqual(
        array(lots)
          .map((lot) => object(lot)['lot_name'])
          .sort(),
        ['A1', 'A2'],
      );
      const order = await at.simulated.one('pos.order', id, ['date_order', 'pos_reference', 'amount_return']);
      assert.equal(order['date_order'], '2026-11-21 09:30:00');
      assert.equal(order['pos_reference'], 'Garage 1');
      assert.deepEqual(object(await closeSession(at, pos.session.id))['successful'], true);
      assert.equal((await at.odoo.pos.readOrders([id]))[0]?.state, 'done');
      assert.deepEqual(await payAll(at, pos, [id]), [null]);
    });

    it('says of lines what was taken back of them', async () => {
      const pos = await openPos(at);
      const [sale = 0] = await createAll(at, [pos.order(1)]);
      await payAll(at, pos, [sale]);
      const [line] = await at.odoo.pos.readOrderLines([sale]);
      assert.deepEqual([line?.quantity, line?.refundedQuantity], ['1', '0']);
      const taken = aNewLine({
        productId: pos.product.id,
        taxIds: [pos.tax],
        quantity: '-1',
        refundedLineId: line?.id ?? null,
      });
      const [refund = 0] = await createAll(at, [
        pos.order('1_refund', {
          amountTotal: '-115',
          amountTax: '-15',
          amountPaid: '-115',
          lines: [{ ...taken, subtotal: '-100', subtotalWithTax: '-115' }],
          payments: [{ methodId: pos.card, amount: '-115', isChange: false }],
        }),
      ]);
      assert.deepEqual(await payAll(at, pos, [refund]), [null]);
      assert.equal((await at.odoo.pos.readOrderLines([sale]))[0]?.refundedQuantity, '1');
    });

    it('leaves an order a draft that its payments do not cover, and says so', async () => {
      const pos = await openPos(at);
      const payments = [{ methodId: pos.card, amount: '100', isChange: false }];
      const [id = 0] = await createAll(at, [pos.order(1, { amountPaid: '100', payments })]);
      const [words] = await payAll(at, pos, [id]);
      assert.match(words ?? '', /does not take POS order \d+ for paid: its total is 115.00, its payments make 100.00/);
      assert.equal((await at.odoo.pos.readOrders([id]))[0]?.state, 'draft');
    });

    it('moves orders of a closed session to another, drafts and paid ones', async () => {
      const pos = await openPos(at);
      await closeSession(at, pos.session.id);
      const ids = await createAll(at, [pos.order(1), pos.order(2)]);
      await payAll(at, pos, ids.slice(0, 1));
      const astray = await at.odoo.pos.readOrders(ids);
      assert.deepEqual(
        astray.map(({ state, sessionState }) => [state, sessionState]),
        [
          ['paid', 'closed'],
          ['draft', 'closed'],
        ],
      );
      const next = await at.odoo.pos.openSession(pos.config.id);
      assert.ok(next);
      await at.odoo.pos.moveOrders(ids, next.id);
      assert.deepEqual(await payAll(at, pos, ids), [null, null]);
      const moved = await at.odoo.pos.readOrders(ids);
      assert.deepEqual(
        moved.map(({ state, sessionId }) => [state, sessionId]),
        ids.map(() => ['paid', next.id]),
      );
    });

    it('cancels drafts and leaves paid orders as they are', async () => {
      const pos = await openPos(at);
      const ids = await createAll(at, [pos.order(1), pos.order(2)]);
      await payAll(at, pos, ids.slice(0, 1));
      await at.odoo.pos.cancelOrders(ids);
      await at.odoo.pos.cancelOrders(ids);
      assert.deepEqual(
        (await at.odoo.pos.readOrders(ids)).map(({ state }) => state),
        ['paid', 'cancel'],
      );
      assert.match((await payAll(at, pos, ids))[1] ?? '', /was cancelled in Odoo/);
    });

    it('finds products by ids, codes, barcodes and names together, whatever their flags', async () => {
      const [one, two, three] = await at.odoo.pos.readCatalogue();
      assert.ok(one && two && three);
      await at.simulated.call('product.product', 'write', [[three.id], { active: false }]);
      const found = await at.odoo.pos.findProducts({
        ids: [one.id],
        codes: [two.defaultCode ?? 'none', ''],
        barcodes: ['no such barcode'],
        names: [three.name],
      });
      assert.deepEqual(
        found.map(({ id }) => id).sort((a, b) => a - b),
        [one.id, two.id, three.id].sort((a, b) => a - b),
      );
      assert.equal(found.find(({ id }) => id === three.id)?.active, false);
      assert.deepEqual(await at.odoo.pos.findProducts({ ids: [], codes: [], barcodes: [], names: [] }), []);
    });

    it('finds partners that are active, by id and by reference', async () => {
      const partner = async (name: string, ref: string, active = true): Promise<number> =>
        Number(await at.simulated.call('res.partner', 'create', [{ name, ref, active }]));
      const [a, b] = [await partner('A', 'a-1'), await partner('B', 'b-1')];
      await partner('C', 'c-1', false);
      const found = await at.odoo.pos.findPartners({ ids: [a, 999_999], refs: ['b-1', 'c-1'] });
      assert.deepEqual(found, [
        { id: a, ref: 'a-1' },
        { id: b, ref: 'b-1' },
      ]);
    });
  });
}
