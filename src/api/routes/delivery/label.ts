import { labelDays } from '../../../store/purge.ts';
import { readLabel } from '../../../store/shipments/labels.ts';
import { shipmentOf } from '../../delivery/read-shipment-detail.ts';
import { shipmentParams } from '../../delivery/shipment-params.ts';
import { endpoint, noBody, noQuery } from '../../endpoint.ts';
import { notFound } from '../../problem.ts';
import { notModifiedDescription } from '../../tagged-answer.ts';

export const getLabel = endpoint({
  method: 'GET',
  path: '/api/delivery/shipments/{id}/label',
  access: 'read',
  tag: 'delivery',
  summary: 'What is stuck on the parcel, as a PDF',
  params: shipmentParams,
  query: noQuery,
  body: noBody,
  answers: {
    200: { description: 'The label', contentType: 'application/pdf' },
    ...notModifiedDescription,
  },
  problems: ['not-found'],
  handle: async ({ params: { id }, knownTags }, deps) => {
    const { row } = await shipmentOf(deps, id);
    const { shipment_id: tag, number, labelled_at: labelledAt } = row;
    // A label that is stored never changes.
    const headers = { ETag: `"${tag}"`, 'Cache-Control': 'private, no-cache' };
    if (labelledAt !== null && knownTags.includes(tag)) return { status: 304, headers };
    const label = await readLabel(deps.db, tag);
    if (label === undefined) {
      throw notFound(
        labelledAt === null
          ? `There is no label for ${number} yet: it is fetched once the courier has it, and asked for again in each round`
          : `The label of ${number} was kept for ${labelDays} days after the end of its shipment`,
      );
    }
    const fileName = `${number.replaceAll(/[^\w.-]+/g, '-')}.pdf`;
    return {
      status: 200,
      body: label.bytes,
      contentType: label.contentType,
      headers: {
        ...headers,
        'Content-Disposition': `inline; filename="${fileName}"`,
        'X-Content-Type-Options': 'nosniff',
      },
    };
  },
});
