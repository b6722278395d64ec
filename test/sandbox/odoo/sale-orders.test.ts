import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { array, isObject, object, onEachVersion, Refused } from './an-odoo.ts';
import { aDelivery, aPartner, aProduct, anOrder, setStock, stateOf } from './builders.ts';

const refused =
  (text: RegExp) =>
  (error: unknown): boolean =>
    error instanceof Refused && error.odooName === 'odoo.exceptions.UserError' && text.test(error.message);

describe('sale orders', () => {
  onEachVersion((odoo, major) => {
    it('are numbered, taxed by the product and priced by its pricelist', async () => {
      const [tea] = odoo().seeded.products;
      ok(tea);
      const order = await anOrder(odoo(), [{ product: tea.id, quantity: 2 }]);
      const row = await odoo().one('sale.order', order, [
        'name',
        'amount_untaxed',
        'amount_tax',
        'amount_total',
        'state',
        'delivery_status',
      ]);
      match(String(row['name']), /^S\d{5}$/);
      deepEqual(
        { ...row, name: '' },
        {
          id: order,
          name: '',
          amount_untaxed: 190,
          amount_tax: 26.6,
          amount_total: 216.6,
          state: 'draft',
          delivery_status: false,
        },
      );
    });

    it('reserve stock on confirmation and tell how far the delivery is', async () => {
      const product = await aProduct(odoo(), { stock: 5 });
      const { order, picking } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      equal(await stateOf(odoo(), 'stock.picking', picking), 'assigned');
      equal((await odoo().one('sale.order', order, ['delivery_status']))['delivery_status'], 'pending');
      const { free_qty, qty_available } = await odoo().one('product.product', product, ['free_qty', 'qty_available']);
      deepEqual([free_qty, qty_available], [3, 5]);
      const before = odoo().simulator.door.row('sale.order', order)?.['write_date'];
      equal(await odoo().call('stock.picking', 'button_validate', [[picking]]), true);
      equal((await odoo().one('sale.order', order, ['delivery_status']))['delivery_status'], 'full');
      ok(String(odoo().simulator.door.row('sale.order', order)?.['write_date']) > String(before));
    });

    it('wait for stock that is not there', async () => {
      const { picking } = await aDelivery(odoo(), [{ product: await aProduct(odoo()), quantity: 2 }]);
      equal(await stateOf(odoo(), 'stock.picking', picking), 'confirmed');
    });

    it('make no transfer for services', async () => {
      const order = await anOrder(odoo(), [{ product: odoo().seeded.service.id }]);
      await odoo().call('sale.order', 'action_confirm', [[order]]);
      deepEqual(await odoo().one('sale.order', order, ['state', 'picking_ids', 'delivery_status']), {
        id: order,
        state: 'sale',
        picking_ids: [],
        delivery_status: false,
      });
    });

    it('put the customer reference into the origin of the transfer on 18 alone', async () => {
      const order = await anOrder(odoo(), [{ product: await aProduct(odoo()) }], { client_order_ref: 'C-1' });
      await odoo().call('sale.order', 'action_confirm', [[order]]);
      const { name, picking_ids } = await odoo().one('sale.order', order, ['name', 'picking_ids']);
      const { origin } = await odoo().one('stock.picking', Number(array(picking_ids)[0]), ['origin']);
      equal(origin, major === 18 ? `${String(name)} - C-1` : name);
    });

    it('confirm none of a group when one is confirmed already', async () => {
      const product = await aProduct(odoo());
      const [first, second] = [await anOrder(odoo(), [{ product }]), await anOrder(odoo(), [{ product }])];
      await odoo().call('sale.order', 'action_confirm', [[first]]);
      await rejects(
        odoo().call('sale.order', 'action_confirm', [[second, first]]),
        refused(/not in a state requiring confirmation/),
      );
      equal(await stateOf(odoo(), 'sale.order', second), 'draft');
    });

    it('make one transfer of two confirmations at once', async () => {
      const order = await anOrder(odoo(), [{ product: await aProduct(odoo()) }]);
      const both = await Promise.allSettled([1, 2].map(() => odoo().call('sale.order', 'action_confirm', [[order]])));
      deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      equal(odoo().simulator.door.count('stock.picking', [['sale_id', '=', order]]), 1);
    });

    it(major === 19 ? 'cancel at once when confirmed' : 'ask before a confirmed order is cancelled', async () => {
      const { order, picking } = await aDelivery(odoo(), [{ product: await aProduct(odoo(), { stock: 2 }) }]);
      const answer = await odoo().call('sale.order', 'action_cancel', [[order]]);
      if (major < 19) {
        equal(object(answer)['res_model'], 'sale.order.cancel');
        equal(await stateOf(odoo(), 'sale.order', order), 'sale');
        equal(
          await odoo().call('sale.order', 'action_cancel', [[order]], { context: { disable_cancel_warning: true } }),
          true,
        );
      } else equal(answer, true);
      equal(await stateOf(odoo(), 'sale.order', order), 'cancel');
      equal(await stateOf(odoo(), 'stock.picking', picking), 'cancel');
      await odoo().call('sale.order', 'action_draft', [[order]]);
      equal(await stateOf(odoo(), 'sale.order', order), 'draft');
    });

    it('give back the reservation when they are cancelled', async () => {
      const product = await aProduct(odoo(), { stock: 5 });
      const { order } = await aDelivery(odoo(), [{ product, quantity: 4 }]);
      await odoo().call('sale.order', 'action_cancel', [[order]], { context: { disable_cancel_warning: true } });
      deepEqual(await odoo().one('product.product', product, ['free_qty']), { id: product, free_qty: 5 });
    });

    it('stay as they are once locked', async () => {
      const { order } = await aDelivery(odoo(), [{ product: await aProduct(odoo()) }]);
      equal(await odoo().call('sale.order', 'action_lock', [[order]]), undefined);
      await rejects(odoo().call('sale.order', 'action_cancel', [[order]]), refused(/locked/));
      equal(await odoo().call('sale.order', 'action_unlock', [[order]]), undefined);
      ok(await odoo().call('sale.order', 'action_cancel', [[order]]));
    });

    it('ask for more goods when a confirmed line grows, and keep its transfer when it shrinks', async () => {
      const { order, picking } = await aDelivery(odoo(), [
        { product: await aProduct(odoo(), { stock: 9 }), quantity: 2 },
      ]);
      const { order_line } = await odoo().one('sale.order', order, ['order_line']);
      const demand = () =>
        odoo()
          .simulator.door.rows('stock.move')
          .filter((move) => move['picking_id'] === picking)
          .reduce((sum, move) => sum + Number(move['product_uom_qty']), 0);
      await odoo().call('sale.order', 'write', [
        [order],
        { order_line: [[1, array(order_line)[0], { product_uom_qty: 5 }]] },
      ]);
      equal(demand(), 5);
      await odoo().call('sale.order', 'write', [
        [order],
        { order_line: [[1, array(order_line)[0], { product_uom_qty: 1 }]] },
      ]);
      equal(demand(), 5);
      await rejects(odoo().call('sale.order.line', 'unlink', [order_line]), refused(/can't remove one of its lines/));
    });

    it(major === 17 ? 'price a line anew when its quantity changes' : 'keep a price that was set by hand', async () => {
      const order = await anOrder(odoo(), [{ product: await aProduct(odoo(), { price: 10 }), price: 7 }]);
      const { order_line } = await odoo().one('sale.order', order, ['order_line']);
      const line = Number(array(order_line)[0]);
      await odoo().call('sale.order.line', 'write', [[line], { product_uom_qty: 3 }]);
      equal((await odoo().one('sale.order.line', line, ['price_unit']))['price_unit'], major === 17 ? 10 : 7);
    });

    it('refuse to deliver to the company itself', async () => {
      const order = await anOrder(odoo(), [{ product: await aProduct(odoo()) }], { partner_id: 1 });
      await odoo().call('sale.order', 'write', [[order], { partner_id: 1, partner_shipping_id: 1 }]);
      await rejects(odoo().call('sale.order', 'action_confirm', [[order]]), refused(/No rule has been found/));
    });

    it('log their creation and gain a follower unless the context says not to', async () => {
      const partner_id = await aPartner(odoo());
      const made = async (context: object) => {
        const id = Number(await odoo().call('sale.order', 'create', [{ partner_id }], { context }));
        const { message_ids, message_follower_ids } = await odoo().one('sale.order', id, [
          'message_ids',
          'message_follower_ids',
        ]);
        return [array(message_ids).length, array(message_follower_ids).length];
      };
      deepEqual(await made({}), [1, 1]);
      deepEqual(await made({ tracking_disable: true }), [0, 1]);
      deepEqual(await made({ mail_create_nosubscribe: true }), [1, 0]);
    });

    it('escape what is posted on them unless it is said to be markup', async () => {
      const order = await anOrder(odoo(), []);
      const posted = async (kwargs: object) => {
        const answer = await odoo().call('sale.order', 'message_post', [[order]], { body: '<b>x</b>', ...kwargs });
        equal(Array.isArray(answer), major === 19);
        const id = Array.isArray(answer) ? Number(answer[0]) : Number(answer);
        return odoo().simulator.door.row('mail.message', id)?.['body'];
      };
      equal(await posted({}), '<p>&lt;b&gt;x&lt;/b&gt;</p>');
      equal(await posted({ body_is_html: true }), '<b>x</b>');
    });

    it('carry activities until they are done', async () => {
      const order = await anOrder(odoo(), []);
      const answer = await odoo().call('sale.order', 'activity_schedule', [[order]], { summary: 'Call', user_id: 2 });
      const { activity_ids } = await odoo().one('sale.order', order, ['activity_ids']);
      const [id] = array(activity_ids);
      deepEqual(answer, major === 19 ? [id] : `mail.activity(${String(id)},)`);
      await odoo().call('mail.activity', 'action_feedback', [[id]], { feedback: 'done' });
      deepEqual((await odoo().one('sale.order', order, ['activity_ids']))['activity_ids'], []);
      equal(odoo().simulator.door.row('mail.activity', Number(id)) === undefined, major === 17);
    });

    it('move their quants when stock is reserved, delivered and counted', async () => {
      const product = await aProduct(odoo());
      const quant = await setStock(odoo(), product, 5);
      equal(await setStock(odoo(), product, 5), quant);
      equal(odoo().simulator.door.count('stock.move', [['product_id', '=', product]]), 1);
      const stamp = () => String(odoo().simulator.door.row('stock.quant', quant)?.['write_date']);
      const counted = stamp();
      const { picking } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      const reserved = stamp();
      await odoo().call('stock.picking', 'button_validate', [[picking]]);
      ok(counted < reserved && reserved < stamp());
      ok(isObject(odoo().simulator.door.row('stock.quant', quant)));
    });
  });
});
