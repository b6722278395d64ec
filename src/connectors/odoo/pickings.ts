import { z } from 'zod';
import { Failure, isFailure } from '../../domain/failure.ts';
import { decimalOf } from './decimals.ts';
import { pickingState } from './picking-fields.ts';
import type { Rpc } from './rpc.ts';
import { anything, id } from './values.ts';

export type Validation = { readonly done: true } | { readonly done: false; readonly reason: string };

const pickingRow = z.object({ id, name: z.string(), state: pickingState });
const moveRow = z.object({
  id,
  product_id: z.tuple([id, z.string()]),
  product_uom_qty: z.number(),
  quantity: z.number(),
  picked: z.boolean(),
});

type Picking = z.infer<typeof pickingRow>;
type Move = z.infer<typeof moveRow>;

/**
 * Validates a transfer in full or not at all. Compared before the call: a picking type may be set to make backorders, or drop the rest,
 * without asking, and Odoo lets the stock of a draft go negative (odoo.md §6).
 */
export const validatePicking = async (rpc: Rpc, pickingId: number): Promise<Validation> => {
  const before = await readPicking(rpc, pickingId);
  const settled = settledAs(before);
  if (settled !== null) return settled;
  let moves = await readMoves(rpc, pickingId);
  let reserving: Failure | null = null;
  if (before.state === 'draft' || moves.some(isUnequal)) {
    reserving = await act(rpc, 'action_assign', before);
    moves = await readMoves(rpc, pickingId);
  }
  const shortage = shortageOf(moves) ?? (moves.length === 0 ? (reserving?.message ?? 'it has nothing to move') : null);
  const refusal =
    shortage === null
      ? (await validate(rpc, before))?.message
      : `Transfer ${before.name} cannot be validated in full: ${shortage}`;
  if (refusal === undefined) return { done: true };
  // Done by somebody else meanwhile, or done and followed by a report to print: the state tells.
  return settledAs(await readPicking(rpc, pickingId)) ?? { done: false, reason: refusal };
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

const shortageOf = (moves: readonly Move[]): string | null => {
  const wrong = moves.filter(isUnequal);
  if (wrong.length > 0) return wrong.map(inWords).join(', ');
  const picked = moves.filter((move) => move.picked).length;
  return picked > 0 && picked < moves.length
    ? `only ${picked} of its ${moves.length} lines are marked as picked`
    : null;
};

const isUnequal = (move: Move): boolean => decimalOf(move.quantity) !== decimalOf(move.product_uom_qty);

const inWords = ({ quantity, product_uom_qty, product_id: [, name] }: Move): string =>
  `${decimalOf(quantity)} of ${decimalOf(product_uom_qty)} ${name} reserved`;

const readPicking = async (rpc: Rpc, pickingId: number): Promise<Picking> => {
  const [picking] = await rpc.call(
    {
      model: 'stock.picking',
      method: 'read',
      ids: [pickingId],
      params: { fields: ['name', 'state'], load: '' },
      effect: 'read',
      about: `transfer ${pickingId}`,
      externalIds: [String(pickingId)],
    },
    z.array(pickingRow),
  );
  if (picking === undefined) throw new Failure('NotFound', `Transfer ${pickingId} does not exist in Odoo any more`);
  return picking;
};

const readMoves = (rpc: Rpc, pickingId: number): Promise<Move[]> =>
  rpc.call(
    {
      model: 'stock.move',
      method: 'search_read',
      params: {
        domain: [
          ['picking_id', '=', pickingId],
          ['state', 'not in', ['done', 'cancel']],
        ],
        fields: ['product_id', 'product_uom_qty', 'quantity', 'picked'],
        order: 'id asc',
      },
      effect: 'read',
      about: `moves of transfer ${pickingId}`,
      externalIds: [String(pickingId)],
    },
    z.array(moveRow),
  );

/**
 * A company that has not yet said whether it wants to text its customers is asked so by a dialog in the place of its first deliveries (module
 * stock_sms). Then the goods move without a text message: it costs money, and nobody has said yes.
 */
const validate = async (rpc: Rpc, picking: Picking): Promise<Failure | null> => {
  const refusal = await act(rpc, 'button_validate', picking);
  return refusal?.data.code === smsDialog ? act(rpc, 'button_validate', picking, { skip_sms: true }) : refusal;
};

const smsDialog = 'confirm.stock.sms';

const actionSchema = z.object({ type: z.string(), name: z.string().optional(), res_model: z.string().optional() });

/** Null when Odoo did it; else the refusal: its words, or the dialog (`data.code` its model) it wants a person to answer. */
const act = async (
  rpc: Rpc,
  method: 'action_assign' | 'button_validate',
  picking: Picking,
  context: Readonly<Record<string, unknown>> = {},
): Promise<Failure | null> => {
  const about = `${method === 'action_assign' ? 'reservation' : 'validation'} of transfer ${picking.name}`;
  try {
    const answer = await rpc.call(
      {
        model: 'stock.picking',
        method,
        ids: [picking.id],
        context,
        effect: 'write',
        about,
        externalIds: [String(picking.id), picking.name],
      },
      anything,
    );
    const action = actionSchema.safeParse(answer);
    if (!action.success) return null;
    const { name, type, res_model } = action.data;
    const words = `Odoo refused ${about}: it asks "${name ?? type}" first`;
    return new Failure('Rejected', words, { code: res_model ?? type });
  } catch (error) {
    if (isFailure(error) && (error.type === 'Rejected' || error.type === 'NotFound')) return error;
    throw error;
  }
};
