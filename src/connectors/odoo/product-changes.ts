import { hash } from 'node:crypto';
import { z } from 'zod';
import type { ProductChanges, SeenPricelistRule, SeenRecord, WatchedProducts } from './client.ts';
import { readPages, wholeSecond } from './pages.ts';
import type { PagedRead } from './pages.ts';
import { pricelistRuleRow, timeOf } from './pricelist-rows.ts';
import type { PricelistTree } from './pricelist-tree.ts';
import type { Rpc } from './rpc.ts';
import { id, reference } from './values.ts';

const pageSize = 1000;

// `write_date` comes in whole seconds, so what was written twice in one second is told by the values themselves.
const write_date = z.string();
const productRow = z.object({ id, write_date, active: z.boolean(), lst_price: z.number() });
const listedProductRow = productRow.extend({ standard_price: z.number(), categ_id: reference });
const quantRow = z.object({
  id,
  write_date,
  product_id: id,
  location_id: id,
  quantity: z.number(),
  reserved_quantity: z.number(),
});
const moveRow = z.object({
  id,
  write_date,
  product_id: id,
  state: z.string(),
  product_uom_qty: z.number(),
  quantity: z.number(),
  location_id: id,
  location_dest_id: id,
});
const ruleRow = pricelistRuleRow.extend({ write_date });

/**
 * What price and stock hang on, written at or after a whole second. Any write of a template bumps `write_date` of its variants, archived ones
 * too; the extra of an attribute value does not, and is seen through `lst_price`. A quant is written by each movement and each reservation.
 */
export const readProductChanges = async (
  rpc: Rpc,
  tree: PricelistTree,
  since: Date,
  { moves, pricelists }: WatchedProducts,
): Promise<ProductChanges> => {
  const isNew = ['write_date', '>=', wholeSecond(since)] as const;
  const read = <Row extends { readonly id: number }>(
    model: string,
    domain: readonly unknown[],
    row: PagedRead<Row>['row'],
  ) => readPages(rpc, { model, domain, row, pageSize, lane: 'watch', about: `changes of ${model}` });

  const isNewExtra = ['product_template_attribute_value_ids.write_date', '>=', isNew[2]];
  const products = await read(
    'product.product',
    ['|', isNew, isNewExtra],
    pricelists.length > 0 ? listedProductRow : productRow,
  );
  const isOurs = ['location_id.usage', 'in', ['internal', 'transit']];
  const quants = await read('stock.quant', [isNew, isOurs], quantRow);
  const planned = moves ? (await read('stock.move', [isNew], moveRow)).rows : [];
  const under = await tree.under(pricelists, 'watch');
  const rules =
    under.length > 0
      ? (await read('product.pricelist.item', [isNew, ['pricelist_id', 'in', under]], ruleRow)).rows
      : [];
  if (rules.some((rule) => rule.base === 'pricelist')) tree.forget();
  return {
    serverTime: products.date ?? new Date(),
    records: [
      ...products.rows.map((row) => seen('product.product', row.id, row)),
      ...quants.rows.map((row) => seen('stock.quant', row.product_id, row)),
      ...planned.map((row) => seen('stock.move', row.product_id, row)),
    ],
    rules: rules.map(seenRule),
  };
};

/** The ids of all rules of these pricelists and those they are based on. */
export const readPricelistRuleIds = async (
  rpc: Rpc,
  tree: PricelistTree,
  pricelists: readonly number[],
): Promise<readonly number[]> => {
  if (pricelists.length === 0) return [];
  const under = await tree.under(pricelists, 'watch');
  return rpc.call(
    {
      model: 'product.pricelist.item',
      method: 'search',
      params: { domain: [['pricelist_id', 'in', under]], order: 'id asc' },
      context: { active_test: false },
      effect: 'read',
      lane: 'watch',
      about: 'the rules of pricelists',
    },
    z.array(id),
  );
};

/** These rules as they are now, however old; those that are gone are left out. */
export const readPricelistRules = async (rpc: Rpc, ids: readonly number[]): Promise<readonly SeenPricelistRule[]> => {
  const domain = [['id', 'in', ids]];
  const about = 'rules of pricelists';
  const { rows } = await readPages(rpc, {
    model: 'product.pricelist.item',
    domain,
    row: ruleRow,
    pageSize,
    lane: 'watch',
    about,
  });
  return rows.map(seenRule);
};

const seen = (model: string, productId: number, row: { readonly id: number }): SeenRecord => ({
  model,
  id: row.id,
  hash: hashOf(row),
  productId,
});

const seenRule = (row: z.infer<typeof ruleRow>): SeenPricelistRule => ({
  id: row.id,
  hash: hashOf(row),
  pricelistId: row.pricelist_id,
  productId: row.product_id,
  templateId: row.product_tmpl_id,
  startsAt: timeOf(row.date_start),
  endsAt: timeOf(row.date_end),
});

/** 96 bits are plenty to tell a record from itself. */
const hashOf = (row: object): string => hash('sha256', JSON.stringify(Object.values(row)), 'base64url').slice(0, 16);
