import { z } from 'zod';
import { getFulfilment } from '../../../store/fulfilments/list-fulfilments.ts';
import type { FulfilmentKey } from '../../../store/fulfilments/rows.ts';
import { assertRunning } from '../../connections/readiness.ts';
import type { ApiDeps } from '../../deps.ts';
import { endpoint, noParams, noQuery } from '../../endpoint.ts';
import { findPrepCentre } from '../../fulfilments/find-prep-centre.ts';
import { saleOrderId } from '../../fulfilments/fulfilment-params.ts';
import { refused } from '../../problem.ts';
import { startedShape } from '../connections/sync.ts';

export const sendFulfilment = endpoint({
  method: 'POST',
  path: '/api/fulfilments',
  access: 'operate',
  tag: 'fulfilments',
  summary: 'Has one sale order shipped by a prep centre, whatever the rule of the connection says',
  description: 'It is sent as soon as it is confirmed in Odoo and nothing is missing. A shipment that runs is joined.',
  params: noParams,
  query: noQuery,
  body: z.strictObject({
    connection: z.string().describe('Id of a connection of kind `ysell`.'),
    saleOrderId: saleOrderId.describe('`sale.order`.'),
  }),
  answers: { 202: { description: 'It runs', schema: startedShape } },
  problems: ['not-found', 'refused'],
  handle: async ({ body: key }, deps) => {
    assertRunning(await findPrepCentre(deps, key.connection));
    await assertNotClosed(deps, key);
    const { workflowId, runId } = await deps.runs.startShipment(key);
    return { status: 202, body: { workflowId, runId, url: deps.links.run(workflowId, runId) } };
  },
});

/** A run of a closed one would end at once. @throws Problem 409 */
const assertNotClosed = async ({ db }: ApiDeps, key: FulfilmentKey): Promise<void> => {
  const row = (await getFulfilment(db, key))?.row;
  if (row === undefined || row.closed_at === null) return;
  const closed = `Shipment ${row.number} is closed as ${row.stage}`;
  throw refused(
    row.centre_id === null
      ? `${closed}: POST /api/fulfilments/${key.connection}/${key.saleOrderId}/retry takes it up again`
      : `${closed}, and stands at the prep centre as ${row.centre_id}: it is not sent again`,
  );
};
