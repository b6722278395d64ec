import { z } from 'zod';
import { Failure, isFailure } from '../../../domain/failure.ts';
import type { OdooPos } from '../../../domain/pos/odoo-pos.ts';
import type { Operations } from '../groups.ts';
import type { Rpc } from '../rpc.ts';
import { anything, id } from '../values.ts';
import { orderState } from './read-orders.ts';

const stateRow = z.object({ id, state: orderState });

/** Cancels drafts. 17 would cancel a paid order too, so only what is a draft is named; whatever Odoo answers, the orders are read again. */
export const createCancelPosOrders =
  ({ rpc, lanes }: Operations): OdooPos['cancelOrders'] =>
  (ids) =>
    lanes.run('orders', async () => {
      const drafts = await readDrafts(rpc, ids);
      if (drafts.length === 0) return;
      const about = `the cancellation of ${drafts.length} POS orders`;
      let refusal: Failure | null = null;
      try {
        await rpc.call(
          {
            model: 'pos.order',
            method: 'action_pos_order_cancel',
            ids: drafts,
            effect: 'write',
            about,
            externalIds: drafts.map(String),
          },
          anything,
        );
      } catch (error) {
        if (!isFailure(error) || (error.type !== 'Rejected' && error.type !== 'NotFound')) throw error;
        refusal = error;
      }
      if ((await readDrafts(rpc, drafts)).length === 0) return;
      throw refusal ?? new Failure('Rejected', `Odoo refused ${about}: they are drafts still`);
    });

const readDrafts = async (rpc: Rpc, ids: readonly number[]): Promise<readonly number[]> => {
  if (ids.length === 0) return [];
  const rows = await rpc.call(
    {
      model: 'pos.order',
      method: 'read',
      ids,
      params: { fields: ['state'], load: '' },
      effect: 'read',
      about: 'POS orders that are to be cancelled',
      externalIds: ids.map(String),
    },
    z.array(stateRow),
  );
  return rows.filter((row) => row.state === 'draft').map((row) => row.id);
};
