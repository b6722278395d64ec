import type { FieldProblem } from '../../config/connections/problems.ts';
import type { OdooProduct } from '../../connectors/odoo/client.ts';
import type { ApiDeps } from '../deps.ts';
import { badInput } from '../parse-input.ts';
import { largestProductId } from './listing-shape.ts';
import type { ListingRow } from './read-listing-rows.ts';

type FindProducts = ApiDeps['findProducts'];

/**
 * Which product of Odoo each row means: by id, else by internal reference, else by barcode. Calls of all rows travel together.
 *
 * @throws Problem 400 naming each row whose product is unknown or not the only one; Failure when Odoo does not answer
 */
export const findListedProducts = async (
  find: FindProducts,
  rows: readonly ListingRow[],
): Promise<Map<string, number>> => {
  const found = await Promise.all(rows.map(async (each) => ({ each, products: await findByText(find, each.product) })));
  const problems = found.flatMap(({ each, products }) => problemsOf(each, products));
  if (problems.length > 0) throw badInput('the CSV', problems);
  return new Map(
    found.flatMap(({ each, products: [product] }) => (product === undefined ? [] : [[each.externalId, product.id]])),
  );
};

const findByText = async (find: FindProducts, text: string): Promise<readonly OdooProduct[]> => {
  if (/^\d{1,10}$/.test(text) && Number(text) <= largestProductId) {
    const byId = await find({ by: 'id', value: Number(text) });
    if (byId.length > 0) return byId;
  }
  const byReference = await find({ by: 'default-code', value: text });
  return byReference.length > 0 ? byReference : find({ by: 'barcode', value: text });
};

const problemsOf = ({ row, product }: ListingRow, products: readonly OdooProduct[]): FieldProblem[] => {
  const path = `row ${row}.product`;
  if (products.length === 0)
    return [{ path, message: `no product of Odoo has the id, internal reference or barcode ${product}` }];
  if (products.length > 1) {
    return [
      {
        path,
        message: `${products.length} products of Odoo answer to ${product} (ids ${products.map(({ id }) => id).join(', ')}): name one by its id`,
      },
    ];
  }
  return [];
};
