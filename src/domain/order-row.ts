/** A line as Conveyor wrote it into the sale order, or left it out. Quantities and prices are decimal strings in units of the product. */
export interface WrittenLine {
  readonly externalId: string;
  readonly productId: number | null;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly name: string;
  readonly skipped: boolean;
}

/** Why a payload could not be read as an order. */
export interface ProblemOfContent {
  readonly path: string;
  readonly message: string;
}
