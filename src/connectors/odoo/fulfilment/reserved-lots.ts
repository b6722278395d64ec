import Big from 'big.js';
import { decimalOf } from '../decimals.ts';
import type { MoveLineRow, MoveRow, TransferRow } from './order-rows.ts';
import { kindOf } from './transfers.ts';

export interface LineDemand {
  readonly id: number;
  readonly productId: number;
  /** In the product's own unit. */
  readonly quantity: string;
}

/** How much of each lot, by its name. */
export type Lots = ReadonlyMap<string, Big>;

/**
 * Lots by sale line. Goods stand reserved in one transfer at a time: in a step inside the warehouse that is not done, or in one that goes out. The
 * moves of a step name their sale line from 18 on, where the next step is only made when one is done; on 17 the moves they lead to do.
 */
export const reservedLots = (
  lines: readonly LineDemand[],
  transfers: readonly TransferRow[],
): ReadonlyMap<number, Lots> => {
  const moves = new Map(transfers.flatMap((transfer) => transfer.move_ids.map((move) => [move.id, move])));
  const found = new Map<number, Map<string, Big>>();
  const holding = transfers.filter((transfer) => holdsGoods(transfer));
  for (const row of holding.flatMap((transfer) => transfer.move_line_ids)) {
    const lot = row.lot_id?.name ?? row.lot_name;
    if (lot === null || lot === '' || row.quantity_product_uom <= 0) continue;
    share(row, lot, targetsOf(row, moves, lines), found);
  }
  return found;
};

const holdsGoods = (transfer: TransferRow): boolean => {
  if (transfer.state === 'cancel') return false;
  switch (kindOf(transfer)) {
    case 'return':
      return false;
    case 'step':
      return transfer.state !== 'done';
    case 'delivery':
    case 'backorder':
      return true;
  }
};

/** A component of a kit is another product than the line's: its lots are none of the line. */
const targetsOf = (
  row: MoveLineRow,
  moves: ReadonlyMap<number, MoveRow>,
  lines: readonly LineDemand[],
): readonly LineDemand[] => {
  const ids = new Set<number>();
  const waiting = [row.move_id];
  const seen = new Set<number | null>(waiting);
  for (const moveId of waiting) {
    const move = moveId === null ? undefined : moves.get(moveId);
    if (move === undefined) continue;
    if (move.sale_line_id !== null) {
      ids.add(move.sale_line_id);
      continue;
    }
    for (const next of move.move_dest_ids) {
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return lines.filter((line) => ids.has(line.id) && line.productId === row.product_id);
};

/** A step may hold the goods of several lines in one move: they get what they want in turn, the last one the rest. */
const share = (
  row: MoveLineRow,
  lot: string,
  targets: readonly LineDemand[],
  found: Map<number, Map<string, Big>>,
): void => {
  let left = new Big(decimalOf(row.quantity_product_uom));
  for (const [index, line] of targets.entries()) {
    const lots = found.get(line.id) ?? new Map<string, Big>();
    const has = [...lots.values()].reduce((sum, quantity) => sum.plus(quantity), new Big(0));
    const missing = new Big(line.quantity).minus(has);
    const isLast = index === targets.length - 1;
    const taken = isLast || left.lt(missing) ? left : missing;
    if (taken.lte(0)) continue;
    found.set(line.id, lots.set(lot, (lots.get(lot) ?? new Big(0)).plus(taken)));
    left = left.minus(taken);
  }
};
