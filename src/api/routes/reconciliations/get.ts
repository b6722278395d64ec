import { Readable } from 'node:stream';
import { z } from 'zod';
import { getReconciliation as readReconciliation } from '../../../store/reconciliations.ts';
import { pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, ok } from '../../endpoint.ts';
import { pageQuery } from '../../list-query.ts';
import { reconciliationCsv } from '../../offers/reconciliation-csv.ts';
import { readReconciliationRows } from '../../offers/reconciliation-rows.ts';
import { reconciliationReportShape, toReconciliation, toReconciliationRow } from '../../offers/reconciliation-shape.ts';
import { notFound } from '../../problem.ts';

const position = z.tuple([z.string()]);

export const getReconciliation = endpoint({
  method: 'GET',
  path: '/api/offers/{connection}/reconciliations/{id}',
  access: 'read',
  tag: 'offers',
  summary: 'What a comparison found, page by page or as CSV',
  description: 'As CSV (`Accept: text/csv` or `?format=csv`) all of it comes at once.',
  params: z.strictObject({
    connection: z.string().describe('Id of the connection.'),
    id: z.uuid('must be the id of a reconciliation'),
  }),
  query: z.strictObject({ format: z.enum(['json', 'csv']).optional(), ...pageQuery }),
  body: noBody,
  answers: { 200: { description: 'The report', schema: reconciliationReportShape, alsoAs: ['text/csv'] } },
  problems: ['not-found'],
  handle: async ({ params, query: { format, cursor, limit }, prefers }, { db, links }) => {
    const record = await readReconciliation(db, params.connection, params.id);
    if (record === undefined) throw notFound(`There is no reconciliation ${params.id} of ${params.connection}`);
    const read = (after: string | undefined, atMost: number) =>
      readReconciliationRows(db, record, { after, limit: atMost });
    if (format === 'csv' || (format === undefined && prefers('application/json', 'text/csv') === 'text/csv')) {
      return {
        status: 200,
        body: Readable.from(reconciliationCsv(read)),
        contentType: 'text/csv; charset=utf-8',
        headers: { 'Content-Disposition': `attachment; filename="${fileName(record)}"` },
      };
    }
    const [after] = readCursor(cursor, position) ?? [];
    const page = pageOf(await read(after, limit + 1), limit, toReconciliationRow, ({ externalId }) => [externalId]);
    return ok({ ...toReconciliation(record, links.publicUrl), ...page });
  },
});

/** `offers-cartona-2026-01-17T10-00-00Z.csv` */
const fileName = ({ connection, startedAt }: { connection: string; startedAt: Date }): string =>
  `offers-${connection}-${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z.csv`;
