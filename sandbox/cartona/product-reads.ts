import type { Product } from './product-model.ts';
import type { CartonaState } from './state.ts';

/** One item of the product list, with the misspelling that Cartona's own page shows. */
const listedItem = ({ supplier_product_id, refuses: _, ...product }: Product): Record<string, unknown> => ({
  suppler_prodcut_id: supplier_product_id,
  ...product,
});

/** A page of products; bare, without totals: a short page is the last one. */
export const listProducts = (state: CartonaState, query: URLSearchParams, page: Page): unknown[] => {
  const supplierId = query.get('supplier_product_id');
  const internalId = query.get('internal_product_id');
  const found = [...state.products.values()]
    .map(({ product }) => product)
    .filter(
      (product) =>
        (supplierId === null || product.supplier_product_id === supplierId) &&
        (internalId === null || product.internal_product_id === internalId),
    );
  return found.slice(page.from, page.to).map(listedItem);
};

export const listBaseProducts = (state: CartonaState, page: Page): unknown[] =>
  [...state.products.values()]
    .slice(page.from, page.to)
    .map(({ product: { base_product_id, product_name, unit, unit_count } }) => ({
      base_product_id,
      product_name,
      unit,
      unit_count,
    }));

export interface Page {
  readonly from: number;
  readonly to: number;
}

const positive = (text: string | null, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
};

/** `page` and `per_page` (100 when left out); `limit` is what Cartona's Postman collection shows. */
export const pageOf = (query: URLSearchParams): Page => {
  const size = positive(query.get('per_page') ?? query.get('limit'), 100);
  const number = positive(query.get('page'), 1);
  return { from: (number - 1) * size, to: number * size };
};
