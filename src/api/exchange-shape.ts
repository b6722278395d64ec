import { z } from 'zod';
import type { ExchangeRow } from '../store/exchange-list.ts';

const line = {
  id: z.string(),
  at: z.iso.datetime(),
  connection: z.string(),
  direction: z.enum(['in', 'out']),
  method: z.string(),
  path: z.string(),
  status: z.int().nullable().describe('null: no answer came.'),
  durationMs: z.int(),
  error: z.string().nullable(),
  externalIds: z.array(z.string()),
  workflowId: z.string().nullable(),
};

export const exchangeLineShape = z.strictObject(line).meta({ id: 'ExchangeLine' });

export const exchangeShape = z
  .strictObject({
    ...line,
    request: z.string().nullable().describe('The body, redacted and cut.'),
    response: z.string().nullable().describe('The body, redacted and cut.'),
  })
  .meta({ id: 'Exchange' });

export const toExchangeLine = (row: ExchangeRow): z.input<typeof exchangeLineShape> => ({
  id: String(row.id),
  at: row.at.toISOString(),
  connection: row.connection,
  direction: row.direction,
  method: row.method,
  path: row.path,
  status: row.status,
  durationMs: row.duration_ms,
  error: row.error,
  externalIds: row.external_ids,
  workflowId: row.workflow_id,
});

export const toExchange = (row: ExchangeRow): z.input<typeof exchangeShape> => ({
  ...toExchangeLine(row),
  request: row.request,
  response: row.response,
});
