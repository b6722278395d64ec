/** What matters of a tax for working it out. */
export interface TaxRule {
  readonly id: number;
  readonly type: 'percent' | 'fixed' | 'division';
  readonly amount: number;
  /** The price includes it. */
  readonly isInside: boolean;
  /** Taxes after it are laid on the base with it. */
  readonly raisesBase: boolean;
  /** It is laid on a base that others have raised. */
  readonly isRaised: boolean;
}

/** A price and a quantity that are not negative, with how amounts are rounded on the way. */
export interface LineToTax {
  readonly rules: readonly TaxRule[];
  readonly price: number;
  readonly quantity: number;
  readonly roundBase: (amount: number) => number;
  readonly roundTax: (amount: number) => number;
}

export interface TaxAmount {
  readonly id: number;
  readonly amount: number;
  readonly base: number;
}

export interface TaxedLine {
  readonly excluded: number;
  readonly taxes: readonly TaxAmount[];
}
