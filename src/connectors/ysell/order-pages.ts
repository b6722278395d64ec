import { brokenAnswer } from '../classify-response.ts';
import type { HttpAnswer, HttpCall } from '../http.ts';
import { entriesIn } from './answer-entries.ts';
import type { OrderEntry } from './answer-entries.ts';
import { askFor } from './centre-context.ts';
import type { CentreContext } from './centre-context.ts';

/** The most that is given at once (vendors.md §2). */
export const pageSize = 50;

/** One page of the orders at Ysell, newest first. */
export interface OrderPage {
  /** Orders that no page before this one had. */
  readonly entries: readonly OrderEntry[];
  /** How many pages there are; null where the answer does not say. */
  readonly pages: number | null;
  /** Nothing follows. */
  readonly isLast: boolean;
}

/** Where the list is, and what its calls are about. */
export interface ListCall extends Pick<HttpCall, 'path' | 'about'> {
  readonly query: Readonly<Record<string, string>>;
  readonly externalIds: readonly string[];
}

/** The pages of a list, newest order first, each fetched when it is asked for. @throws Failure `BadResponse` when an answer is no list */
export async function* orderPages(
  context: CentreContext,
  list: () => ListCall,
): AsyncGenerator<OrderPage, void, undefined> {
  const seen = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { query, ...call } = list();
    const request: HttpCall = {
      method: 'GET',
      ...call,
      query: { ...query, sort: '-id', page, 'per-page': pageSize },
      effect: 'read',
    };
    const answer = await askFor(context, request);
    if (answer === null) throw brokenAnswer(context.connection, request, 404, 'there must be a list of orders');
    const orders = ordersOf(context, request, answer);
    // New orders push old ones onto the next page; a page behind the last one is answered with the last one by servers of this kind.
    const entries = orders.filter(({ ids: [id = ''] }) => !seen.has(id));
    for (const { ids } of entries) seen.add(ids[0] ?? '');
    const pages = pagesOf(answer);
    const isLast = entries.length === 0 || (pages !== null && page >= pages);
    yield { entries, pages, isLast };
    if (isLast) return;
  }
}

const ordersOf = ({ connection }: CentreContext, call: HttpCall, answer: HttpAnswer): readonly OrderEntry[] => {
  const { body, status } = answer;
  const list: unknown = Array.isArray(body) ? body : enveloped(body);
  if (!Array.isArray(list)) throw brokenAnswer(connection, call, status, 'without a list of orders');
  const { orders } = entriesIn(list);
  if (orders.length < list.length)
    throw brokenAnswer(connection, call, status, 'with a list of something else than orders');
  return orders;
};

/** A bare list, or the envelope that servers of this kind may have (`{items: […], _meta: {…}}`). */
const enveloped = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(body));
  return fields.get('items') ?? fields.get('orders') ?? fields.get('data');
};

const pagesOf = ({ headers }: HttpAnswer): number | null => {
  const text = headers['x-pagination-page-count'] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
};
