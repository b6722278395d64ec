import type { Client } from '@temporalio/client';
import { workflowIds } from '../../src/domain/names.ts';
import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Figure } from '../benchmark.ts';
import { historyCost } from '../orders/history-cost.ts';
import { measureUse } from '../orders/use.ts';
import { openPrepShop } from './prep-shop.ts';
import type { PrepShop } from './prep-shop.ts';
import { callsTo, untilSent } from './sent.ts';

/** Each status of the usual way beyond the one it is created in, with the hour it comes at, of 30 days; the last ends it. */
const days = 30;
const rounds = days * 24;
const way: ReadonlyMap<number, string> = new Map([
  [20, '6'],
  [22, '6.3'],
  [24, '6.4'],
  [26, '7'],
  [48, '7.1'],
  [rounds, 'Done'],
]);
const lives = 5;
const patienceMs = 60_000;

/** What an order costs that is under way for a month and asked after every hour: the rounds are played one after the other. */
export const measureLife = async (service: Service, say: (line: string) => void): Promise<readonly Figure[]> => {
  const shop = await openPrepShop(service);
  const quotations = await shop.quotations(lives);
  say(`${lives} orders through ${rounds} hourly rounds`);
  const { result: waiting, use } = await measureUse(service, () => live(service, shop, quotations));
  const ended = await costsOf(service.client, shop.id, quotations);
  const calls = (await callsTo(service, shop.id)) - rounds * lives;
  return [
    {
      name: `events of an order, ${days} days polled hourly`,
      value: most(ended.map(({ events }) => events)),
      unit: '',
      goal: { atMost: 60 },
      note: `${way.size} statuses, ${rounds} rounds; ${most(waiting)} before the last`,
    },
    { name: 'billable actions of such an order', value: most(ended.map(({ actions }) => actions)), unit: '' },
    { name: 'Odoo calls per order, whole life', value: use.odooCalls / lives, unit: '', note: 'its notes included' },
    { name: 'Ysell calls per order beside the polls', value: calls / lives, unit: '' },
  ];
};

/** @returns events of each before the last round */
const live = async (service: Service, shop: PrepShop, quotations: readonly number[]): Promise<readonly number[]> => {
  await shop.confirm(quotations);
  await untilSent(service, shop.id, lives, patienceMs);
  let before: readonly number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const status = way.get(round);
    if (round === rounds) before = (await costsOf(service.client, shop.id, quotations)).map(({ events }) => events);
    if (status !== undefined) await moveAll(service, shop, status);
    await shop.follow();
    // An hour lies between two rounds: what one changed is seen to before the next.
    if (status !== undefined) await untilSeen(service, shop);
  }
  await waitFor(
    'the transfers of all',
    () =>
      service.store.db
        .selectFrom('fulfilments')
        .select(['stage', 'transfer_name', 'centre_status'])
        .where('connection', '=', shop.id)
        .execute(),
    (rows) => rows.every(({ stage }) => stage === 'delivered'),
    { withinMs: patienceMs },
  );
  return before;
};

const moveAll = async ({ store, sandbox }: Service, { id }: PrepShop, status: string): Promise<void> => {
  const rows = await store.db.selectFrom('fulfilments').select('centre_id').where('connection', '=', id).execute();
  for (const { centre_id: order } of rows) sandbox.ysell.control.setStatus(order ?? '', { status });
};

const untilSeen = async ({ store }: Service, { id }: PrepShop): Promise<void> => {
  await waitFor(
    'runs that have seen what changed',
    () =>
      store.db
        .selectFrom('fulfilments')
        .select(['number', 'revision', 'seen_revision'])
        .where('connection', '=', id)
        .whereRef('seen_revision', '<', 'revision')
        .execute(),
    (rows) => rows.length === 0,
    { withinMs: patienceMs },
  );
};

interface Cost {
  readonly events: number;
  readonly actions: number;
}

/** Of all runs that an order had. */
const costsOf = (client: Client, connection: string, saleOrderIds: readonly number[]): Promise<readonly Cost[]> =>
  Promise.all(
    saleOrderIds.map(async (saleOrderId) => {
      const workflowId = workflowIds.shipment(connection, saleOrderId);
      const runIds: string[] = [];
      for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) runIds.push(runId);
      const costs = await Promise.all(runIds.map((runId) => historyCost(client, workflowId, runId)));
      return costs.reduce<Cost>(
        (sum, { events, actions }) => ({ events: sum.events + events, actions: sum.actions + actions }),
        { events: 0, actions: 0 },
      );
    }),
  );

const most = (values: readonly number[]): number => Math.max(...values);
