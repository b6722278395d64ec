import { z } from 'zod';
import type { OdooAccess } from './odoo-access.ts';

/** A transfer as it is in Odoo. */
export interface TransferInOdoo {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly origin: string | false;
  /** Full names of the locations. */
  readonly from: string;
  readonly to: string;
  readonly note: string | false;
  readonly moves: readonly {
    readonly productId: number;
    readonly quantity: number;
    readonly saleLineId: number | false;
  }[];
  readonly lots: readonly { readonly name: string; readonly quantity: number }[];
}

const named = z.tuple([z.int(), z.string()]);
const pickings = z.array(
  z.object({
    id: z.int(),
    name: z.string(),
    state: z.string(),
    origin: z.union([z.string(), z.literal(false)]),
    note: z.union([z.string(), z.literal(false)]),
    location_id: named,
    location_dest_id: named,
  }),
);
const moves = z.array(
  z.object({
    product_id: z.int(),
    product_uom_qty: z.number(),
    sale_line_id: z.union([z.int(), z.literal(false)]),
  }),
);
const moveLines = z.array(z.object({ lot_id: z.union([named, z.literal(false)]), quantity: z.number() }));
const externalIds = z.array(z.object({ res_id: z.int() }));

/** The transfers of a sale order that have an external id of Conveyor. */
export const readTransfers = async (odoo: OdooAccess, saleOrderId: number): Promise<readonly TransferInOdoo[]> => {
  const own = externalIds.parse(
    await odoo.call('ir.model.data', 'search_read', [
      [
        ['module', '=', 'conveyor'],
        ['model', '=', 'stock.picking'],
      ],
      ['res_id'],
    ]),
  );
  const domain = [
    ['sale_id', '=', saleOrderId],
    ['id', 'in', own.map(({ res_id: id }) => id)],
  ];
  const fields = ['name', 'state', 'origin', 'note', 'location_id', 'location_dest_id'];
  const found = pickings.parse(await odoo.call('stock.picking', 'search_read', [domain, fields]));
  return Promise.all(
    found.map(async ({ id, location_id: from, location_dest_id: to, ...rest }) => {
      const ofPicking = [['picking_id', '=', id]];
      const made = moves.parse(
        await odoo.call('stock.move', 'search_read', [ofPicking, ['product_id', 'product_uom_qty', 'sale_line_id']], {
          load: '',
        }),
      );
      const lots = moveLines.parse(
        await odoo.call('stock.move.line', 'search_read', [ofPicking, ['lot_id', 'quantity']]),
      );
      return {
        ...rest,
        id,
        from: from[1],
        to: to[1],
        moves: made.map((move) => ({
          productId: move.product_id,
          quantity: move.product_uom_qty,
          saleLineId: move.sale_line_id,
        })),
        lots: lots.flatMap(({ lot_id: lot, quantity }) => (lot === false ? [] : [{ name: lot[1], quantity }])),
      };
    }),
  );
};
