import { statusNameOf } from '../../sandbox/ysell/statuses.ts';
import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Figure } from '../benchmark.ts';
import { openPrepShop } from './prep-shop.ts';
import type { PrepShop } from './prep-shop.ts';

const rowsAtOnce = 500;
const bunching = 1.05;
const second = 1_000;
const hour = 3_600 * second;

/** One round that asks after very many orders, of which none has news, as most rounds do: calls, time, and whether it kept to its rate. */
export const measureRound = async (
  service: Service,
  {
    count,
    dialect,
    requestsPerSecond,
  }: { readonly count: number; readonly dialect: 'requirement' | 'v1'; readonly requestsPerSecond: number },
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const shop = await openPrepShop(service, { dialect, requestsPerSecond });
  await storeOpenOrders(service, shop, { count, dialect });
  say(`asking after ${count} open orders, dialect ${dialect}`);
  const before = callsAtYsell(service);
  const startedAt = performance.now();
  const { asked, changed } = await shop.follow();
  const seconds = (performance.now() - startedAt) / second;
  if (asked !== count || changed > 0)
    throw new Error(`${asked} of ${count} orders were asked after, ${changed} changed`);
  const calls = callsAtYsell(service) - before;
  // The exchange log is written behind the calls.
  const times = await waitFor(
    `${calls} calls in the exchange log`,
    () => callTimes(service, shop),
    (logged) => logged.length >= calls,
  );
  const name = `${count} open orders, ${dialect}`;
  return [
    { name: `${name}: calls`, value: calls, unit: '' },
    { name: `${name}: one round`, value: seconds, unit: 's', note: `${requestsPerSecond} calls a second are allowed` },
    {
      name: `${name}: most calls in a second`,
      value: mostInASecond(times),
      unit: '',
      // Turns are given evenly; the timers that wait for them bunch a few on a busy machine.
      goal: { atMost: Math.ceil(requestsPerSecond * bunching) },
    },
  ];
};

/** Orders as they are while they are under way: at the prep centre, and in the database as they were last asked after. */
const storeOpenOrders = async (
  { sandbox, store }: Service,
  { id }: PrepShop,
  { count, dialect }: { readonly count: number; readonly dialect: 'requirement' | 'v1' },
): Promise<void> => {
  const receiver = { name: 'Ola Nordmann', phone: '+47 22 00 00 00', street: 'Storgata 1', city: 'Oslo' };
  const orders = Array.from({ length: count }, (_, index) => {
    const reference = `${id}-${index + 1}`;
    const items = [{ productId: 'P1', quantity: 1 }];
    const made = sandbox.ysell.control.createOrder({ reference, receiver, items });
    const shown =
      dialect === 'v1'
        ? { status: made.status, words: statusNameOf(made.status) }
        : { status: made.statusText, words: null };
    return { reference, centreId: String(made.id), saleOrderId: 1_000_000 + index, shown };
  });
  for (let from = 0; from < count; from += rowsAtOnce) {
    await store.db
      .insertInto('fulfilments')
      .values(
        orders.slice(from, from + rowsAtOnce).map(({ reference, centreId, saleOrderId, shown }) => ({
          connection: id,
          sale_order_id: saleOrderId,
          number: reference,
          stage: 'sent' as const,
          looked_revision: 1,
          seen_revision: 1,
          delivered_revision: 1,
          odoo_state: 'sale' as const,
          ordered_at: new Date(),
          centre_id: centreId,
          centre_status: shown.status,
          centre_words: shown.words,
          status_class: 'progress' as const,
          sent_at: new Date(),
          // They have no runs, and the sweep is not to start any: this is about the round.
          updated_at: new Date(Date.now() + hour),
        })),
      )
      .execute();
  }
};

const callsAtYsell = ({ sandbox }: Service): number => sandbox.log.counts()['ysell']?.total ?? 0;

/** When each call went out, oldest first; milliseconds. */
const callTimes = async ({ store }: Service, { id }: PrepShop): Promise<readonly number[]> => {
  const rows = await store.db
    .selectFrom('exchanges')
    .select('at')
    .where('connection', '=', id)
    .where('direction', '=', 'out')
    .orderBy('at')
    .execute();
  return rows.map(({ at }) => at.getTime());
};

const mostInASecond = (times: readonly number[]): number => {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) >= second) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
};
