import type { NewTransfer, NewTransferLine } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { OdooServer } from '../client.ts';
import { toOdooNumber } from '../decimals.ts';
import { htmlOfText } from '../html.ts';
import type { Cell, LoadRecord } from '../load-once.ts';
import { descriptionOf } from '../sale-order-fields.ts';
import type { TransferGround } from './transfer-ground.ts';

const head = [
  'picking_type_id/.id',
  'location_id/.id',
  'location_dest_id/.id',
  'origin',
  'partner_id/.id',
  'company_id/.id',
  'note',
];
const move = [
  'product_id/.id',
  'product_uom_qty',
  'product_uom/.id',
  'location_id/.id',
  'location_dest_id/.id',
  'sale_line_id/.id',
];

/**
 * Columns of a transfer with its moves. 17 and 18 link it to the order by its procurement group and want a name on each move; 19 has neither, and
 * links by the moves' sale lines and references (seen on 17 and 19).
 */
export const transferColumns = (major: OdooServer['major']): readonly string[] => [
  'id',
  ...head,
  // Nobody is responsible for it yet: left out, it would be the user of the API.
  'user_id/.id',
  ...(major === 19 ? [] : ['group_id/.id']),
  ...[...move, ...(major === 19 ? ['reference_ids/.id'] : ['group_id/.id', 'name'])].map(
    (column) => `move_ids/${column}`,
  ),
];

export const transferRecord = (
  major: OdooServer['major'],
  externalId: string,
  transfer: NewTransfer,
  ground: TransferGround,
): LoadRecord => {
  const { sourceLocationId, lines } = transfer;
  const [group] = ground.links;
  const first: readonly Cell[] = [
    externalId,
    ground.typeId,
    sourceLocationId,
    ground.customerLocationId,
    transfer.origin,
    ground.partnerId,
    ground.companyId,
    transfer.note === null ? '' : htmlOfText(transfer.note),
    '',
    ...(major === 19 ? [] : [group ?? '']),
  ];
  return {
    externalId,
    about: `the transfer of sale order ${transfer.origin}`,
    numbers: [transfer.origin],
    rows: lines.map((line, index) => [
      ...(index === 0 ? first : first.map(() => '')),
      ...moveCells(major, line, transfer, ground),
    ]),
  };
};

const moveCells = (
  major: OdooServer['major'],
  line: NewTransferLine,
  { sourceLocationId, origin }: NewTransfer,
  ground: TransferGround,
): readonly Cell[] => {
  const product = ground.products.get(line.productId);
  const [group] = ground.links;
  return [
    line.productId,
    toOdooNumber(line.quantity, `the quantity of product ${line.productId} of sale order ${origin}`),
    product?.unitId ?? '',
    sourceLocationId,
    ground.customerLocationId,
    // A line that is gone, or is of another product by now, has not been delivered by this.
    ground.productOfLine.get(line.saleLineId) === line.productId ? line.saleLineId : '',
    ...(major === 19 ? [ground.links.join(',')] : [group ?? '', descriptionOf(product?.name ?? '')]),
  ];
};
