import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import type { AnOdoo } from './an-odoo.ts';
import { array, object, onEachVersion, Refused } from './an-odoo.ts';
import { aPartner, aProduct } from './builders.ts';
import { aPaidOrder, aTill, check, closeSession, loadOrder, openSession, startSession, aWizard } from './tills.ts';

const state = async (odoo: AnOdoo, session: number): Promise<unknown> =>
  (await odoo.one('pos.session', session, ['state']))['state'];

const totals = async (odoo: AnOdoo, move: number): Promise<{ debit: number; credit: number }> => {
  const lines = array(
    await odoo.call('account.move.line', 'search_read', [[['move_id', '=', move]], ['debit', 'credit']]),
  );
  const sum = (side: string): number =>
    Math.round(lines.reduce<number>((total, line) => total + Number(object(line)[side]), 0) * 100);
  return { debit: sum('debit'), credit: sum('credit') };
};

/** Every entry that a session has left, the one of the session first. */
const balances = async (odoo: AnOdoo, session: number): Promise<{ debit: number; credit: number }[]> => {
  const { move_id } = await odoo.one('pos.session', session, ['move_id']);
  const lines = odoo.simulator.door
    .rows('account.bank.statement.line')
    .filter((row) => row['pos_session_id'] === session);
  const moves = [array(move_id)[0], ...lines.map((row) => row['move_id'])].map(Number);
  return Promise.all(moves.map((move) => totals(odoo, move)));
};

