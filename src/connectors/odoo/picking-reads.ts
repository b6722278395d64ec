import { z } from 'zod';
import { decimalOf } from './decimals.ts';
import { pickingState } from './picking-fields.ts';
import type { Rpc } from './rpc.ts';
import { id } from './values.ts';

const pickingRow = z.object({ id, name: z.string(), state: pickingState });
const moveRow = z.object({
  id,
  picking_id: z.tuple([id, z.string()]),
  // With its name, for the sentence about what is missing.
  product_id: z.tuple([id, z.string()]),
  product_uom_qty: z.number(),
  quantity: z.number(),
  picked: z.boolean(),
});

export type Picking = z.infer<typeof pickingRow>;
export type Move = z.infer<typeof moveRow>;

/** Transfers by id; those that are gone are left out. */
export const readPickings = async (rpc: Rpc, ids: readonly number[]): Promise<ReadonlyMap<number, Picking>> => {
  if (ids.length === 0) return new Map();
  const rows = await rpc.call(
    {
      model: 'stock.picking',
      method: 'read',
      ids,
      params: { fields: ['name', 'state'], load: '' },
      effect: 'read',
      about: ids.length === 1 ? `transfer ${ids[0] ?? ''}` : `${ids.length} transfers`,
      externalIds: ids.map(String),
    },
    z.array(pickingRow),
  );
  return new Map(rows.map((row) => [row.id, row]));
};

/** The open moves by transfer. */
export const readMoves = async (
  rpc: Rpc,
  pickings: readonly Picking[],
): Promise<ReadonlyMap<number, readonly Move[]>> => {
  if (pickings.length === 0) return new Map();
  const ids = pickings.map((picking) => picking.id);
  const rows = await rpc.call(
    {
      model: 'stock.move',
      method: 'search_read',
      params: {
        domain: [
          ['picking_id', 'in', ids],
          ['state', 'not in', ['done', 'cancel']],
        ],
        fields: ['picking_id', 'product_id', 'product_uom_qty', 'quantity', 'picked'],
        order: 'id asc',
      },
      effect: 'read',
      about: 'moves of transfers',
      externalIds: ids.map(String),
    },
    z.array(moveRow),
  );
  return new Map(ids.map((pickingId) => [pickingId, rows.filter(({ picking_id: [of] }) => of === pickingId)]));
};

/** Why these moves are not the whole transfer; null when every one is reserved exactly as demanded. */
export const shortageOf = (moves: readonly Move[]): string | null => {
  if (moves.length === 0) return 'it has nothing to move';
  const wrong = moves.filter((move) => decimalOf(move.quantity) !== decimalOf(move.product_uom_qty));
  if (wrong.length > 0) return wrong.map(inWords).join(', ');
  const picked = moves.filter((move) => move.picked).length;
  return picked > 0 && picked < moves.length
    ? `only ${picked} of its ${moves.length} lines are marked as picked`
    : null;
};

const inWords = ({ quantity, product_uom_qty, product_id: [, name] }: Move): string =>
  `${decimalOf(quantity)} of ${decimalOf(product_uom_qty)} ${name} reserved`;
