import Big from 'big.js';
import { decimalOf } from '../decimals.ts';
import type { CarriedRow, MoveRow, WeighedProduct } from './picking-rows.ts';

const kilogramsPerPound = '0.45359237';
/** Couriers weigh in grams, and round up. */
const decimals = 3;

/**
 * Kilograms of the whole transfer: as Odoo has it, packages included, else of its products. Null where nothing has a weight. All weights of a database are in one
 * unit, that of its products.
 */
export const weightOf = (row: CarriedRow): string | null => {
  const known = [row.shipping_weight, row.weight].find((weight) => weight !== undefined && weight > 0);
  const weight = known === undefined ? weightOfProducts(row) : new Big(decimalOf(known));
  if (weight.lte(0)) return null;
  const kilograms = isInPounds(row) ? weight.times(kilogramsPerPound) : weight;
  return kilograms.round(decimals, Big.roundUp).toFixed();
};

/** What is reserved or moved; while nothing is, what is wanted. */
const weightOfProducts = (row: CarriedRow): Big => {
  const lines = row.move_line_ids.filter((line) => line.quantity_product_uom > 0);
  const goods =
    lines.length > 0
      ? lines.map((line) => ({ product: line.product_id, quantity: line.quantity_product_uom }))
      : openMoves(row).map((move) => ({ product: move.product_id, quantity: move.product_qty }));
  return goods.reduce(
    (sum, { product, quantity }) =>
      product === null ? sum : sum.plus(new Big(decimalOf(product.weight)).times(decimalOf(quantity))),
    new Big(0),
  );
};

export const openMoves = (row: CarriedRow): readonly MoveRow[] =>
  row.move_ids.filter((move) => move.state !== 'cancel');

/** `lb`, or `lb (US)`, whatever else is written there in the user's language. */
const isInPounds = (row: CarriedRow): boolean =>
  productsOf(row).some((product) => /^lbs?\b/i.test(product.weight_uom_name ?? ''));

const productsOf = (row: CarriedRow): readonly WeighedProduct[] => [
  ...row.move_ids.map((move) => move.product_id),
  ...row.move_line_ids.flatMap((line) => line.product_id ?? []),
];
