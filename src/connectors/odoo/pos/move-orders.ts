import { Failure } from '../../../domain/failure.ts';
import type { OdooPos } from '../../../domain/pos/odoo-pos.ts';
import type { Operations } from '../groups.ts';
import { anything } from '../values.ts';

/**
 * Moves orders to another session. Odoo lets both a draft and a paid order be moved, and payments go with their order. A paid one whose session was
 * closed before it was counted (it stays `paid`, it never becomes `done`) is counted by the closing of its new session, its goods too where stock
 * moves at the closing; what was moved at once is not moved again. Seen on 17 and 19.
 */
export const createMovePosOrders =
  ({ rpc, lanes }: Operations): OdooPos['moveOrders'] =>
  async (ids, sessionId) => {
    if (ids.length === 0) return;
    const about = `the move of ${ids.length} POS orders to session ${sessionId}`;
    const answer = await lanes.run('orders', () =>
      rpc.call(
        {
          model: 'pos.order',
          method: 'write',
          ids,
          first: { name: 'vals', value: { session_id: sessionId } },
          effect: 'write',
          about,
          externalIds: ids.map(String),
        },
        anything,
      ),
    );
    if (answer !== true) throw new Failure('BadResponse', `Odoo does not confirm ${about}`);
  };
