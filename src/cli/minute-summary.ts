import { attention, connection, offer, order } from './answers.ts';
import type { Connection, Offer } from './answers.ts';
import { apiPath, openClient } from './client.ts';
import type { ApiClient, ListAnswer } from './client.ts';
import { fulfilment } from './fulfilment-answers.ts';
import { posOrder } from './pos-answers.ts';
import type { Server } from './server.ts';
import { counted } from './words.ts';

const most = 500;

/** What `start` says once a minute: how many orders moved and where they are now, what was pushed, and what waits for a person. */
export const summariseMinute = async (server: Server): Promise<string> => {
  const client = openClient(server);
  const since = new Date(Date.now() - 60_000).toISOString();
  const moved = await client.list(order, apiPath('orders'), { since }, most);
  const { items: connections } = await client.list(connection, apiPath('connections'), {}, Infinity);
  const sold = await soldInWords(client, connections, since);
  const shipped = await shippedInWords(client, connections, since);
  const pushed = await client.list(offer, apiPath('offers'), { since }, most);
  const pending = await client.list(offer, apiPath('offers'), { pending: true }, most);
  const waiting = await client.list(attention, apiPath('attention'), {}, most);
  const stages = Map.groupBy(moved.items, (item) => item.stage);
  const byStage = [...stages].map(([stage, items]) => `${items.length} ${stage}`).join(', ');
  const movedInWords =
    moved.items.length === 0 ? 'no order moved' : `${counted(moved.items.length, 'order')} moved (${byStage})`;
  const offersInWords = [
    ...(pushed.items.length === 0 ? [] : [`${atLeast(pushed)} pushed`]),
    ...(pending.items.length === 0 ? [] : [`${atLeast(pending)} waiting to be pushed`]),
  ];
  return [
    movedInWords,
    ...sold,
    ...shipped,
    ...offersInWords,
    waitingInWords(waiting.items.map((item) => item.kind)),
  ].join('; ');
};

/** A sentence for each point of sale whose orders moved. */
const soldInWords = async (client: ApiClient, connections: readonly Connection[], since: string): Promise<string[]> => {
  const words = connections
    .filter(({ kind }) => kind === 'pos')
    .map(async ({ id }) => {
      const moved = await client.list(posOrder, apiPath('pos', id, 'orders'), { since }, most);
      const states = Map.groupBy(moved.items, ({ state }) => state);
      const byState = [...states].map(([state, orders]) => `${orders.length} ${state}`).join(', ');
      const count =
        moved.next === null ? counted(moved.items.length, 'order') : `more than ${moved.items.length} orders`;
      return moved.items.length === 0 ? [] : [`${count} of ${id} moved (${byState})`];
    });
  return (await Promise.all(words)).flat();
};

/** One sentence for all prep centres. */
const shippedInWords = async (
  client: ApiClient,
  connections: readonly Connection[],
  since: string,
): Promise<string[]> => {
  if (!connections.some(({ kind }) => kind === 'ysell')) return [];
  const { items, next } = await client.list(fulfilment, apiPath('fulfilments'), { since }, most);
  if (items.length === 0) return [];
  const stages = Map.groupBy(items, ({ stage }) => stage);
  const byStage = [...stages].map(([stage, moved]) => `${moved.length} ${stage}`).join(', ');
  const count = next === null ? counted(items.length, 'shipment') : `more than ${items.length} shipments`;
  return [`${count} moved (${byStage})`];
};

const atLeast = ({ items, next }: ListAnswer<Offer>): string =>
  next === null ? counted(items.length, 'offer') : `more than ${items.length} offers`;

const waitingInWords = (kinds: readonly string[]): string =>
  kinds.length === 0
    ? 'nothing waits for a person'
    : `${kinds.length} waiting for a person (${[...new Set(kinds)].join(', ')}): bin/conveyor attention list`;
