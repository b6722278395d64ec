import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox/server.ts';
import type { OrderView } from '../../sandbox/cartona/control.ts';

/** Both ends of the product, where records are counted past faults and past the product's own rows. */
export interface BothEnds {
  /** The order as Cartona knows it. */
  order(externalId: string): Pick<OrderView, 'receipt_id' | 'retailer' | 'order_details' | 'history'>;
  /** Records of Odoo with these fields. */
  readonly saleOrders: readonly { readonly id: number; readonly client_order_ref: unknown }[];
  readonly partners: readonly { readonly ref: unknown }[];
  readonly lines: readonly {
    readonly order_id: unknown;
    readonly product_id: unknown;
    readonly product_uom_qty: unknown;
  }[];
  readonly pickings: readonly { readonly sale_id: unknown; readonly state: unknown }[];
  /** Names of external ids of sale orders. */
  readonly externalIds: readonly string[];
}

/** Both ends as they are now, of a sandbox in this process. */
export const bothEndsOf = (sandbox: Sandbox): BothEnds => {
  const { door } = sandbox.odoo().simulator;
  const { control } = sandbox.cartona;
  const saleOrders = door
    .rows('sale.order')
    .map(({ id, client_order_ref: ref }) => ({ id: Number(id), client_order_ref: ref }));
  return {
    order: (externalId) => control.order(externalId),
    saleOrders,
    partners: door.rows('res.partner').map(({ ref }) => ({ ref })),
    lines: door.rows('sale.order.line').map((line) => ({
      order_id: line['order_id'],
      product_id: line['product_id'],
      product_uom_qty: line['product_uom_qty'],
    })),
    pickings: saleOrders.flatMap(({ id }) =>
      door
        .search('stock.picking', [['sale_id', '=', id]])
        .map((picking) => ({ sale_id: id, state: door.row('stock.picking', picking)?.['state'] })),
    ),
    externalIds: door
      .rows('ir.model.data')
      .filter((row) => row['model'] === 'sale.order')
      .map((row) => String(row['name'])),
  };
};

/** Sale orders with an external id of ours, however they came to be: as many as orders were imported. */
export const countImported = ({ externalIds }: BothEnds, connection = 'cartona'): number =>
  externalIds.filter((name) => name.startsWith(`${connection}_order_`)).length;

const recordsOf = (ends: BothEnds, externalId: string) => {
  const order = ends.order(externalId);
  const number = order.receipt_id === '' ? externalId : order.receipt_id;
  const saleOrders = ends.saleOrders.filter((each) => each.client_order_ref === number).map(({ id }) => id);
  const isOurs = (id: unknown): boolean => saleOrders.some((ours) => ours === id);
  const told = order.history
    .filter(({ by, what, accepted }) => by === 'supplier' && what === 'status' && accepted)
    .map(({ status }) => status);
  return {
    saleOrders: saleOrders.length,
    partners: ends.partners.filter(({ ref }) => ref === `retailer_${order.retailer.retailer_code ?? ''}`).length,
    lines: ends.lines
      .filter((line) => isOurs(line.order_id))
      .map((line) => `${String(line.product_id)} × ${String(line.product_uom_qty)}`)
      .sort(),
    pickings: ends.pickings.filter((picking) => isOurs(picking.sale_id)).map(({ state }) => state),
    // An acknowledgement whose answer was lost, or that follows a change, is the one thing that is rightly said twice.
    told: told.filter((status, index) => status !== 'synced' || told.indexOf(status) === index),
  };
};

/**
 * Nothing lost and nothing doubled: each order is one sale order of one customer with the lines Cartona shows, with these transfers (looked
 * at only where they are given), and Cartona was told each status once.
 */
export const assertOnce = (
  ends: BothEnds,
  externalIds: readonly string[],
  wanted: { readonly told: readonly string[]; readonly pickings?: readonly string[] },
): void => {
  for (const externalId of externalIds) {
    const { pickings, ...found } = recordsOf(ends, externalId);
    const lines = ends
      .order(externalId)
      .order_details.map((line) => `${line.internal_product_id ?? ''} × ${line.amount}`)
      .sort();
    assert.deepEqual(
      { ...found, pickings: wanted.pickings === undefined ? [] : pickings },
      { saleOrders: 1, partners: 1, lines, told: wanted.told, pickings: wanted.pickings ?? [] },
      `records of order ${externalId}`,
    );
  }
};
