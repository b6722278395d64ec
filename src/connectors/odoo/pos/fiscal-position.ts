import { z } from 'zod';
import type { PosConfig } from '../../../domain/pos/odoo-pos.ts';
import type { OdooServer } from '../client.ts';
import type { Rpc } from '../rpc.ts';
import { id, reference } from '../values.ts';

type FiscalPosition = NonNullable<PosConfig['fiscalPosition']>;

const mappingRow = z.object({ tax_src_id: id, tax_dest_id: reference, tax_dest_active: z.boolean() });
const positionRow = z.object({ id, tax_ids: z.array(id), tax_map: z.record(z.string(), z.array(id)) });

/** What a fiscal position makes of taxes. */
export const readFiscalPosition = async (
  rpc: Rpc,
  major: OdooServer['major'],
  positionId: number,
  taxIds: readonly number[],
): Promise<FiscalPosition> => ({
  id: positionId,
  taxes: major === 19 ? await readTaxMap(rpc, positionId, taxIds) : await readMappings(rpc, positionId),
});

/** Until 18 a position holds rows of source and follower; one without a follower takes the tax away, one whose follower is archived counts for nothing. */
const readMappings = async (rpc: Rpc, positionId: number): Promise<FiscalPosition['taxes']> => {
  const rows = await rpc.call(
    {
      model: 'account.fiscal.position.tax',
      method: 'search_read',
      params: {
        domain: [['position_id', '=', positionId]],
        fields: ['tax_src_id', 'tax_dest_id', 'tax_dest_active'],
        order: 'id asc',
        load: '',
      },
      effect: 'read',
      about: 'the fiscal position of the point of sale',
    },
    z.array(mappingRow),
  );
  const taxes = new Map<number, number[]>();
  for (const { tax_src_id, tax_dest_id, tax_dest_active } of rows) {
    if (tax_dest_id !== null && !tax_dest_active) continue;
    taxes.set(tax_src_id, [...(taxes.get(tax_src_id) ?? []), ...(tax_dest_id === null ? [] : [tax_dest_id])]);
  }
  return taxes;
};

/** On 19 the position says it itself; one without any tax takes all away. */
const readTaxMap = async (
  rpc: Rpc,
  positionId: number,
  taxIds: readonly number[],
): Promise<FiscalPosition['taxes']> => {
  const [row] = await rpc.call(
    {
      model: 'account.fiscal.position',
      method: 'read',
      ids: [positionId],
      params: { fields: ['tax_ids', 'tax_map'], load: '' },
      effect: 'read',
      about: 'the fiscal position of the point of sale',
    },
    z.array(positionRow),
  );
  if (row === undefined) return new Map();
  if (row.tax_ids.length === 0) return new Map(taxIds.map((tax) => [tax, []]));
  return new Map(Object.entries(row.tax_map).map(([source, followers]) => [Number(source), followers]));
};
