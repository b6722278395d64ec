import { divideRounded, isZero, multiply, subtract } from '../money.ts';
import type { PosProduct } from './odoo-pos.ts';
import { divide, percentOf } from './taxes/exact.ts';
import { computeLine, priceFor } from './taxes/order-taxes.ts';
import type { ComputedLine, TaxManner } from './taxes/order-taxes.ts';
import type { TaxesOfLine } from './taxes/taxes-of-line.ts';

/** A product that is sold on a line, with what its source says it costs; as of a sale. */
export interface SoldLine {
  readonly product: PosProduct;
  readonly name: string;
  readonly quantity: string;
  /** Before tax and any discount, of the whole line. */
  readonly gross: string;
  /** After the discount of the line. */
  readonly net: string;
  readonly lots: readonly string[];
  readonly taxes: TaxesOfLine;
}

/** A line as Odoo is to have it. */
export interface PricedLine extends Omit<SoldLine, 'gross' | 'net'> {
  /** Of one, with the taxes that prices include. */
  readonly unitPrice: string;
  /** Percent. */
  readonly discount: string;
}

/** Odoo keeps all digits of prices and discounts of the point of sale; floats carry fifteen. */
const priceDigits = 8;

/** The price and discount that make a line cost this much before tax. */
export const priceLine = ({ gross, ...line }: SoldLine, net: string, manner: TaxManner): PricedLine => {
  const discount = isZero(gross) ? '0' : subtract('100', divideRounded(multiply(net, '100'), gross, priceDigits));
  const taxed = { quantity: line.quantity, taxes: line.taxes.applied };
  // A fixed tax that the price includes gets no discount, so the price is found for what is left.
  const hasFixed = taxed.taxes.some(({ type, priceInclude }) => type === 'fixed' && priceInclude);
  const rest = subtract('1', divide(discount, '100'));
  const unitPrice =
    hasFixed && !isZero(rest) ? divide(priceFor(net, taxed, manner), rest) : priceFor(gross, taxed, manner);
  return { ...line, discount, unitPrice: divideRounded(unitPrice, '1', priceDigits) };
};

/** What Odoo makes of a line. */
export const computePriced = (line: PricedLine, manner: TaxManner): ComputedLine =>
  computeLine(
    {
      quantity: line.quantity,
      price: subtract(line.unitPrice, percentOf(line.unitPrice, line.discount)),
      taxes: line.taxes.applied,
    },
    manner,
  );
