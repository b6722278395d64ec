import type { OdooSaleOrder } from '../../connectors/odoo/client.ts';
import { isFailure } from '../../domain/failure.ts';
import { odooAction } from '../../domain/order-rules.ts';
import type { OdooAction } from '../../domain/order-rules.ts';
import type { OrderState } from '../../domain/order-state.ts';
import type { OrderChanges, OrderRow } from '../../store/orders.ts';
import { AttentionNeeded, attentionOfFailure } from './attention-needed.ts';
import type { Done } from './done.ts';
import { noteApprovalForAPerson } from './note-approval.ts';
import type { OrderContext } from './order-context.ts';

/** Confirm, then validate, then look again: more rounds would mean that Odoo does not do what it says. */
const rounds = 4;

/**
 * Reads the sale order and does to it what the marketplace's status (or a person) asks for, until nothing is left to do. Safe to repeat:
 * every round begins with reading, and each action counts as done when Odoo shows its result.
 */
export const followOrder = async (context: OrderContext): Promise<Done> => ({
  ...(await follow(context)),
  sawOdoo: true,
});

const follow = async (context: OrderContext): Promise<Done> => {
  const { row } = context;
  if (row.odoo_id === null || row.closed_at !== null) return { changes: {}, told: [] };
  const odoo = await context.deps.odoo();
  let seen: { changes: OrderChanges; told: readonly string[] } = { changes: {}, told: [] };
  for (let round = 0; round < rounds; round += 1) {
    const saleOrder = await odoo.readSaleOrder(row.odoo_id, { lines: false, pickings: true });
    if (saleOrder === null) return { ...seen, attention: deleted(row) };
    seen = { changes: observed(row, saleOrder), told: whatChanged(row, saleOrder) };
    const action = odooAction(stateWith(context.state, saleOrder));
    if (action === 'none') {
      await noteApprovalForAPerson(context, saleOrder);
      return seen;
    }
    const attention = await act(context, saleOrder, action);
    if (attention !== null) return { ...(await lookAgain(context, seen)), attention };
  }
  throw new Error(`Sale order ${row.odoo_name ?? ''} does not settle after ${rounds} rounds`);
};

/** Part of the work may be done before the step that could not be. */
const lookAgain = async (
  { deps, row }: OrderContext,
  seen: { changes: OrderChanges; told: readonly string[] },
): Promise<{ changes: OrderChanges; told: readonly string[] }> => {
  if (row.odoo_id === null) return seen;
  const saleOrder = await (await deps.odoo()).readSaleOrder(row.odoo_id, { lines: false, pickings: true });
  return saleOrder === null ? seen : { changes: observed(row, saleOrder), told: whatChanged(row, saleOrder) };
};

const act = async (
  { deps, row, state }: OrderContext,
  saleOrder: OdooSaleOrder,
  action: Exclude<OdooAction, 'none'>,
): Promise<AttentionNeeded | null> => {
  const odoo = await deps.odoo();
  try {
    switch (action) {
      case 'confirm':
        await odoo.confirmSaleOrder(saleOrder.id);
        return null;
      case 'cancel':
        await odoo.cancelSaleOrder(saleOrder.id);
        return null;
      case 'validate':
        return await validateOpenTransfers(deps, row, saleOrder);
      case 'take-back':
        return new AttentionNeeded(
          'apply',
          'return-by-hand',
          state.status === 'returned'
            ? `Order ${row.number} came back: return the goods of ${saleOrder.name} by hand in Odoo, then skip this notice.`
            : `Order ${row.number} was cancelled after goods of ${saleOrder.name} had left the house: return them by hand in Odoo, then skip this notice.`,
        );
    }
  } catch (error) {
    const attention = isFailure(error) ? attentionOfFailure(error, 'apply') : null;
    if (attention === null) throw error;
    return attention;
  }
};

const validateOpenTransfers = async (
  deps: OrderContext['deps'],
  row: OrderRow,
  saleOrder: OdooSaleOrder,
): Promise<AttentionNeeded | null> => {
  const odoo = await deps.odoo();
  for (const picking of saleOrder.pickings) {
    if (picking.state === 'done' || picking.state === 'cancel') continue;
    const outcome = await odoo.validatePicking(picking.id);
    if (!outcome.done) {
      return new AttentionNeeded(
        'apply',
        'not-enough-stock',
        `${picking.name} of order ${row.number} cannot be validated in full: ${outcome.reason}`,
      );
    }
  }
  return null;
};

const deleted = (row: OrderRow): AttentionNeeded =>
  new AttentionNeeded(
    'close',
    'rejected',
    `The sale order ${row.odoo_name ?? String(row.odoo_id)} of order ${row.number} was deleted in Odoo. Skip the order to close it here.`,
  );

const stateWith = (state: OrderState, saleOrder: OdooSaleOrder): OrderState => ({
  ...state,
  wasConfirmed: state.wasConfirmed || saleOrder.state === 'sale',
  odoo: { state: saleOrder.state, pickings: saleOrder.pickings.map((picking) => picking.state) },
});

const observed = (row: OrderRow, saleOrder: OdooSaleOrder): OrderChanges => ({
  odoo_name: saleOrder.name,
  odoo_state: saleOrder.state,
  odoo_user_id: saleOrder.userId,
  odoo_pickings: JSON.stringify(Object.fromEntries(saleOrder.pickings.map(({ id, state }) => [id, state]))),
  total_odoo: saleOrder.amountTotal,
  was_confirmed: row.was_confirmed || saleOrder.state === 'sale',
});

const whatChanged = (row: OrderRow, saleOrder: OdooSaleOrder): readonly string[] => [
  ...(saleOrder.state !== row.odoo_state ? stateWords(saleOrder) : []),
  ...saleOrder.pickings
    .filter((picking) => picking.state !== row.odoo_pickings[String(picking.id)])
    .filter((picking) => picking.state === 'done' || picking.state === 'cancel')
    .map((picking) => `${picking.name} ${picking.state === 'done' ? 'is done' : 'was dropped'} in Odoo`),
];

const stateWords = (saleOrder: OdooSaleOrder): readonly string[] => {
  switch (saleOrder.state) {
    case 'draft':
    case 'sent':
      return [`${saleOrder.name} is a quotation again`];
    case 'sale':
      return [`${saleOrder.name} is confirmed in Odoo`];
    case 'cancel':
      return [`${saleOrder.name} is cancelled in Odoo`];
  }
};
