import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { failureOf } from './failures.ts';

export const saleOrderChecks: readonly Check[] = [
  {
    name: 'confirming makes one outgoing transfer; confirming again is refused by Odoo and done for us',
    run: async ({ odoo, raw, quotation }) => {
      const orderId = await quotation('confirm');
      await odoo.confirmSaleOrder(orderId);
      await odoo.confirmSaleOrder(orderId);
      mustEqual(
        await raw.exception({ model: 'sale.order', method: 'action_confirm', ids: [orderId] }),
        userError,
        'exception',
      );
      const order = await odoo.readSaleOrder(orderId, { lines: false, pickings: true });
      mustEqual([order?.state, order?.pickings.length], ['sale', 1], 'state and transfers');
    },
  },
  {
    name: 'two confirmations at once make one transfer',
    run: async ({ odoo, connect, quotation }) => {
      const orderId = await quotation('confirm-race');
      const other = await connect({});
      await Promise.all([odoo.confirmSaleOrder(orderId), other.confirmSaleOrder(orderId)]);
      await other.close();
      const order = await odoo.readSaleOrder(orderId, { lines: false, pickings: true });
      mustEqual(order?.pickings.length, 1, 'transfers');
    },
  },
  {
    name: 'the lines of a quotation are replaced as a whole, again and again',
    run: async ({ odoo, records, quotation }) => {
      const orderId = await quotation('replace');
      const productId = await records.product('consumable');
      const lines = [
        { productId, quantity: '1', unitPrice: '5', description: 'one' },
        { productId, quantity: '2', unitPrice: '7', description: 'the same product again' },
      ];
      await odoo.replaceSaleOrderLines(orderId, lines, 'none');
      await odoo.replaceSaleOrderLines(orderId, lines, 'none');
      const order = await odoo.readSaleOrder(orderId, { lines: true, pickings: false });
      mustEqual([order?.lines.length, order?.amountTotal], [2, '19.00'], 'lines and total');
    },
  },
  {
    name: 'the lines of a confirmed order are not replaced',
    run: async ({ odoo, quotation }) => {
      const orderId = await quotation('replace-late');
      await odoo.confirmSaleOrder(orderId);
      await failureOf(odoo.replaceSaleOrderLines(orderId, [], 'none'), 'Rejected');
    },
  },
  {
    name: 'a quotation is cancelled, twice without complaint',
    run: async ({ odoo, quotation }) => {
      const orderId = await quotation('cancel-quotation');
      await odoo.cancelSaleOrder(orderId);
      await odoo.cancelSaleOrder(orderId);
      mustEqual((await odoo.readSaleOrder(orderId, { lines: false, pickings: false }))?.state, 'cancel', 'state');
    },
  },
  {
    name: 'a confirmed order is cancelled with its transfer; 17 and 18 ask first when not told otherwise',
    run: async ({ odoo, raw, major, quotation }) => {
      const orderId = await quotation('cancel-confirmed');
      await odoo.confirmSaleOrder(orderId);
      if (major < 19) {
        const asked = await raw.ask({ model: 'sale.order', method: 'action_cancel', ids: [orderId] });
        must(
          asked.kind === 'result' && asked.text.includes('sale.order.cancel'),
          `it answered ${asked.text.slice(0, 200)}`,
        );
      }
      await odoo.cancelSaleOrder(orderId);
      const order = await odoo.readSaleOrder(orderId, { lines: false, pickings: true });
      mustEqual([order?.state, order?.pickings.map((one) => one.state)], ['cancel', ['cancel']], 'states');
    },
  },
  {
    name: 'a locked order is not cancelled, and says so',
    run: async ({ odoo, raw, quotation }) => {
      const orderId = await quotation('cancel-locked');
      await odoo.confirmSaleOrder(orderId);
      await raw.ask({ model: 'sale.order', method: 'action_lock', ids: [orderId] });
      mustEqual((await odoo.readSaleOrder(orderId, { lines: false, pickings: false }))?.locked, true, 'locked');
      await failureOf(odoo.cancelSaleOrder(orderId), 'Rejected');
      await raw.ask({ model: 'sale.order', method: 'action_unlock', ids: [orderId] });
    },
  },
  {
    name: 'a cancelled order is neither confirmed nor found for adoption',
    run: async ({ odoo, tag, quotation }) => {
      const orderId = await quotation('cancel-late');
      mustEqual((await odoo.findSaleOrders('client_order_ref', `check-${tag}-cancel-late`)).length, 1, 'found before');
      await odoo.cancelSaleOrder(orderId);
      await failureOf(odoo.confirmSaleOrder(orderId), 'Rejected');
      mustEqual(await odoo.findSaleOrders('client_order_ref', `check-${tag}-cancel-late`), [], 'found after');
    },
  },
  {
    name: 'an order that is gone cannot be confirmed or cancelled: NotFound',
    run: async ({ odoo }) => {
      await failureOf(odoo.confirmSaleOrder(2_000_000_000), 'NotFound');
      await failureOf(odoo.cancelSaleOrder(2_000_000_000), 'NotFound');
    },
  },
];

const userError = 'odoo.exceptions.UserError';
