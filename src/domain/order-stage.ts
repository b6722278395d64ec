/** How far an order is, as people see it. */
export const orderStages = [
  'received',
  'held',
  'imported',
  'acknowledged',
  'confirmed',
  'shipped',
  'delivered',
  'returned',
  'cancelled',
  'skipped',
] as const;

export type OrderStage = (typeof orderStages)[number];

export const attentionKinds = [
  'unknown-product',
  'customer',
  'total-mismatch',
  'changed-after-confirmation',
  'otp-required',
  'return-by-hand',
  'not-enough-stock',
  'ambiguous-record',
  'rejected',
  'bad-payload',
  'unauthorized',
  'unavailable',
  'outcome-unknown',
  'offer-refused',
  'price-not-positive',
  'listing-unmatched',
  'listing-archived',
  'no-pos-session',
  'payment-mismatch',
  'changed-after-import',
  'changed-after-sending',
  'missing-fields',
  'cancel-by-hand',
] as const;

export type AttentionKind = (typeof attentionKinds)[number];

export const attentionActions = ['retry', 'skip', 'cancel'] as const;
export type AttentionAction = (typeof attentionActions)[number];
