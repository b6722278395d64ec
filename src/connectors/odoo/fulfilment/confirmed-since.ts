import type { OdooFulfilment } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { Operations } from '../groups.ts';
import { readPages, wholeSecond } from '../pages.ts';
import { confirmedOrderOf, confirmedOrderRow } from './confirmed-order.ts';

/** Odoo keeps `date_order` in whole seconds: what was confirmed in the second asked for counts. */
export const createReadConfirmedSince =
  ({ rpc, lanes }: Operations): OdooFulfilment['readConfirmedSince'] =>
  (since) =>
    lanes.run('orders', async () => {
      const { rows } = await readPages(rpc, {
        model: 'sale.order',
        domain: [
          ['state', '=', 'sale'],
          ['date_order', '>=', wholeSecond(since)],
        ],
        row: confirmedOrderRow,
        lane: 'orders',
        about: 'confirmed sale orders',
      });
      return rows.flatMap((row) => confirmedOrderOf(row) ?? []);
    });
