import { attention, connection, offer, order } from './answers.ts';
import type { Connection, Offer } from './answers.ts';
import { apiPath, openClient } from './client.ts';
import type { ApiClient, ListAnswer } from './client.ts';
import { delivery } from './delivery-answers.ts';
import { fulfilment } from './fulfilment-answers.ts';
import { mirrorStatus } from './mirror-answers.ts';
import { mirroredInWords } from './mirror-words.ts';
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
  const carried = await carriedInWords(client, connections, since);
  const mirrored = mirroredInWords(await client.get(mirrorStatus, apiPath('odoo', 'sync', 'status')), since);
  const pushed = await client.list(offer, apiPath('offers'), { since }, most);
  const pending = await client.list(offer, apiPath('offers'), { pending: true }, most);
  const waiting = await client.list(attention, apiPath('attention'), {}, most);
  const offersInWords = [
    ...(pushed.items.length === 0 ? [] : [`${atLeast(pushed)} pushed`]),
    ...(pending.items.length === 0 ? [] : [`${atLeast(pending)} waiting to be pushed`]),
  ];
  return [
    ...(moved.items.length === 0 ? ['no order moved'] : movedInWords(moved, 'order', ({ stage }) => stage)),
    ...sold,
    ...shipped,
    ...carried,
    ...(mirrored === null ? [] : [mirrored]),
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
      return movedInWords(moved, `order of ${id}`, ({ state }) => state, `orders of ${id}`);
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
  const moved = await client.list(fulfilment, apiPath('fulfilments'), { since }, most);
  return movedInWords(moved, 'shipment', ({ stage }) => stage);
};

/** One sentence for all couriers. */
const carriedInWords = async (
  client: ApiClient,
  connections: readonly Connection[],
  since: string,
): Promise<string[]> => {
  if (!connections.some(({ kind }) => kind === 'opal')) return [];
  const moved = await client.list(delivery, apiPath('delivery', 'shipments'), { since }, most);
  return movedInWords(moved, 'delivery', ({ state }) => state, 'deliveries');
};

/** How many moved, and where they are now; nothing where none did. */
const movedInWords = <Item>(
  { items, next }: ListAnswer<Item>,
  one: string,
  stateOf: (item: Item) => string,
  many = `${one}s`,
): string[] => {
  if (items.length === 0) return [];
  const byState = [...Map.groupBy(items, stateOf)].map(([state, moved]) => `${moved.length} ${state}`).join(', ');
  const count = next === null ? counted(items.length, one, many) : `more than ${items.length} ${many}`;
  return [`${count} moved (${byState})`];
};

const atLeast = ({ items, next }: ListAnswer<Offer>): string =>
  next === null ? counted(items.length, 'offer') : `more than ${items.length} offers`;

const waitingInWords = (kinds: readonly string[]): string =>
  kinds.length === 0
    ? 'nothing waits for a person'
    : `${kinds.length} waiting for a person (${[...new Set(kinds)].join(', ')}): bin/conveyor attention list`;
