import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox/server.ts';
import type { CartonaControl } from '../../sandbox/cartona/control.ts';
import type { TestDoor } from '../../sandbox/odoo/server.ts';

/** Both ends of the product, where records are counted past faults and past the product's own rows. */
export interface BothEnds {
  readonly odoo: TestDoor;
  readonly cartona: CartonaControl;
}

export const bothEndsOf = (sandbox: Sandbox): BothEnds => ({
  odoo: sandbox.odoo().simulator.door,
  cartona: sandbox.cartona.control,
});

/** What there is of one marketplace order. */
export interface OrderRecords {
  readonly saleOrders: number;
  /** Customers with the reference of its retailer. */
  readonly partners: number;
  /** Lines of its sale orders: product, quantity. */
  readonly lines: readonly (readonly [product: unknown, quantity: unknown])[];
  /** Transfers of its sale orders, by their state. */
  readonly pickings: readonly unknown[];
  /** Statuses the supplier sent and Cartona took, in order. */
  readonly told: readonly (string | null)[];
}

export const recordsOf = ({ odoo, cartona }: BothEnds, externalId: string): OrderRecords => {
  const order = cartona.order(externalId);
  const number = order.receipt_id === '' ? externalId : order.receipt_id;
  const saleOrders = odoo.search('sale.order', [['client_order_ref', '=', number]]);
  return {
    saleOrders: saleOrders.length,
    partners: odoo.count('res.partner', [['ref', '=', `retailer_${order.retailer.retailer_code ?? ''}`]]),
    lines: odoo
      .rows('sale.order.line')
      .filter((line) => saleOrders.some((id) => id === line['order_id']))
      .map((line) => [line['product_id'], line['product_uom_qty']]),
    pickings: odoo
      .search('stock.picking', [['sale_id', 'in', saleOrders]])
      .map((id) => odoo.row('stock.picking', id)?.['state']),
    told: order.history
      .filter(({ by, what, accepted }) => by === 'supplier' && what === 'status' && accepted)
      .map(({ status }) => status),
  };
};

/** What Cartona's order says should stand in Odoo: product and quantity of each line. */
const wantedLines = ({ cartona }: BothEnds, externalId: string) =>
  cartona.order(externalId).order_details.map((line) => [Number(line.internal_product_id), line.amount] as const);

const sorted = (lines: readonly (readonly [unknown, unknown])[]) => lines.map((line) => line.join(' × ')).sort();

/**
 * Nothing lost and nothing doubled: each order is one sale order of one customer with the lines Cartona shows, and Cartona was told each
 * status once. An acknowledgement whose answer was lost is the one thing that is rightly said twice: `synced` may repeat.
 */
export const assertOnce = (
  ends: BothEnds,
  externalIds: readonly string[],
  wanted: { readonly told: readonly string[]; readonly pickings?: readonly string[] },
): void => {
  for (const externalId of externalIds) {
    const found = recordsOf(ends, externalId);
    const { told } = found;
    assert.deepEqual(
      {
        ...found,
        lines: sorted(found.lines),
        told: told.filter((status, index) => status !== 'synced' || told.indexOf(status) === index),
        pickings: wanted.pickings === undefined ? [] : found.pickings,
      },
      {
        saleOrders: 1,
        partners: 1,
        lines: sorted(wantedLines(ends, externalId)),
        told: wanted.told,
        pickings: wanted.pickings ?? [],
      },
      `records of order ${externalId}`,
    );
  }
};

/** Sale orders with an external id of ours, however they came to be: as many as orders were imported. */
export const countImported = ({ odoo }: BothEnds, connection = 'cartona'): number =>
  odoo
    .rows('ir.model.data')
    .filter((row) => row['model'] === 'sale.order' && String(row['name']).startsWith(`${connection}_order_`)).length;
