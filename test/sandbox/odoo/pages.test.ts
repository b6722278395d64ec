import { equal, match } from 'node:assert/strict';
import type { AnOdoo } from './an-odoo.ts';
import { onEachVersion } from './an-odoo.ts';
import { aDelivery, aProduct, anOrder, stateOf } from './builders.ts';
import { aPaidOrder, aTill, openSession } from './tills.ts';

const press = async (odoo: AnOdoo, path: string): Promise<Response> =>
  fetch(odoo.url + path, { method: 'POST', redirect: 'manual' });

describe('the pages', () => {
  onEachVersion((odoo, major) => {
    it('list orders and show one with its transfers', async () => {
      const { order } = await aDelivery(odoo(), [{ product: await aProduct(odoo(), { stock: 3, name: 'Shown <b>' }) }]);
      const { name } = await odoo().one('sale.order', order, ['name']);
      match(await (await fetch(`${odoo().url}/web`)).text(), new RegExp(String(name)));
      const page = await (await fetch(`${odoo().url}/web/orders/${String(order)}`)).text();
      match(page, /Shown &lt;b&gt;/);
      match(page, /WH\/OUT\/\d{5}/);
    });

    it('let a person confirm, deliver and cancel', async () => {
      const order = await anOrder(odoo(), [{ product: await aProduct(odoo(), { stock: 3 }) }]);
      const confirmed = await press(odoo(), `/web/orders/${String(order)}/confirm`);
      equal(confirmed.status, 303);
      equal(confirmed.headers.get('location'), `/odoo/web/orders/${String(order)}`);
      const [picking] = odoo().simulator.door.search('stock.picking', [['sale_id', '=', order]]);
      equal((await press(odoo(), `/web/pickings/${String(picking)}/validate`)).status, 303);
      equal(await stateOf(odoo(), 'stock.picking', Number(picking)), 'done');
      const other = await anOrder(odoo(), [{ product: await aProduct(odoo()) }]);
      await press(odoo(), `/web/orders/${String(other)}/confirm`);
      await press(odoo(), `/web/orders/${String(other)}/cancel`);
      equal(await stateOf(odoo(), 'sale.order', other), 'cancel');
    });

    it('say in words what Odoo refuses', async () => {
      const order = await anOrder(odoo(), [{ product: await aProduct(odoo()) }]);
      await press(odoo(), `/web/orders/${String(order)}/confirm`);
      const refused = await press(odoo(), `/web/orders/${String(order)}/confirm`);
      equal(refused.status, 422);
      match(await refused.text(), /not in a state requiring confirmation/);
    });

    it('count POS orders, find them by their receipt number and show one', async () => {
      const till = await aTill(odoo());
      const session = await openSession(odoo(), till);
      const product = await aProduct(odoo(), { name: 'Mug' });
      const sale = { session, lines: [{ product }], payments: [{ method: till.card, amount: 10 }] };
      const order = await aPaidOrder(odoo(), till, { ...sale, key: 'found-1' });
      await aPaidOrder(odoo(), till, { ...sale, key: 'other-2' });
      const all = await (await fetch(`${odoo().url}/web/pos`)).text();
      match(all, /<p>2 orders: 2 paid<\/p>/);
      const found = await (await fetch(`${odoo().url}/web/pos?q=FOUND`)).text();
      match(found, /<p>1 order: 1 paid<\/p>/);
      match(found, /SHOP\/found-1/);
      match(await (await fetch(`${odoo().url}/web/pos/${String(order)}`)).text(), /Mug.*10\.00.*Card/s);
      equal((await press(odoo(), `/web/pos/sessions/${String(session)}/close`)).status, 303);
      equal(await stateOf(odoo(), 'pos.session', session), 'closed');
      equal(await stateOf(odoo(), 'pos.order', order), 'done');
      const again = await press(odoo(), `/web/pos/sessions/${String(session)}/close`);
      match(await again.text(), /already closed/);
    });

    it('answer the addresses of the real client', async () => {
      const order = await anOrder(odoo(), []);
      const { status, headers } = await fetch(`${odoo().url}/odoo/sales/${String(order)}`, { redirect: 'manual' });
      equal(status, major === 17 ? 404 : 303);
      if (major > 17) equal(headers.get('location'), `/odoo/web/orders/${String(order)}`);
      match(await (await fetch(`${odoo().url}/web`)).text(), /location\.hash/);
    });
  });
});
