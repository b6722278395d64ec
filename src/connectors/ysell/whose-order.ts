import type { OrderEntry } from './answer-entries.ts';
import { textIn } from './answer-entries.ts';

/** Whose order an entry of an answer is; `unclear`: it names something that may be a reference of ours and may be a number of Ysell's own. */
export type Whose = 'ours' | 'of-another' | 'unsaid' | 'unclear';

/** Names under which a client's own reference may come back. */
const referenceFields = [
  ...['reference', 'client_reference', 'client_order_id', 'platform_order_id', 'external_id', 'ext_id'],
  ...['order_name', 'order_number'],
];

/** Whether an order found by our reference is the one with this reference. `order_id` is our reference where we send it, and may be another number in an answer. */
export const whoseOrder = ({ fields, ids }: OrderEntry, reference: string): Whose => {
  const named = referenceFields.map((field) => textIn(fields.get(field))).filter((text) => text !== null);
  if (named.length > 0) return named.includes(reference) ? 'ours' : 'of-another';
  if (ids.includes(reference)) return 'ours';
  const orderId = textIn(fields.get('order_id'));
  const id = textIn(fields.get('id'));
  if (orderId === null || orderId === id) return 'unsaid';
  if (shapeOf(orderId) !== shapeOf(reference)) return isNumber(orderId) ? 'unsaid' : 'unclear';
  return isNumber(orderId) && id === null ? 'unclear' : 'of-another';
};

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** `S00042` and `S00107` are of one shape, `991` is of another. */
const shapeOf = (text: string): string => text.replaceAll(/\d+/g, '0');
