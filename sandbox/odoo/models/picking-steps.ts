import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import type { Row } from '../values.ts';
import { num, text } from '../values.ts';
import { setMoveState } from './moves.ts';
import { refreshPicking } from './picking-state.ts';
import { assignMove, releaseMove } from './reservation.ts';

/** Confirms and, as operation types do unless told otherwise, reserves at once. */
export const confirmPicking = (env: Env, id: number): void => {
  for (const move of env.lookup('stock.move', 'picking_id', id)) {
    if (text(move, 'state') !== 'draft') continue;
    setMoveState(env, num(move, 'id'), 'confirmed', { reference: text(env.get('stock.picking', id), 'name') });
    assignMove(env, num(move, 'id'));
  }
  refreshPicking(env, id);
};

export const cancelMoves = (env: Env, moves: readonly Row[]): void => {
  for (const move of moves) {
    if (text(move, 'state') === 'done')
      throw userError(
        "You cannot cancel a stock move that has been set to 'Done'. Create a return in order to reverse the moves which took place.",
      );
    if (text(move, 'state') === 'cancel') continue;
    releaseMove(env, num(move, 'id'));
    setMoveState(env, num(move, 'id'), 'cancel');
  }
};

export const cancelPicking = (env: Env, id: number): void => {
  cancelMoves(env, env.lookup('stock.move', 'picking_id', id));
  refreshPicking(env, id);
};
