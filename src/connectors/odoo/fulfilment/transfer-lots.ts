import { z } from 'zod';
import type { NewTransfer } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { Outcome } from '../grouping.ts';
import { loadOnce } from '../load-once.ts';
import type { LoadRecord } from '../load-once.ts';
import type { Rpc } from '../rpc.ts';
import { id, reference } from '../values.ts';

const moveRow = z.object({ id, product_id: id, product_uom: id, sale_line_id: reference });

export const madeTransferRow = z.object({
  id,
  name: z.string(),
  state: z.string(),
  location_id: id,
  location_dest_id: id,
  move_ids: z.array(moveRow),
  move_line_ids: z.array(id),
});
export type MadeTransfer = z.infer<typeof madeTransferRow>;

export interface TransferWithLots {
  readonly externalId: string;
  readonly transfer: NewTransfer;
  readonly made: MadeTransfer;
}

const lotRow = z.object({ id, name: z.string(), product_id: id });
type LotRow = z.infer<typeof lotRow>;

const columns = [
  'id',
  'picking_id/.id',
  'move_id/.id',
  'product_id/.id',
  'product_uom_id/.id',
  'location_id/.id',
  'location_dest_id/.id',
  'lot_id/.id',
  'quantity',
];

/**
 * Shows the lots in transfers that are drafts and show none. A line with a quantity would reserve at once; one with the quantity 0 shows its lot,
 * reserves nothing and leaves the transfer a draft (odoo.md §9). On confirmation Odoo reserves by its own rules, and drops lines that stay 0 when
 * the transfer is validated (seen on 17 and 19).
 */
export const showLots = async (
  rpc: Rpc,
  companyId: number,
  transfers: readonly TransferWithLots[],
): Promise<readonly Outcome<number>[]> => {
  const bare = transfers.filter(({ made }) => made.state === 'draft' && made.move_line_ids.length === 0);
  const lots = await readLots(rpc, companyId, bare);
  const records = bare.flatMap((one) => recordsOf(one, lots));
  if (records.length === 0) return [];
  return loadOnce(rpc, { model: 'stock.move.line', columns, context: { allowed_company_ids: [companyId] } }, records);
};

const readLots = async (
  rpc: Rpc,
  companyId: number,
  transfers: readonly TransferWithLots[],
): Promise<readonly LotRow[]> => {
  const lines = transfers.flatMap(({ transfer }) => transfer.lines.filter((line) => line.lots.length > 0));
  if (lines.length === 0) return [];
  return rpc.call(
    {
      model: 'stock.lot',
      method: 'search_read',
      params: {
        domain: [
          ['product_id', 'in', [...new Set(lines.map((line) => line.productId))]],
          ['name', 'in', [...new Set(lines.flatMap((line) => line.lots.map((lot) => lot.name)))]],
          ['company_id', 'in', [companyId, false]],
        ],
        fields: ['name', 'product_id'],
        order: 'id asc',
        load: '',
      },
      effect: 'read',
      about: 'lots of transfers',
    },
    z.array(lotRow),
  );
};

const recordsOf = (
  { externalId, transfer, made }: TransferWithLots,
  lots: readonly LotRow[],
): readonly LoadRecord[] => {
  const free = [...made.move_ids].sort((one, other) => one.id - other.id);
  return transfer.lines.flatMap((line, position) => {
    const same = free.filter((move) => move.product_id === line.productId);
    const move = same.find((one) => one.sale_line_id === line.saleLineId) ?? same[0];
    if (move === undefined) return [];
    free.splice(free.indexOf(move), 1);
    return line.lots.flatMap((lot, index): readonly LoadRecord[] => {
      const known = lots.find((row) => row.product_id === line.productId && row.name === lot.name);
      if (known === undefined) return [];
      const lineId = `${externalId}_${position}_${index}`;
      const places = [made.location_id, made.location_dest_id];
      // A bare 0 counts as an empty cell in `load`.
      const row = [lineId, made.id, move.id, line.productId, move.product_uom, ...places, known.id, '0'];
      return [{ externalId: lineId, about: `lot ${lot.name} in transfer ${made.name}`, rows: [row] }];
    });
  });
};
