import { z } from 'zod';
import type { OdooPos, PosProduct } from '../../../domain/pos/odoo-pos.ts';
import type { Operations } from '../groups.ts';
import { readPages } from '../pages.ts';
import type { Rpc } from '../rpc.ts';
import { id, reference, text } from '../values.ts';
import type { UserLanguage } from './user-language.ts';

const productRow = z.object({
  id,
  name: z.string(),
  default_code: text,
  barcode: text,
  active: z.boolean(),
  sale_ok: z.boolean(),
  available_in_pos: z.boolean(),
  company_id: reference,
  taxes_id: z.array(id),
  tracking: z.enum(['none', 'lot', 'serial']),
});

const fields = Object.keys(productRow.shape).filter((field) => field !== 'id');
/** Keys asked for in one call. */
const batch = 500;
const pageSize = 1_000;
const keptMs = 60_000;

/** Products by their ids, internal references, barcodes and exact names, all kinds of keys in one call. */
export const createFindPosProducts =
  ({ rpc, lanes }: Operations, language: UserLanguage): OdooPos['findProducts'] =>
  async (by) => {
    const found = new Map<number, PosProduct>();
    for (const part of partsOf(by)) {
      const rows = await lanes.run('orders', () => readProducts(rpc, language, part));
      for (const row of rows) found.set(row.id, productOf(row));
    }
    return [...found.values()];
  };

type Keys = Parameters<OdooPos['findProducts']>[0];
interface Key {
  readonly field: 'id' | 'default_code' | 'barcode' | 'name';
  readonly value: string | number;
}

const partsOf = (by: Keys): readonly (readonly Key[])[] => {
  const keysOf = (field: Key['field'], values: readonly (string | number)[]): Key[] =>
    [...new Set(values)].filter((value) => value !== '').map((value) => ({ field, value }));
  const keys = [
    ...keysOf('id', by.ids),
    ...keysOf('default_code', by.codes),
    ...keysOf('barcode', by.barcodes),
    ...keysOf('name', by.names),
  ];
  const parts: Key[][] = [];
  for (let from = 0; from < keys.length; from += batch) parts.push(keys.slice(from, from + batch));
  return parts;
};

const readProducts = async (rpc: Rpc, language: UserLanguage, keys: readonly Key[]) => {
  const conditions = (['id', 'default_code', 'barcode', 'name'] as const).flatMap((field) => {
    const values = keys.filter((key) => key.field === field).map((key) => key.value);
    return values.length === 0 ? [] : [[field, 'in', values]];
  });
  return rpc.call(
    {
      model: 'product.product',
      method: 'search_read',
      params: {
        domain: [...conditions.slice(1).map(() => '|'), ...conditions],
        fields,
        order: 'id asc',
        load: '',
      },
      context: { active_test: false, ...(await language()) },
      effect: 'read',
      about: 'products of the point of sale',
    },
    z.array(productRow),
  );
};

/** All products that can be sold in a point of sale. */
export const createReadPosCatalogue = (
  { rpc, lanes }: Operations,
  language: UserLanguage,
): OdooPos['readCatalogue'] => {
  let kept: { readonly until: number; readonly products: Promise<readonly PosProduct[]> } | null = null;
  return () => {
    if (kept !== null && kept.until > Date.now()) return kept.products;
    const products = lanes.run('orders', () => readCatalogue(rpc, language));
    const entry = { until: Date.now() + keptMs, products };
    kept = entry;
    products.catch(() => {
      if (kept === entry) kept = null;
    });
    return products;
  };
};

const readCatalogue = async (rpc: Rpc, language: UserLanguage): Promise<readonly PosProduct[]> => {
  const { rows } = await readPages(rpc, {
    model: 'product.product',
    domain: [
      ['active', '=', true],
      ['sale_ok', '=', true],
      ['available_in_pos', '=', true],
    ],
    row: productRow,
    pageSize,
    context: await language(),
    lane: 'orders',
    about: 'the catalogue of the point of sale',
  });
  return rows.map(productOf);
};

const productOf = (row: z.infer<typeof productRow>): PosProduct => ({
  id: row.id,
  name: row.name,
  defaultCode: row.default_code,
  barcode: row.barcode,
  active: row.active,
  saleOk: row.sale_ok,
  availableInPos: row.available_in_pos,
  companyId: row.company_id,
  taxIds: row.taxes_id,
  tracking: row.tracking,
});
