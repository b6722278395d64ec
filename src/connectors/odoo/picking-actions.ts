import { z } from 'zod';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { Picking } from './picking-reads.ts';
import type { Rpc } from './rpc.ts';
import { anything } from './values.ts';

/** The dialog of module stock_sms. */
export const smsDialog = 'confirm.stock.sms';

const actionSchema = z.object({ type: z.string(), name: z.string().optional(), res_model: z.string().optional() });

/**
 * Null when Odoo did it for all; else the refusal: its words, or the dialog (`data.code` its model) it wants a person to answer. Throws what
 * is no refusal.
 */
export const refusalAt = async (
  rpc: Rpc,
  method: 'action_assign' | 'button_validate',
  pickings: readonly Picking[],
  context: Readonly<Record<string, unknown>> = {},
): Promise<Failure | null> => {
  const what = method === 'action_assign' ? 'reservation' : 'validation';
  const about = `${what} of transfer ${pickings.map((picking) => picking.name).join(', ')}`;
  try {
    const answer = await rpc.call(
      {
        model: 'stock.picking',
        method,
        ids: pickings.map((picking) => picking.id),
        context,
        effect: 'write',
        about,
        externalIds: pickings.flatMap((picking) => [String(picking.id), picking.name]),
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
