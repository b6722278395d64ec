import { z } from 'zod';
import { pickingStates } from '../../../domain/odoo-states.ts';
import { listPickings as readPickings } from '../../../store/mirror/read-pickings.ts';
import { readCursor, writeCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams } from '../../endpoint.ts';
import { pageQuery, pageSize } from '../../list-query.ts';
import { idPosition } from '../../odoo/record-params.ts';
import { pickingShape } from '../../odoo/record-shape.ts';
import { notModifiedDescription, taggedAnswer } from '../../tagged-answer.ts';

const known = pickingStates.join(', ');

/** Without a `limit` a client gets all there may be in one answer: it need not know of pages. */
const most = 500;

export const listPickings = endpoint({
  method: 'GET',
  path: '/api/odoo/pickings',
  access: 'read',
  tag: 'odoo',
  summary: 'Transfers of Odoo, the newest id first',
  description: `A bare array of at most ${most}. Where there are more, the header \`Link\` names the next page (\`rel="next"\`).`,
  params: noParams,
  query: z.strictObject({
    state: z
      .union([z.enum(pickingStates), z.literal('')], { error: `must be one of ${known}` })
      .transform((state) => (state === '' ? undefined : state))
      .optional()
      .describe(`Only in this state: ${known}.`),
    cursor: pageQuery.cursor.describe('As the `Link` of the page before has it.'),
    limit: pageSize(most),
  }),
  body: noBody,
  answers: { 200: { description: 'The transfers', schema: z.array(pickingShape) }, ...notModifiedDescription },
  handle: async ({ query, knownTags }, { db, answers, links }) => {
    const { state, cursor, limit } = query;
    const [beforeId] = readCursor(cursor, idPosition) ?? [];
    return taggedAnswer(
      answers,
      { question: ['pickings', query], knownTags },
      (known) => readPickings(db, { state, beforeId, limit }, known),
      ({ text, next }) => ({
        status: 200,
        body: text,
        headers: next === null ? {} : { Link: nextLink(links.publicUrl, { state, limit, next }) },
      }),
    );
  },
});

const nextLink = (
  publicUrl: string,
  { state, limit, next }: { readonly state: string | undefined; readonly limit: number; readonly next: number },
): string => {
  const query = new URLSearchParams({ ...(state === undefined ? {} : { state }), limit: String(limit) });
  query.set('cursor', writeCursor([next]));
  return `<${publicUrl}/api/odoo/pickings?${query.toString()}>; rel="next"`;
};
