import { Failure } from '../../domain/failure.ts';
import { done, failed } from './grouping.ts';
import type { Outcome } from './grouping.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { refusalAt, smsDialog } from './picking-actions.ts';
import { readMoves, readPickings, shortageOf } from './picking-reads.ts';
import type { Move, Picking } from './picking-reads.ts';
import type { Rpc } from './rpc.ts';

export type Validation = { readonly done: true } | { readonly done: false; readonly reason: string };

/** Ten validations take Odoo about a second; more would keep the slot from others for too long. */
const validateBatch = 10;

/**
 * Validates transfers in full or not at all, several in one call. Compared before the call: a picking type may be set to make backorders, or
 * drop the rest, without asking, and Odoo lets the stock of a draft go negative (odoo.md §6).
 */
export const createValidatePicking = (operations: Operations): ((pickingId: number) => Promise<Validation>) =>
  groupOrders<number, Validation>(operations, {
    batch: Math.min(validateBatch, operations.batch),
    turn: operations.stockTurn,
    shapeOf: () => '',
    keyOf: String,
    run: (ids) => validateAll(operations.rpc, ids),
  });

const validateAll = async (rpc: Rpc, ids: readonly number[]): Promise<readonly Outcome<Validation>[]> => {
  const pickings = await readPickings(rpc, ids);
  const open = [...pickings.values()].filter((picking) => settledAs(picking) === null);
  const moves = await readReserved(rpc, open);
  const refusals = new Map<number, string>();
  for (const picking of open) {
    const shortage = shortageOf(moves.get(picking.id) ?? []);
    if (shortage !== null)
      refusals.set(picking.id, `Transfer ${picking.name} cannot be validated in full: ${shortage}`);
  }
  const ready = open.filter((picking) => !refusals.has(picking.id));
  for (const [id, refusal] of await validate(rpc, ready)) refusals.set(id, refusal.message);
  // Done by somebody else meanwhile, or done and followed by a report to print: the state tells.
  const after = await readPickings(rpc, [...refusals.keys()]);
  return ids.map((id) => {
    const picking = after.get(id) ?? pickings.get(id);
    if (picking === undefined) return failed(new Failure('NotFound', `Transfer ${id} does not exist in Odoo any more`));
    const reason = refusals.get(id);
    return done(settledAs(picking) ?? (reason === undefined ? { done: true } : { done: false, reason }));
  });
};

const settledAs = (picking: Picking): Validation | null => {
  switch (picking.state) {
    case 'done':
      return { done: true };
    case 'cancel':
      return { done: false, reason: `Transfer ${picking.name} is cancelled` };
    case 'draft':
    case 'waiting':
    case 'confirmed':
    case 'assigned':
      return null;
  }
};

/** The open moves, after what is not reserved in full was tried to be. A refused reservation shows in the moves. */
const readReserved = async (rpc: Rpc, pickings: readonly Picking[]): Promise<ReadonlyMap<number, readonly Move[]>> => {
  const before = await readMoves(rpc, pickings);
  const short = pickings.filter(({ id, state }) => state === 'draft' || shortageOf(before.get(id) ?? []) !== null);
  if (short.length === 0) return before;
  if ((await refusalAt(rpc, 'action_assign', short)) !== null && short.length > 1) {
    for (const picking of short) await refusalAt(rpc, 'action_assign', [picking]);
  }
  return new Map([...before, ...(await readMoves(rpc, short))]);
};

/**
 * What Odoo refuses to validate, with the reason. A group it refuses is gone through one by one.
 *
 * A company that has not yet said whether it wants to text its customers is asked so by a dialog in the place of its first deliveries (module
 * stock_sms). Then the goods move without a text message: it costs money, and nobody has said yes.
 */
const validate = async (rpc: Rpc, pickings: readonly Picking[]): Promise<ReadonlyMap<number, Failure>> => {
  const [first] = pickings;
  if (first === undefined) return new Map();
  const asked = await refusalAt(rpc, 'button_validate', pickings);
  const refusal =
    asked?.data.code === smsDialog ? await refusalAt(rpc, 'button_validate', pickings, { skip_sms: true }) : asked;
  if (refusal === null) return new Map();
  if (pickings.length === 1) return new Map([[first.id, refusal]]);
  const refusals = new Map<number, Failure>();
  for (const picking of pickings) {
    for (const [id, one] of await validate(rpc, [picking])) refusals.set(id, one);
  }
  return refusals;
};
