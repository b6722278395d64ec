import { z } from 'zod';
import { attentionKinds } from '../../../domain/order-stage.ts';
import { listOpenAttention } from '../../../store/attention-list.ts';
import { attentionShape, toAttention } from '../../attention/attention-shape.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { connectionFilter, pageQuery, pageShape } from '../../list-query.ts';

const position = z.tuple([cursorTime, z.uuid()]);

export const listAttention = endpoint({
  method: 'GET',
  path: '/api/attention',
  access: 'read',
  tag: 'attention',
  summary: 'What waits for a person, newest first',
  params: noParams,
  query: z.strictObject({ connection: connectionFilter, kind: z.enum(attentionKinds).optional(), ...pageQuery }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(attentionShape) } },
  handle: async ({ query: { cursor, limit, ...filter } }, { db, links }) => {
    const rows = await listOpenAttention(db, { ...filter, after: readCursor(cursor, position), limit: limit + 1 });
    return ok(
      pageOf(
        rows,
        limit,
        (row) => toAttention(row, links),
        (row) => [row.cursor_at, row.id],
      ),
    );
  },
});
