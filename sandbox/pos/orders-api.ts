import { jsonAnswer } from '../answers.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import type { Sale } from './model.ts';
import type { PosSettings } from './settings.ts';
import type { Fetch, PosSource } from './source.ts';
import { saleOnWire } from './wire.ts';

const isLetIn = ({ key, header }: PosSettings, headers: SimulatorRequest['headers']): boolean => {
  if (key === null) return false;
  const isBearer = header !== 'x-api-key' && headers.authorization === `Bearer ${key}`;
  return isBearer || (header !== 'bearer' && headers['x-api-key'] === key);
};

/** What stands around the orders in the shape `orders`. */
const around = { before: '{"Status":1,"Message":"OK","Total":', after: ',"Page":null}' };

/**
 * The answer order by order, each made when the last one has gone out: an answer may be larger than anybody wants to hold. The first piece and the
 * last are what stands around the orders.
 */
function* piecesOf(source: PosSource, since: number | null, fetch: (orders: number) => Fetch): Generator<string> {
  const { settings } = source;
  const { count, sales } = source.changedSince(settings.ignoreSince ? null : since);
  const taken = fetch(count);
  const isObject = settings.shape === 'orders';
  const isAlone = settings.shape === 'single' && count === 1 && settings.repeat === 1;
  if (count === 0 && settings.empty === 'no-body') {
    taken.isWhole = true;
    return;
  }
  let text = isObject ? `${around.before}${count},"orders":[` : isAlone ? '' : '[';
  for (const sale of repeated(sales, settings.repeat)) {
    text += JSON.stringify(saleOnWire(sale, settings));
    yield text;
    taken.sent += 1;
    text = ',';
  }
  const end = isObject ? `]${around.after}` : isAlone ? '' : ']';
  yield (text === ',' ? '' : text) + end;
  taken.isWhole = true;
}

function* repeated(sales: Iterable<Sale>, times: number): Generator<Sale> {
  for (const sale of sales) for (let time = 0; time < times; time += 1) yield sale;
}

/** `GET <url>?since=<ISO>`: the orders whose last change is not older, oldest first (vendors.md §3). */
export const answerOrders = (source: PosSource, { method, path, headers }: SimulatorRequest): SimulatorResponse => {
  if (!isLetIn(source.settings, headers)) return jsonAnswer(401, { error: 'Unauthorized' });
  if (method !== 'GET') return jsonAnswer(405, { error: `${method} is not allowed` }, { Allow: 'GET' });
  const since = new URL(path, 'http://pos').searchParams.get('since');
  const instant = since === null ? null : Date.parse(since);
  if (Number.isNaN(instant)) return jsonAnswer(400, { error: `since ${since ?? ''} is no time` });
  const fetch = (orders: number): Fetch => {
    const begun = { at: new Date().toISOString(), since, orders, sent: 0, isWhole: false };
    source.tookFetch(begun);
    return begun;
  };
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: '',
    pieces: piecesOf(source, instant, fetch),
  };
};
