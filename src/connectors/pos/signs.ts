/** An amount and where it stands in the payload. */
export interface PlacedAmount {
  readonly path: string;
  readonly amount: string;
}

// Amounts are canonical (domain/amount.ts): what money.ts would find out by counting is seen.
export const isZero = (amount: string): boolean => amount === '0';

export const isNegative = (amount: string): boolean => amount.startsWith('-');

/** As of a sale. */
export const withoutSign = (amount: string): string => (isNegative(amount) ? amount.slice(1) : amount);

export interface FieldFault {
  readonly path: string;
  /** What completes the path to a sentence. */
  readonly words: string;
}

/** A sale has nothing negative. */
export const faultOfSale = (amounts: Iterable<PlacedAmount>): FieldFault | null => {
  for (const { path, amount } of amounts) {
    if (isNegative(amount)) {
      return { path, words: `is ${amount}: a sale with a negative amount; a refund has status 106` };
    }
  }
  return null;
};

/** A refund is written with one sign throughout: each of these kinds of amounts (quantities, prices, …) has its own. */
export const faultOfRefund = (kinds: readonly (readonly PlacedAmount[])[]): FieldFault | null => {
  for (const amounts of kinds) {
    const [first, ...others] = amounts.filter(({ amount }) => !isZero(amount));
    if (first === undefined) continue;
    const odd = others.find(({ amount }) => isNegative(amount) !== isNegative(first.amount));
    if (odd === undefined) continue;
    return {
      path: odd.path,
      words: `is ${odd.amount}, while ${first.path} is ${first.amount}: a refund is all negative or all positive`,
    };
  }
  return null;
};
