import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import type { AnOdoo } from './an-odoo.ts';
import { array, createOnce, object, onEachVersion, Refused } from './an-odoo.ts';
import { aLot, aPartner, aProduct, setStock } from './builders.ts';
import type { PosOrder, Till } from './tills.ts';
import {
  aPaidOrder,
  aTill,
  aWizard,
  check,
  closeSession,
  loadOrder,
  loadOrders,
  openSession,
  posColumns,
  posRows,
  startSession,
} from './tills.ts';

const isPaid = async (odoo: AnOdoo, wizard: number, order: number): Promise<boolean> =>
  (await check(odoo, wizard, order))['type'] === 'ir.actions.act_window_close';

const read = (odoo: AnOdoo, order: number, ...fields: string[]): Promise<Record<string, unknown>> =>
  odoo.one('pos.order', order, fields);

describe('POS orders', () => {
  onEachVersion((odoo, major) => {
    let till: Till;
    let session: number;
    let product: number;
    before(async () => {
      till = await aTill(odoo());
      session = await openSession(odoo(), till);
      product = await aProduct(odoo(), { stock: 1000 });
    });
    const anOrder = (key: string, over: Partial<PosOrder> = {}): PosOrder => ({
      key,
      session,
      lines: [{ product }],
      payments: [{ method: till.card, amount: 10 }],
      ...over,
    });

    it('are loaded as drafts in the order of the rows, once', async () => {
      const first = await loadOrders(odoo(), anOrder('a'), anOrder('b'));
      const again = await loadOrders(odoo(), anOrder('c'), anOrder('b'), anOrder('a'));
      deepEqual(array(again['ids']).slice(1), array(first['ids']).toReversed());
      const order = await read(
        odoo(),
        Number(array(first['ids'])[0]),
        'name',
        'state',
        'pos_reference',
        'lines',
        'payment_ids',
      );
      deepEqual([order['name'], order['state'], order['pos_reference']], ['/', 'draft', 'SHOP/a']);
      deepEqual([array(order['lines']).length, array(order['payment_ids']).length], [1, 1]);
    });

    it('are not made by a load with a bad one, which is named', async () => {
      const before = odoo().simulator.door.count('pos.order');
      const bad = anOrder('bad', { lines: [{ product: 99_999_999 }] });
      const { ids, messages } = await loadOrders(odoo(), anOrder('good'), bad);
      equal(ids, false);
      deepEqual(
        array(messages).map((one) => [object(one)['record'], object(one)['message']]),
        [[1, "No matching record found for database id '99999999' in field 'Order Lines/Product'"]],
      );
      equal(odoo().simulator.door.count('pos.order'), before);
    });

    it('take no payment method of another till', async () => {
      const other = await aTill(odoo());
      const { ids, messages } = await loadOrders(
        odoo(),
        anOrder('foreign', { payments: [{ method: other.card, amount: 10 }] }),
      );
      equal(ids, false);
      match(String(object(array(messages)[0])['message']), /^The payment method selected is not allowed/);
    });

    it('are paid one after the other by one wizard, each once', async () => {
      const { ids } = await loadOrders(odoo(), anOrder('w1'), anOrder('w2'));
      const wizard = await aWizard(odoo(), till);
      for (const id of array(ids).map(Number)) {
        equal(await isPaid(odoo(), wizard, id), true);
        equal(await isPaid(odoo(), wizard, id), false);
        const { state, payment_ids, picking_ids } = await read(odoo(), id, 'state', 'payment_ids', 'picking_ids');
        deepEqual([state, array(payment_ids).length, array(picking_ids).length], ['paid', 1, major === 17 ? 0 : 1]);
      }
    });

    it('are named after their till when they become paid', async () => {
      const order = await aPaidOrder(odoo(), till, anOrder('n-7'));
      const { name: shop } = await odoo().one('pos.config', till.config, ['name']);
      const { name } = await read(odoo(), order, 'name');
      match(String(name), new RegExp(`^${String(shop)}${major === 19 ? ' - 7' : '/\\d{4}'}$`));
    });

    it('stay drafts while their payments do not cover them', async () => {
      const order = await loadOrder(odoo(), anOrder('short', { payments: [{ method: till.card, amount: 4 }] }));
      equal((await check(odoo(), await aWizard(odoo(), till), order))['res_model'], 'pos.make.payment');
      equal((await read(odoo(), order, 'state'))['state'], 'draft');
      equal(await isPaid(odoo(), await aWizard(odoo(), till, 6), order), true);
      equal((await read(odoo(), order, 'amount_paid'))['amount_paid'], 10);
    });

    it('take a second payment from a wizard with an amount', async () => {
      const order = await aPaidOrder(odoo(), till, anOrder('twice'));
      await check(odoo(), await aWizard(odoo(), till, 5), order);
      equal((await read(odoo(), order, 'amount_paid'))['amount_paid'], 15);
    });

    it('balance with change', async () => {
      const payments = [
        { method: till.cash, amount: 50 },
        { method: till.cash, amount: -40, isChange: true },
      ];
      const order = await aPaidOrder(odoo(), till, anOrder('change', { payments }));
      deepEqual(await read(odoo(), order, 'state', 'amount_paid'), { id: order, state: 'paid', amount_paid: 10 });
    });

    it('ask for the customer only when the wizard is of a method that does', async () => {
      const order = await loadOrder(odoo(), anOrder('owed', { payments: [{ method: till.account, amount: 10 }] }));
      const wizard = Number(
        await odoo().call('pos.make.payment', 'create', [
          { amount: 0, payment_method_id: till.account, config_id: till.config },
        ]),
      );
      await rejects(
        check(odoo(), wizard, order),
        new Refused('odoo.exceptions.UserError', 'Customer is required for Customer Account payment method.'),
      );
      equal(await isPaid(odoo(), await aWizard(odoo(), till), order), true);
    });

    it('take back lines of others, by load and by their button', async () => {
      const order = await aPaidOrder(
        odoo(),
        till,
        anOrder('sold', { lines: [{ product, quantity: 2 }], payments: [{ method: till.card, amount: 20 }] }),
      );
      const { lines, name } = await read(odoo(), order, 'lines', 'name');
      const [line] = array(lines).map(Number);
      const back = { product, quantity: -1, takesBack: Number(line) };
      const refund = await aPaidOrder(
        odoo(),
        till,
        anOrder('back', { lines: [back], payments: [{ method: till.card, amount: -10 }] }),
      );
      equal((await read(odoo(), refund, 'name'))['name'], `${String(name)} REFUND`);
      equal((await odoo().one('pos.order.line', Number(line), ['refunded_qty']))['refunded_qty'], 1);
      const action = object(await odoo().call('pos.order', 'refund', [[order]]));
      const rest = await read(odoo(), Number(action['res_id']), 'state', 'amount_total', 'lines');
      deepEqual([rest['state'], rest['amount_total']], ['draft', major === 17 ? -20 : -10]);
      const context = { active_id: rest['id'] };
      const wizard = Number(await odoo().call('pos.make.payment', 'create', [{}], { context }));
      equal((await odoo().one('pos.make.payment', wizard, ['amount']))['amount'], rest['amount_total']);
      equal(await isPaid(odoo(), wizard, Number(rest['id'])), true);
    });

    it('are cancelled while they are drafts', async () => {
      const order = await loadOrder(odoo(), anOrder('cancelled'));
      await odoo().call('pos.order', 'action_pos_order_cancel', [[order]]);
      equal((await read(odoo(), order, 'state'))['state'], 'cancel');
      equal(await isPaid(odoo(), await aWizard(odoo(), till), order), false);
    });

    it('stay where they are once they are paid', async () => {
      const order = await aPaidOrder(odoo(), till, anOrder('kept'));
      await rejects(
        odoo().call('pos.order', 'unlink', [[order]]),
        new Refused('odoo.exceptions.UserError', 'In order to delete a sale, it must be new or cancelled.'),
      );
    });

    it('need a session and their amounts', async () => {
      const columns = posColumns.filter((column) => column !== 'amount_paid');
      const at = posColumns.indexOf('amount_paid');
      const rows = posRows(anOrder('bare')).map((row) => row.filter((_cell, index) => index !== at));
      const { ids, messages } = object(
        await odoo().call('pos.order', 'load', [columns, rows], { context: createOnce }),
      );
      equal(ids, false);
      match(String(object(array(messages).at(-1))['message']), /amount_paid/);
    });

    it('go with their payments into the session they are moved to', async () => {
      const other = await aTill(odoo());
      const closed = await openSession(odoo(), other);
      await closeSession(odoo(), closed);
      const order = await loadOrder(
        odoo(),
        anOrder('late', { session: closed, payments: [{ method: other.card, amount: 10 }] }),
      );
      const open = await openSession(odoo(), other);
      await odoo().call('pos.order', 'write', [[order], { session_id: open }]);
      const { payment_ids } = await read(odoo(), order, 'payment_ids');
      const { session_id } = await odoo().one('pos.payment', Number(array(payment_ids)[0]), ['session_id']);
      equal(array(session_id)[0], open);
      equal(await isPaid(odoo(), await aWizard(odoo(), other), order), true);
    });

    it('move their stock, lots by name, and stay open for want of one', async () => {
      const other = await aTill(odoo());
      await odoo().call('res.company', 'write', [[1], { point_of_sale_update_stock_quantities: 'real' }]);
      const open = await startSession(odoo(), other);
      await odoo().call('res.company', 'write', [
        [1],
        { point_of_sale_update_stock_quantities: major === 17 ? 'closing' : 'real' },
      ]);
      const tracked = await aProduct(odoo(), { tracking: 'lot' });
      const lot = await aLot(odoo(), tracked, `POS-${String(major)}`);
      await setStock(odoo(), tracked, 5, lot);
      const payments = [{ method: other.card, amount: 20 }];
      const lines = [{ product }, { product: tracked, lot: `POS-${String(major)}` }];
      const order = await aPaidOrder(odoo(), other, anOrder('lots', { session: open, lines, payments }));
      const [picking] = odoo().simulator.door.search('stock.picking', [['pos_order_id', '=', order]]);
      const moved = odoo()
        .simulator.door.rows('stock.move.line')
        .filter((row) => row['picking_id'] === picking);
      deepEqual(
        moved.map((row) => [row['product_id'], row['lot_id'], row['state']]),
        [
          [product, false, 'done'],
          [tracked, lot, 'done'],
        ],
      );
      const without = await aPaidOrder(
        odoo(),
        other,
        anOrder('no-lot', {
          session: open,
          lines: [{ product: tracked }],
          payments: [{ method: other.card, amount: 10 }],
        }),
      );
      deepEqual(await read(odoo(), without, 'state', 'failed_pickings'), {
        id: without,
        state: 'paid',
        failed_pickings: true,
      });
    });

    it('name the partner', async () => {
      const partner = await aPartner(odoo(), 'Layla');
      const order = await loadOrder(odoo(), anOrder('partner', { partner }));
      deepEqual((await read(odoo(), order, 'partner_id'))['partner_id'], [partner, 'Layla']);
    });

    it('have the fields of their version', async () => {
      const names = Object.keys(object(await odoo().call('pos.order', 'fields_get', [])));
      deepEqual(
        ['uuid', 'refunded_order_ids', 'refunded_order_id'].map((name) => names.includes(name)),
        [major > 17, major === 17, major > 17],
      );
      const states = object(await odoo().call('pos.order', 'fields_get', [['state'], ['selection']]));
      equal(JSON.stringify(states).includes('invoiced'), major < 19);
    });
  });
});