describe('POS sessions', () => {
  onEachVersion((odoo, major) => {
    it('are started once and open when they are counted', async () => {
      const till = await aTill(odoo());
      const session = await startSession(odoo(), till);
      equal(await startSession(odoo(), till), session);
      equal(await state(odoo(), session), 'opening_control');
      equal((await odoo().one('pos.session', session, ['name']))['name'] === '/', major === 19);
      await odoo().call('pos.session', major === 17 ? 'set_cashbox_pos' : 'set_opening_control', [
        [session],
        25,
        'hello',
      ]);
      deepEqual(await odoo().one('pos.session', session, ['state', 'cash_register_balance_start', 'opening_notes']), {
        id: session,
        state: 'opened',
        cash_register_balance_start: 25,
        opening_notes: 'hello',
      });
    });

    it('are refused where one is open', async () => {
      const till = await aTill(odoo());
      await openSession(odoo(), till);
      await rejects(
        odoo().call('pos.session', 'create', [{ config_id: till.config }]),
        new Refused('odoo.exceptions.ValidationError', 'Another session is already opened for this point of sale.'),
      );
    });

    it('are not opened without a way to pay', async () => {
      const config = await odoo().call('pos.config', 'create', [{ name: 'Bare', payment_method_ids: [[5, 0, 0]] }]);
      await rejects(odoo().call('pos.config', 'open_ui', [[config]]), /at least one payment method/);
    });

    it('have a drawer to themselves', async () => {
      const till = await aTill(odoo());
      await rejects(
        odoo().call('pos.config', 'create', [{ name: 'Thief', payment_method_ids: [[6, 0, [till.cash]]] }]),
        /already used in another Point of Sale/,
      );
    });

    it('with drafts are not closed', async () => {
      const till = await aTill(odoo());
      const session = await openSession(odoo(), till);
      const lines = [{ product: await aProduct(odoo()) }];
      const draft = await loadOrder(odoo(), { key: `draft-${String(major)}`, session, lines, payments: [] });
      const answer = await closeSession(odoo(), session);
      equal(answer['successful'], false);
      match(String(answer['message']), /draft/);
      deepEqual(answer['open_order_ids'], major === 17 ? undefined : [draft]);
      equal(await state(odoo(), session), 'opened');
    });

    it('close balanced with taxes, change, a debt and a refund; their orders are posted and their stock is moved', async () => {
      const till = await aTill(odoo());
      const session = await openSession(odoo(), till);
      const product = await aProduct(odoo(), { stock: 100 });
      const tax = Number(await odoo().call('account.tax', 'create', [{ name: '15% more', amount: 15 }]));
      const taxed = { product, price: 100, tax, rate: 15 };
      const sale = await aPaidOrder(odoo(), till, {
        key: `c1-${String(major)}`,
        session,
        lines: [
          { ...taxed, quantity: 2 },
          { product, price: 5 },
        ],
        payments: [
          { method: till.cash, amount: 300 },
          { method: till.cash, amount: -65, isChange: true },
        ],
      });
      const owed = await aPaidOrder(odoo(), till, {
        key: `c2-${String(major)}`,
        session,
        partner: await aPartner(odoo()),
        lines: [{ product, price: 7 }],
        payments: [{ method: till.account, amount: 7 }],
      });
      const [line] = array((await odoo().one('pos.order', sale, ['lines']))['lines']).map(Number);
      const refund = await aPaidOrder(odoo(), till, {
        key: `c3-${String(major)}`,
        session,
        lines: [{ ...taxed, quantity: -1, takesBack: Number(line) }],
        payments: [{ method: till.card, amount: -115 }],
      });
      const data = object(await odoo().call('pos.session', 'get_closing_control_data', [[session]]));
      equal(object(data['default_cash_details'])['amount'], 235);
      await odoo().call('pos.session', 'post_closing_cash_details', [[session]], { counted_cash: 235 });
      deepEqual(await closeSession(odoo(), session), { successful: true });
      const found = await balances(odoo(), session);
      ok(
        found.every(({ debit, credit }) => debit === credit && debit > 0),
        JSON.stringify(found),
      );
      for (const order of [sale, owed, refund])
        equal((await odoo().one('pos.order', order, ['state']))['state'], 'done');
      const pickings = odoo()
        .simulator.door.rows('stock.picking')
        .filter((row) => row['pos_session_id'] === session);
      deepEqual(
        [pickings.length, new Set(pickings.map((row) => row['state']))],
        [major === 17 ? 2 : 3, new Set(['done'])],
      );
      const again = await closeSession(odoo(), session);
      deepEqual([again['successful'], again['title']], [false, 'Session already closed']);
    });

    it('whose payments and prices differ stay open', async () => {
      const till = await aTill(odoo());
      const session = await openSession(odoo(), till);
      const product = await aProduct(odoo());
      const order = await aPaidOrder(odoo(), till, {
        key: `uneven-${String(major)}`,
        session,
        lines: [{ product }],
        payments: [{ method: till.card, amount: 10 }],
      });
      const { lines } = await odoo().one('pos.order', order, ['lines']);
      await odoo().call('pos.order.line', 'write', [
        lines,
        { price_unit: 8, price_subtotal: 8, price_subtotal_incl: 8 },
      ]);
      deepEqual(await closeSession(odoo(), session), {
        successful: false,
        message: 'Force Close Session',
        redirect: true,
        ...(major > 17 && { open_order_ids: [] }),
      });
      equal(await state(odoo(), session), 'opened');
      const wizard = object(await odoo().call('pos.session', 'action_pos_session_closing_control', [[session]]));
      await odoo().call('pos.close.session.wizard', 'close_session', [[Number(wizard['res_id'])]], {
        context: wizard['context'],
      });
      equal(await state(odoo(), session), 'closed');
      ok((await balances(odoo(), session)).every(({ debit, credit }) => debit === credit));
    });

    it('stay open while an order owes money and nobody knows who', async () => {
      const till = await aTill(odoo());
      const session = await openSession(odoo(), till);
      const order = await aPaidOrder(odoo(), till, {
        key: `nobody-${String(major)}`,
        session,
        lines: [{ product: await aProduct(odoo()) }],
        payments: [{ method: till.account, amount: 10 }],
      });
      await rejects(closeSession(odoo(), session), /does not contain a customer/);
      equal(await state(odoo(), session), 'opened');
      await odoo().call('pos.order', 'write', [[order], { partner_id: await aPartner(odoo()) }]);
      equal((await closeSession(odoo(), session))['successful'], true);
    });

    it('book what the drawer lacks', async () => {
      const till = await aTill(odoo());
      const session = await openSession(odoo(), till, 50);
      await odoo().call('pos.session', 'post_closing_cash_details', [[session]], { counted_cash: 40 });
      await closeSession(odoo(), session);
      const [line] = odoo()
        .simulator.door.rows('account.bank.statement.line')
        .filter((row) => row['pos_session_id'] === session && String(row['payment_ref']).includes('closing'));
      deepEqual(
        [line?.['amount'], line?.['payment_ref']],
        [-10, 'Cash difference observed during the counting (Loss) - closing'],
      );
    });

    it('take orders that are rounded to a coin', async () => {
      const till = await aTill(odoo());
      const rounding = await odoo().call('account.cash.rounding', 'create', [{ name: '0.25', rounding: 0.25 }]);
      await odoo().call('pos.config', 'write', [[till.config], { cash_rounding: true, rounding_method: rounding }]);
      const session = await openSession(odoo(), till);
      const lines = [{ product: await aProduct(odoo()), price: 10.1 }];
      const order = await loadOrder(odoo(), {
        key: `coin-${String(major)}`,
        session,
        lines,
        payments: [{ method: till.cash, amount: 10 }],
      });
      equal((await check(odoo(), await aWizard(odoo(), till), order))['type'], 'ir.actions.act_window_close');
      await odoo().call('pos.session', 'post_closing_cash_details', [[session]], { counted_cash: 10 });
      equal((await closeSession(odoo(), session))['successful'], true);
      ok((await balances(odoo(), session)).every(({ debit, credit }) => debit === credit));
    });
  });
});
