import { z } from 'zod';
import { assertHasProcess, assertOffersAreOn, assertRunning } from '../../connections/readiness.ts';
import { endpoint, noQuery } from '../../endpoint.ts';
import { moment } from '../../list-query.ts';
import { findConnectionKind } from '../../../connectors/kinds.ts';
import type { ConnectionRecord } from '../../../store/connections.ts';
import { syncProcesses } from '../../../domain/connection-category.ts';
import { badField } from '../../problem.ts';
import type { ProcessRequest } from '../../runs/processes.ts';
import { connectionParams, findConnection } from './connection-params.ts';

const body = z.strictObject({
  process: z
    .enum(syncProcesses)
    .describe(
      'Of a marketplace, `pull`: orders that wait. `offers`: what is pending is pushed. `reconcile`: everything is compared. `listings`: the catalogue there is read. Of a point of sale, `pos`: orders are fetched and imported. Of a prep centre or a courier, `shipments`: it is asked after all open shipments.',
    ),
  dryRun: z.boolean().optional().describe('Only of `reconcile`: compare and report, whatever the connection says.'),
  since: moment
    .optional()
    .describe(
      'Only of `pull` and `pos`: look back so far. Of `shipments` of a prep centre: first take up the orders that were confirmed since then.',
    ),
});

export const startedShape = z.strictObject({
  workflowId: z.string(),
  runId: z.string(),
  url: z.string().describe('The run in the Temporal Web UI.'),
});

export const syncConnection = endpoint({
  method: 'POST',
  path: '/api/connections/{id}/sync',
  access: 'operate',
  tag: 'connections',
  summary: 'Runs a process of the connection now; one that runs is joined',
  description: 'How it goes is told by `GET /api/runs/{workflowId}/{runId}`.',
  params: connectionParams,
  query: noQuery,
  body,
  answers: { 202: { description: 'It runs', schema: startedShape } },
  problems: ['not-found', 'refused'],
  handle: async ({ params: { id }, body: asked }, deps) => {
    const request = requestOf(id, asked);
    const connection = await findConnection(deps, id);
    assertHasProcess(connection, request.process);
    assertHasSince(connection, asked);
    assertRunning(connection);
    if (request.process === 'offers') assertOffersAreOn(connection);
    const { workflowId, runId } = await deps.runs.start(request);
    return { status: 202, body: { workflowId, runId, url: deps.links.run(workflowId, runId) } };
  },
});

/** What a courier carries is asked for one by one. @throws Problem 400 */
const assertHasSince = ({ id, kind }: ConnectionRecord, { since }: z.output<typeof body>): void => {
  if (since !== undefined && findConnectionKind(kind)?.category === 'delivery') {
    throw badField('since', `is nothing a courier has: ${id} takes up no orders by itself`);
  }
};

/** @throws Problem 400 naming a field the process does not have */
const requestOf = (connection: string, { process, dryRun, since }: z.output<typeof body>): ProcessRequest => {
  if (dryRun === true && process !== 'reconcile') {
    throw badField('dryRun', `is nothing ${process} has: only reconcile can be tried without effect`);
  }
  if (since !== undefined && process !== 'pull' && process !== 'pos' && process !== 'shipments') {
    throw badField('since', `is nothing ${process} has: only pull, pos and shipments do`);
  }
  switch (process) {
    case 'pull':
    case 'pos':
    case 'shipments':
      return { process, connection, ...(since === undefined ? {} : { since: since.toISOString() }) };
    case 'reconcile':
      return { process, connection, ...(dryRun === undefined ? {} : { dryRun }) };
    case 'offers':
    case 'listings':
      return { process, connection };
  }
};
