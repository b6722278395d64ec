import { z } from 'zod';
import type { OdooClient } from '../odoo-client.ts';
import type { PosItemInput } from './model.ts';

const productsSchema = z.array(
  z.looseObject({ id: z.int(), name: z.string(), lst_price: z.number(), taxes_id: z.array(z.int()) }),
);
const taxesSchema = z.array(z.looseObject({ id: z.int(), amount: z.number(), price_include: z.boolean() }));

/** The source's own ids begin here, as at the vendor: far from the ids of products in Odoo. */
const firstItemId = 175_700;

/**
 * What a shop sells that uses the same goods as the simulated Odoo: all that may be sold there in a point of sale without a lot, under the same names.
 * A third of it carries the id from Odoo, a third an id of the shop's own, and a third only its name.
 */
export const posItemsOf = async (odoo: OdooClient): Promise<PosItemInput[]> => {
  const products = productsSchema.parse(
    await odoo.call(
      'product.product',
      'search_read',
      [
        [
          ['available_in_pos', '=', true],
          ['sale_ok', '=', true],
          ['tracking', '=', 'none'],
          ['lst_price', '>', 0],
        ],
        ['name', 'lst_price', 'taxes_id'],
      ],
      { order: 'id', load: '' },
    ),
  );
  const taxIds = [...new Set(products.flatMap((product) => product.taxes_id))];
  const taxes = taxesSchema.parse(
    await odoo.call(
      'account.tax',
      'search_read',
      [
        [
          ['id', 'in', taxIds],
          ['amount_type', '=', 'percent'],
        ],
        ['amount', 'price_include'],
      ],
      { load: '' },
    ),
  );
  const taxOf = new Map(taxes.map((tax) => [tax.id, tax]));
  return products
    .filter(({ taxes_id: ids }) => ids.every((id) => taxOf.has(id)))
    .map(({ id, name, lst_price: price, taxes_id: ids }, index) => {
      const ours = ids.flatMap((taxId) => taxOf.get(taxId) ?? []);
      const included = ours.filter((tax) => tax.price_include).reduce((sum, tax) => sum + tax.amount, 0);
      return {
        itemId: index % 3 === 1 ? firstItemId + index : 0,
        odooItemId: index % 3 === 2 ? id : null,
        name,
        price: Math.round((price / (1 + included / 100)) * 100) / 100,
        taxPercent: ours.reduce((sum, tax) => sum + tax.amount, 0),
      };
    });
};
