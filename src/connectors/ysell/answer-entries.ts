export type Fields = ReadonlyMap<string, unknown>;

/** One order of an answer, unread. */
export interface OrderEntry {
  readonly fields: Fields;
  /** What may be its id, the likeliest first: `id`, `order_id`, and then those of an order inside (interface.md §4). */
  readonly ids: readonly string[];
}

/** What an answer holds: orders, or else what it says instead of one. */
export interface AnswerEntries {
  readonly orders: readonly OrderEntry[];
  /** An object that is no order, such as `{"error": "…"}`; null where there is nothing at all. */
  readonly remark: Fields | null;
}

const wrappers = ['order', 'orders', 'data', 'result', 'results'] as const;

/** Deeper than any answer nests its orders. */
const deepest = 5;

/** Answers are the order, `{order: {…}}`, `{orders: […]}`, `{data: …}` or a list. */
export const entriesIn = (body: unknown, depth = 0): AnswerEntries => {
  if (isNothing(body)) return { orders: [], remark: null };
  if (depth > deepest) return { orders: [], remark: new Map([['message', 'too much around it']]) };
  if (Array.isArray(body)) {
    const all = body.map((each) => entriesIn(each, depth + 1));
    return { orders: all.flatMap(({ orders }) => orders), remark: all.find(({ remark }) => remark)?.remark ?? null };
  }
  if (typeof body !== 'object') return { orders: [], remark: new Map([['message', body]]) };
  const fields = new Map<string, unknown>(Object.entries(body ?? {}));
  const own: OrderEntry = { fields, ids: idsIn(fields) };
  if (own.ids.length > 0 && statusIn(fields) !== null) return { orders: [own], remark: null };
  for (const name of wrappers) {
    const inside = fields.get(name);
    if (typeof inside !== 'object' || inside === null) continue;
    if (own.ids.length > 0 && isNothing(inside)) continue;
    return around(own, name, entriesIn(inside, depth + 1), Array.isArray(inside));
  }
  const isOrder = own.ids.length > 0 || (statusIn(fields) !== null && !isOutcome(fields.get('status')));
  return isOrder ? { orders: [own], remark: null } : { orders: [], remark: fields };
};

/** What stands around a single order belongs to it. */
const around = (outer: OrderEntry, name: string, inside: AnswerEntries, isList: boolean): AnswerEntries => {
  const rest = new Map([...outer.fields].filter(([field]) => field !== name));
  if (inside.orders.length === 0) return { orders: [], remark: inside.remark ?? rest };
  if (isList) return inside;
  const orders = inside.orders.map(({ fields, ids }) => ({
    fields: new Map([...rest, ...fields]),
    ids: [...outer.ids, ...ids],
  }));
  return { orders, remark: null };
};

/** An id is a text or a number; 0 and blank are how its absence is told. */
export const textIn = (value: unknown): string | null => {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' || text === '0' ? null : text.slice(0, 500);
};

const idsIn = (fields: Fields): readonly string[] =>
  [textIn(fields.get('id')), textIn(fields.get('order_id'))].filter((id) => id !== null);

/** Words that tell how the call went, and not where an order stands. */
const success = /^(?:ok|success|successful|true)$/i;
const outcome = /^(?:error|fail|failed|failure|false|not[ _-]?found|[1-5]\d\d)$/i;

const isOutcome = (status: unknown): boolean => outcome.test(textIn(status) ?? '');

export const isSuccess = (word: string): boolean => success.test(word);

/** `status`, else `state`; either may be an object with a code and its name. */
export const statusIn = (fields: Fields): string | null => {
  for (const value of [fields.get('status'), fields.get('state')]) {
    const code = typeof value === 'object' && value !== null ? codeIn(value) : value;
    const text = typeof code === 'number' ? decimalText(code) : decimalNoise(textIn(code));
    if (text !== null && !isSuccess(text)) return text;
  }
  return null;
};

const codeIn = (status: object): unknown => {
  const fields = new Map<string, unknown>(Object.entries(status));
  return fields.get('code') ?? fields.get('id') ?? fields.get('value') ?? fields.get('name');
};

/** Codes are decimals with at most two digits: 7.1, however a float on the way spells it. */
const decimalText = (code: number): string | null => (Number.isFinite(code) ? String(Number(code.toFixed(2))) : null);

/** Long fractions come as texts (read-json.ts); what a person wrote has none. */
const decimalNoise = (text: string | null): string | null =>
  text !== null && /^\d{1,4}\.\d{6,}$/.test(text) ? decimalText(Number(text)) : text;

export const isNothing = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
};
