import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import type { Fields, OrderEntry } from './answer-entries.ts';
import { isSuccess, statusIn, textIn } from './answer-entries.ts';

/** The id of an order at Ysell; our own reference only where it gives nothing else. */
export const idOf = ({ ids }: OrderEntry, reference: string): string | null =>
  ids.find((id) => id !== reference) ?? ids[0] ?? null;

/** An order as it stands there. */
export const centreOrderOf = ({ fields }: OrderEntry, id: string): CentreOrder => ({
  id,
  status: statusIn(fields),
  words: wordsIn(fields),
  trackingNumber: trackingIn(fields),
});

const wordFields = [
  ...['status_name', 'status_text', 'status_title', 'status_description', 'status_message', 'status_comment'],
  ...['error_message', 'error', 'message', 'reason'],
];

const wordsIn = (fields: Fields): string | null => {
  const status = fields.get('status') ?? fields.get('state');
  const named = typeof status === 'object' && status !== null ? new Map<string, unknown>(Object.entries(status)) : null;
  const found = [
    ...['name', 'title', 'text', 'label'].map((field) => named?.get(field)),
    ...wordFields.map((field) => fields.get(field)),
  ];
  const told = found.map(textIn).filter((words) => words !== null);
  return told.find((words) => words !== statusIn(fields) && !isSuccess(words)) ?? null;
};

const trackingField = /^track(?:ing)?(?:_?(?:number|no|code))?$/i;

/** Of the order, else of its shipments, however many there are. */
const trackingIn = (fields: Fields): string | null => {
  const shipments = fields.get('shipments');
  const parts = [fields, ...(Array.isArray(shipments) ? shipments.map(fieldsOf) : [])];
  const numbers = parts.flatMap((part) => trackingNumbersIn(part));
  return numbers.length === 0 ? null : [...new Set(numbers)].join(', ');
};

const trackingNumbersIn = (fields: Fields): readonly string[] => {
  const found = [...fields].filter(([field]) => trackingField.test(field)).map(([, value]) => value);
  return found.flatMap((value) => textIn(value) ?? textIn(fieldsOf(value).get('number')) ?? []);
};

const fieldsOf = (value: unknown): Fields =>
  new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
