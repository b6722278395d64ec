import { z } from 'zod';
import { countPosOrders } from '../../../store/pos/order-list.ts';
import { countFetched, messageOf, readPosStatus } from '../../../store/pos/pos-runs.ts';
import type { PosRunRow } from '../../../store/pos/pos-runs.ts';
import type { ApiDeps } from '../../deps.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { findPosConnection } from '../../pos/find-pos-connection.ts';
import { posParams } from '../../pos/pos-params.ts';
import { allCounts, posCountsShape, posStatuses } from '../../pos/pos-run-shape.ts';

const statusShape = z
  .strictObject({
    last_sync_date: z.iso.datetime().nullable().describe('When the last sync ended; null before the first.'),
    last_sync_status: z.enum(posStatuses).nullable(),
    last_sync_message: z.string().nullable().describe('In words: what came of it, or why it failed.'),
    counts: posCountsShape.describe('Of the last sync, as they were at its end.'),
    running: z
      .strictObject({
        startedAt: z.iso.datetime(),
        counts: posCountsShape.describe('As they are now.'),
        message: z.string().describe('The counts in words.'),
      })
      .nullable()
      .describe('The sync that is under way.'),
    orders: z.strictObject({
      byState: z.record(z.string(), z.int()).describe('All orders, pushed ones too.'),
      attention: z.int().describe('Orders that wait for a person.'),
    }),
  })
  .meta({ id: 'PosSyncStatus' });

export const getPosStatus = endpoint({
  method: 'GET',
  path: '/api/pos/{connection}/status',
  access: 'read',
  tag: 'pos',
  summary: 'What the last sync of a point of sale came to',
  params: posParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The status', schema: statusShape } },
  problems: ['not-found'],
  handle: async ({ params: { connection: id } }, deps) => {
    await findPosConnection(deps, id);
    const [{ last, running }, orders] = await Promise.all([readPosStatus(deps.db, id), countPosOrders(deps.db, id)]);
    return ok({
      last_sync_date: (last?.finished_at ?? last?.started_at)?.toISOString() ?? null,
      last_sync_status: last?.status ?? null,
      last_sync_message: last?.message ?? null,
      counts: allCounts(last?.counts ?? {}),
      running: running === undefined ? null : await progressOf(deps, running),
      orders,
    });
  },
});

const progressOf = async ({ db }: ApiDeps, { id, started_at: startedAt }: PosRunRow) => {
  const counts = await countFetched(db, id, startedAt);
  return { startedAt: startedAt.toISOString(), counts, message: messageOf(counts) };
};
