import { z } from 'zod';
import { deleteConnection as remove } from '../../../store/connection-delete.ts';
import { endpoint, noBody, ok } from '../../endpoint.ts';
import { flag } from '../../list-query.ts';
import { notFound, refused } from '../../problem.ts';
import { connectionParams } from './connection-params.ts';

export const deleteConnection = endpoint({
  method: 'DELETE',
  path: '/api/connections/{id}',
  access: 'admin',
  tag: 'connections',
  summary: 'Removes a connection for good; its id is never used again',
  params: connectionParams,
  query: z.strictObject({ force: flag.describe('Also close its open orders and end their runs.') }),
  body: noBody,
  answers: {
    200: {
      description: 'It is gone',
      schema: z.strictObject({ id: z.string(), deleted: z.literal(true), closedOrders: z.int() }),
    },
  },
  problems: ['not-found', 'refused'],
  handle: async ({ params: { id }, query: { force = false } }, { db, box }) => {
    const deletion = await remove(db, box, id, { force });
    switch (deletion.outcome) {
      case 'deleted':
        return ok({ id, deleted: true, closedOrders: deletion.closedOrders });
      case 'unknown':
        throw notFound(`There is no connection ${id}`);
      case 'open-orders':
        throw refused(
          `${deletion.openOrders} orders of ${id} are open: let them come to their end, or delete it with ?force=true, which closes them`,
        );
    }
  },
});
