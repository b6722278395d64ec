/** What a run that fetched and imported came to, in the words of requirement 1. */
export type PosStatus = 'success' | 'error' | 'no_orders';

export interface PosCounts {
  /** In the answer of the source. */
  readonly fetched: number;
  /** Made in Odoo and paid by this run. */
  readonly created: number;
  /** Paid in Odoo before. */
  readonly existing: number;
  /** Wait for a person. */
  readonly attention: number;
  /** Neither sale nor refund, or skipped by a person. */
  readonly refused: number;
  /** Wait to be imported, for example for a session. */
  readonly waiting: number;
}

/** A line of an order as it was written into Odoo. Decimal strings; of a refund the quantity is negative. */
export interface WrittenPosLine {
  readonly productId: number;
  readonly name: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly totalWithTax: string;
}

/** How a run ended, as its result tells. */
export interface PosRunResult {
  readonly status: PosStatus;
  readonly message: string;
  readonly counts: Partial<PosCounts>;
}
