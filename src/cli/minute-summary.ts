import { attention, offer, order } from './answers.ts';
import type { Offer } from './answers.ts';
import { apiPath, openClient } from './client.ts';
import type { ListAnswer } from './client.ts';
import type { Server } from './server.ts';
import { counted } from './words.ts';

const most = 500;

/** What `start` says once a minute: how many orders moved and where they are now, what was pushed, and what waits for a person. */
export const summariseMinute = async (server: Server): Promise<string> => {
  const client = openClient(server);
  const since = new Date(Date.now() - 60_000).toISOString();
  const moved = await client.list(order, apiPath('orders'), { since }, most);
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
  return [movedInWords, ...offersInWords, waitingInWords(waiting.items.map((item) => item.kind))].join('; ');
};

const atLeast = ({ items, next }: ListAnswer<Offer>): string =>
  next === null ? counted(items.length, 'offer') : `more than ${items.length} offers`;

const waitingInWords = (kinds: readonly string[]): string =>
  kinds.length === 0
    ? 'nothing waits for a person'
    : `${kinds.length} waiting for a person (${[...new Set(kinds)].join(', ')}): bin/conveyor attention list`;
