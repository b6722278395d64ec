import { readMirrorStatus } from '../../../store/mirror/mirror-status.ts';
import { endpoint, noBody, noParams, noQuery } from '../../endpoint.ts';
import { mirrorStatusShape, toMirrorStatus } from '../../odoo/mirror-status-shape.ts';
import { digest, notModifiedDescription, taggedAnswer } from '../../tagged-answer.ts';

export const getMirrorStatus = endpoint({
  method: 'GET',
  path: '/api/odoo/sync/status',
  access: 'read',
  tag: 'odoo',
  summary: 'How many records of Odoo are kept, how fresh they are, and how far a run is',
  params: noParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The status', schema: mirrorStatusShape }, ...notModifiedDescription },
  handle: async ({ knownTags }, { db, answers }) => {
    const body = JSON.stringify(toMirrorStatus(await readMirrorStatus(db)));
    const tag = digest(body);
    return taggedAnswer(
      answers,
      { question: 'status', knownTags },
      (known) => Promise.resolve({ tag, row: known.includes(tag) ? null : body }),
      () => ({ status: 200, body }),
    );
  },
});
