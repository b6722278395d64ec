import { mirrored } from '../../../domain/mirror/models.ts';
import { listRecords, readRecord } from '../../../store/mirror/list-records.ts';
import { recordModels } from '../../../store/mirror/record-filter.ts';
import type { RecordModel } from '../../../store/mirror/record-filter.ts';
import { writeCursor } from '../../cursor.ts';
import { endpoint, noBody, noParams, noQuery } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import { pageShape } from '../../list-query.ts';
import { recordParams } from '../../odoo/record-params.ts';
import { recordFilter, recordQuery } from '../../odoo/record-query.ts';
import { recordShape } from '../../odoo/record-shape.ts';
import { taggedRecord } from '../../odoo/tagged-record.ts';
import { notModifiedDescription, taggedAnswer } from '../../tagged-answer.ts';

const pathOf = (model: RecordModel): string => `/api/odoo/${model.replaceAll('_', '-')}`;

const listOf = (model: RecordModel): Endpoint =>
  endpoint({
    method: 'GET',
    path: pathOf(model),
    access: 'read',
    tag: 'odoo',
    summary: `The ${mirrored[model].title} of Odoo, by id`,
    params: noParams,
    query: recordQuery(model),
    body: noBody,
    answers: { 200: { description: 'A page', schema: pageShape(recordShape(model)) }, ...notModifiedDescription },
    handle: async ({ query, knownTags }, { db, answers }) => {
      const filter = recordFilter(model, query);
      return taggedAnswer(
        answers,
        { question: [model, query], knownTags },
        (known) => listRecords(db, model, filter, known),
        ({ text, next }) => ({ status: 200, body: `{"items":${text},"next":${nextOf(next)}}` }),
      );
    },
  });

const nextOf = (id: number | null): string => JSON.stringify(id === null ? null : writeCursor([id]));

const recordOf = (model: RecordModel): Endpoint =>
  endpoint({
    method: 'GET',
    path: `${pathOf(model)}/{id}`,
    access: 'read',
    tag: 'odoo',
    summary: `One of the ${mirrored[model].title} of Odoo, archived or not`,
    params: recordParams,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The record', schema: recordShape(model) }, ...notModifiedDescription },
    problems: ['not-found'],
    handle: ({ params: { id }, knownTags }, deps) =>
      taggedRecord(deps, { model, id, knownTags }, (known) => readRecord(deps.db, model, id, known)),
  });

/** For each model two endpoints: what is kept of it, page by page, and one record. */
export const mirrorRecords: readonly Endpoint[] = recordModels.flatMap((model) => [listOf(model), recordOf(model)]);
