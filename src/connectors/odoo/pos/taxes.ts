import { z } from 'zod';
import type { PosTax } from '../../../domain/pos/odoo-pos.ts';
import { decimalOf } from '../decimals.ts';
import type { Rpc } from '../rpc.ts';
import { id } from '../values.ts';

const taxRow = z.object({
  id,
  name: z.string(),
  active: z.boolean(),
  amount_type: z.string(),
  amount: z.number(),
  price_include: z.boolean(),
  include_base_amount: z.boolean(),
  is_base_affected: z.boolean(),
  sequence: z.int(),
  children_tax_ids: z.array(id),
});

/**
 * Taxes of sales of a company and of those above it, by Odoo's own rule for who sees them. Archived ones count only as children of a group
 * (`children_tax_ids` lists them); on a product Odoo leaves them out.
 */
export const readTaxes = async (rpc: Rpc, companyId: number): Promise<ReadonlyMap<number, PosTax>> => {
  const rows = await rpc.call(
    {
      model: 'account.tax',
      method: 'search_read',
      params: {
        // Children of a group may be of no use by themselves.
        domain: [['type_tax_use', 'in', ['sale', 'none']]],
        fields: Object.keys(taxRow.shape).filter((field) => field !== 'id'),
        order: 'sequence asc, id asc',
        load: '',
      },
      context: { active_test: false, allowed_company_ids: [companyId] },
      effect: 'read',
      about: 'taxes',
    },
    z.array(taxRow),
  );
  const children = new Set(rows.flatMap((row) => row.children_tax_ids));
  return new Map(rows.filter((row) => row.active || children.has(row.id)).map((row) => [row.id, taxOf(row)]));
};

const taxOf = (row: z.infer<typeof taxRow>): PosTax => ({
  id: row.id,
  name: row.name,
  type: typeOf(row.amount_type),
  amount: decimalOf(row.amount),
  priceInclude: row.price_include,
  includeBaseAmount: row.include_base_amount,
  isBaseAffected: row.is_base_affected,
  sequence: row.sequence,
  children: row.children_tax_ids,
});

const typeOf = (type: string): PosTax['type'] => {
  switch (type) {
    case 'percent':
    case 'fixed':
    case 'division':
    case 'group':
      return type;
    default:
      return 'other';
  }
};
