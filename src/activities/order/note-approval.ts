import type { OdooSaleOrder } from '../../connectors/odoo/client.ts';
import { htmlOfText } from '../../connectors/odoo/html.ts';
import { isTerminalStatus } from '../../domain/marketplace-order.ts';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import type { OrderContext } from './order-context.ts';

/**
 * Where the marketplace approved and the connection leaves the confirmation to a person: a note on the quotation, so that whoever looks at it
 * sees it there. Once, whatever comes after it: the external id of the note makes a second one the first.
 *
 * @throws Failure
 */
export const noteApprovalForAPerson = async (
  context: OrderContext,
  saleOrder: Pick<OdooSaleOrder, 'id' | 'state'>,
): Promise<void> => {
  if (!isLeftToAPerson(context, saleOrder)) return;
  const { deps, key, row, connection } = context;
  const odoo = await deps.odoo();
  await odoo.postNoteOnce(
    odooExternalId([key.connection, 'order', key.externalId, 'approved']),
    { model: 'sale.order', id: saleOrder.id },
    `<p>${htmlOfText(`${connection.name} approved order ${row.number}: confirm this quotation.`)}</p>`,
  );
};

const isLeftToAPerson = ({ connection, state }: OrderContext, saleOrder: Pick<OdooSaleOrder, 'state'>): boolean =>
  connection.settings.confirmOrders === 'manual' &&
  state.deliverer === 'marketplace' &&
  state.status !== null &&
  !['pending', 'editing'].includes(state.status) &&
  !isTerminalStatus(state.status) &&
  (saleOrder.state === 'draft' || saleOrder.state === 'sent');
