import type { AttentionKind } from '../../domain/order-stage.ts';

/** What is to be done, in the few words of a to-do. Steps tell apart what one order may need twice at once. */
export const activitySummary = (attention: {
  readonly kind: AttentionKind;
  readonly step: string;
  readonly number: string | null;
  readonly target_id: string;
  readonly target_type: string;
}): string => {
  const step =
    needsStep(attention.kind) && attention.step !== '' ? ` (${stepWords[attention.step] ?? attention.step})` : '';
  const what = attention.target_type === 'order' ? 'Order' : 'Shipment';
  return `${what} ${attention.number ?? attention.target_id}: ${kindWords[attention.kind]}${step}`;
};

const kindWords: Record<AttentionKind, string> = {
  'unknown-product': 'map the unknown product',
  customer: 'say who the customer is',
  'total-mismatch': 'compare the totals',
  'changed-after-confirmation': 'the customer changed it',
  'otp-required': 'enter the one-time password',
  'return-by-hand': 'take the goods back',
  'not-enough-stock': 'cannot be shipped in full',
  'ambiguous-record': 'more than one record fits',
  rejected: 'was refused',
  'bad-payload': 'cannot be read',
  unauthorized: 'the secrets are refused',
  unavailable: 'out of reach',
  'outcome-unknown': 'see whether it was done',
  'offer-refused': 'the marketplace refuses its price or stock',
  'price-not-positive': 'has no price to offer',
  'listing-unmatched': 'say which product it is',
  'listing-archived': 'its product is archived',
  'no-pos-session': 'open a session',
  'payment-mismatch': 'compare the amounts',
  'changed-after-import': 'changed after it was imported',
  'changed-after-sending': 'changed after it was sent',
  'missing-fields': 'complete what is missing',
  'cancel-by-hand': 'cancel it at the prep centre',
};

const needsStep = (kind: AttentionKind): boolean =>
  kind === 'rejected' || kind === 'bad-payload' || kind === 'outcome-unknown' || kind === 'unavailable';

const stepWords: Readonly<Record<string, string>> = {
  import: 'import',
  acknowledge: 'acknowledgement',
  apply: 'change in Odoo',
  push: 'status at the marketplace',
  close: 'close',
  look: 'order in Odoo',
  send: 'sending',
  deliver: 'transfer',
  status: 'status at the prep centre',
  change: 'change',
  cancel: 'cancelling',
};
