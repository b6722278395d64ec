import { readExternalIds } from '../external-ids.ts';
import type { Rpc } from '../rpc.ts';
import type { TransferRow } from './order-rows.ts';

/**
 * Transfers that Conveyor made, and what was split off them. What a confirmation of the order made has a rule behind each of its moves, and ours
 * have none: mostly nobody needs to be asked.
 */
export const ownTransfers = async (rpc: Rpc, transfers: readonly TransferRow[]): Promise<ReadonlySet<number>> => {
  const suspects = transfers.filter(
    ({ move_ids }) => move_ids.length === 0 || move_ids.some((move) => move.rule_id === null),
  );
  const externalIds = await readExternalIds(
    rpc,
    'stock.picking',
    suspects.map((transfer) => transfer.id),
  );
  const own = new Set<number>();
  for (const [transferId, names] of externalIds) {
    if (names.some((name) => name.startsWith('conveyor.'))) own.add(transferId);
  }
  // A backorder has a higher id than what it was split off.
  for (const transfer of transfers.toSorted((one, other) => one.id - other.id)) {
    if (transfer.backorder_id !== null && own.has(transfer.backorder_id)) own.add(transfer.id);
  }
  return own;
};
