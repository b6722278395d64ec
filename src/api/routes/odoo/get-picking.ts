import { readPicking } from '../../../store/mirror/read-pickings.ts';
import { endpoint, noBody, noQuery } from '../../endpoint.ts';
import { recordParams } from '../../odoo/record-params.ts';
import { pickingDetailShape } from '../../odoo/record-shape.ts';
import { taggedRecord } from '../../odoo/tagged-record.ts';
import { notModifiedDescription } from '../../tagged-answer.ts';

export const getPicking = endpoint({
  method: 'GET',
  path: '/api/odoo/pickings/{id}',
  access: 'read',
  tag: 'odoo',
  summary: 'One transfer of Odoo with its move lines',
  params: recordParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The transfer', schema: pickingDetailShape }, ...notModifiedDescription },
  problems: ['not-found'],
  handle: ({ params: { id }, knownTags }, deps) =>
    taggedRecord(deps, { model: 'pickings', id, knownTags }, (known) => readPicking(deps.db, id, known)),
});
