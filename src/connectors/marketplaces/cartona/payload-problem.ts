/** Why an entry of a pulled page is no order: the wrong field and what is wrong with it. */
export interface PayloadProblem {
  /** Below the entry: `order_details[0].amount`; empty for the entry itself. */
  readonly path: string;
  readonly message: string;
}

export const isProblem = (value: object): value is PayloadProblem => 'message' in value && 'path' in value;
