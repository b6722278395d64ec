import { z } from 'zod';
import { findConnectionKind } from '../../../connectors/kinds.ts';
import { openPosOrderStates } from '../../../domain/pos/pos-order.ts';
import { openAttention } from '../../../store/attention.ts';
import { countOrders, getConnectionActivity } from '../../../store/connection-status.ts';
import type { ConnectionActivity } from '../../../store/connection-status.ts';
import { connectionTarget } from '../../../store/connections.ts';
import type { ConnectionRecord } from '../../../store/connections.ts';
import type { Db } from '../../../store/database.ts';
import { readFollowed } from '../../../store/fulfilments/followed.ts';
import { countFulfilments } from '../../../store/fulfilments/totals.ts';
import { countPosOrders } from '../../../store/pos/order-list.ts';
import { readPosStatus } from '../../../store/pos/pos-runs.ts';
import { countShipments } from '../../../store/shipments/totals.ts';
import { countOffers } from '../../../store/offers/counts.ts';
import { connectionStates, stateOf } from '../../connections/connection-shape.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { connectionParams, findConnection } from './connection-params.ts';

const time = z.iso.datetime().nullable();

const statusShape = z
  .strictObject({
    state: z
      .enum([...connectionStates, 'unavailable'])
      .describe('`unavailable`: the other side does not answer; it is tried again by itself.'),
    lastOrderSync: z
      .strictObject({
        startedAt: time,
        finishedAt: time,
        result: z.record(z.string(), z.unknown()).nullable(),
        error: z.string().nullable(),
      })
      .nullable()
      .describe('The last pull of orders, or the last fetch from a point of sale; null before the first.'),
    lastOfferPush: time.describe('When an offer was pushed last; null when none was.'),
    counts: z.strictObject({
      orders: z.strictObject({ open: z.int(), attention: z.int(), byStage: z.record(z.string(), z.int()) }),
      offers: z.strictObject({
        pending: z.int().describe('Listings whose change is not pushed yet.'),
        pushedLastHour: z.int(),
        refused: z.int().describe('Listings whose newest value the marketplace refused.'),
        ageMs: z
          .strictObject({ p50: z.number().nullable(), p99: z.number().nullable() })
          .describe(
            'From a change being noticed until the marketplace had it, over the last hour; null when nothing was pushed.',
          ),
      }),
      fulfilments: z
        .strictObject({ open: z.int(), attention: z.int(), openByStage: z.record(z.string(), z.int()) })
        .describe('Sale orders that a prep centre ships.'),
      shipments: z
        .strictObject({ open: z.int(), attention: z.int(), openByState: z.record(z.string(), z.int()) })
        .describe('Pickings that a courier carries.'),
    }),
    lastFollow: z
      .strictObject({ startedAt: z.iso.datetime(), result: z.record(z.string(), z.unknown()) })
      .nullable()
      .describe(
        'The last round that asked a prep centre or a courier after all open shipments; null before the first.',
      ),
    problems: z.array(z.string()).describe('What is wrong, in words; empty when nothing is.'),
  })
  .meta({ id: 'ConnectionStatus' });

export const getConnectionStatus = endpoint({
  method: 'GET',
  path: '/api/connections/{id}/status',
  access: 'read',
  tag: 'connections',
  summary: 'How a connection is doing',
  params: connectionParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'Its state, what it did last, and what is wrong', schema: statusShape } },
  problems: ['not-found'],
  handle: async ({ params: { id } }, deps) => {
    const connection = await findConnection(deps, id);
    const isPos = findConnectionKind(connection.kind)?.category === 'pos';
    const [activity, doings, { lastPushAt, ...offers }, followed, fulfilments, shipments, attention] =
      await Promise.all([
        getConnectionActivity(deps.db, id),
        isPos ? posDoings(deps.db, id) : marketplaceDoings(deps.db, id),
        countOffers(deps.db, id),
        readFollowed(deps.db, id),
        countFulfilments(deps.db, id),
        countShipments(deps.db, id),
        openAttention(deps.db, connectionTarget(id)),
      ]);
    const { lastOrderSync, orders } = doings;
    const state = stateOf(connection);
    const problems = [
      ...ownProblems(connection, activity),
      ...(lastOrderSync?.error == null ? [] : [`The last ${isPos ? 'fetch' : 'pull'} failed: ${lastOrderSync.error}`]),
      ...attention.map(({ reason }) => reason),
    ];
    return ok({
      state: state === 'running' && activity.unavailableSince !== null ? 'unavailable' : state,
      lastOrderSync,
      lastOfferPush: lastPushAt?.toISOString() ?? null,
      lastFollow:
        followed === undefined ? null : { startedAt: followed.followedAt.toISOString(), result: followed.result },
      counts: { orders, offers, fulfilments, shipments },
      problems: [...new Set(problems)],
    });
  },
});

type Status = z.input<typeof statusShape>;

/** What became of orders, and when they were last looked for. */
type Doings = Pick<Status, 'lastOrderSync'> & Pick<Status['counts'], 'orders'>;

const marketplaceDoings = async (db: Db, id: string): Promise<Doings> => {
  const [activity, orders] = await Promise.all([getConnectionActivity(db, id), countOrders(db, id)]);
  const { pullStartedAt, pullFinishedAt, pullResult: result, pullError: error } = activity;
  if (pullStartedAt === null) return { lastOrderSync: null, orders };
  const startedAt = pullStartedAt.toISOString();
  return { lastOrderSync: { startedAt, finishedAt: pullFinishedAt?.toISOString() ?? null, result, error }, orders };
};

const posDoings = async (db: Db, id: string): Promise<Doings> => {
  const [{ last, running }, { attention, byState }] = await Promise.all([
    readPosStatus(db, id),
    countPosOrders(db, id),
  ]);
  const open = openPosOrderStates.reduce((sum, state) => sum + (byState[state] ?? 0), 0);
  const orders = { open, attention, byStage: { ...byState } };
  const run = running ?? last;
  if (run === undefined) return { lastOrderSync: null, orders };
  const { started_at: startedAt, finished_at: finishedAt, status, message, counts } = run;
  const lastOrderSync = {
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    result: status === null ? null : { status, message, counts },
    error: status === 'error' ? message : null,
  };
  return { lastOrderSync, orders };
};

const ownProblems = (connection: ConnectionRecord, activity: ConnectionActivity): string[] => [
  ...(connection.pausedBy === 'operator' ? [`Paused: ${connection.pausedReason ?? 'by an operator'}`] : []),
  ...(activity.unavailableSince === null
    ? []
    : [`Out of reach since ${activity.unavailableSince.toISOString()}; tried again by itself`]),
];
