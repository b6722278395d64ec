import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { CarriedAddress, CarriedPicking, OdooDelivery } from '../../../domain/delivery/odoo-delivery.ts';
import { companyOf, deliveryAddressOf, trimmed } from '../fulfilment/delivery-address.ts';
import type { PartnerRow } from '../fulfilment/order-rows.ts';
import type { WithKnownFields } from '../known-fields.ts';
import { pickingState } from '../picking-fields.ts';
import type { Rpc } from '../rpc.ts';
import { textOfHtml } from '../text-of-html.ts';
import { carriedRow, carriedSpecification, fieldsOfModules } from './picking-rows.ts';
import type { CarriedRow } from './picking-rows.ts';
import { openMoves, weightOf } from './weight.ts';

/** Products named to a courier. */
const named = 5;

/** A transfer with all a courier is told of it: one call, and one about its fields every ten minutes. */
export const createReadPicking =
  (rpc: Rpc, withFields: WithKnownFields): OdooDelivery['readPicking'] =>
  async (pickingId) => {
    const { major } = (await rpc.session()).server;
    const [row] = await withFields('stock.picking', fieldsOfModules, (there) =>
      rpc.call(
        {
          model: 'stock.picking',
          method: 'web_read',
          ids: [pickingId],
          params: { specification: carriedSpecification(major, there) },
          // The name of a product with its attributes, without its internal reference.
          context: { display_default_code: false },
          effect: 'read',
          about: `transfer ${pickingId}`,
          externalIds: [String(pickingId)],
        },
        z.array(carriedRow),
      ),
    );
    return row === undefined ? null : pickingOf(row);
  };

const pickingOf = (row: CarriedRow): CarriedPicking => {
  const state = pickingState.safeParse(row.state);
  if (!state.success) {
    throw new Failure('BadResponse', `Transfer ${row.name} is in the state ${row.state}, which is not Odoo's own`);
  }
  return {
    id: row.id,
    name: row.name,
    state: state.data,
    origin: trimmed(row.origin),
    userId: row.user_id ?? row.sale_id?.user_id ?? null,
    saleOrderId: row.sale_id?.id ?? null,
    address: row.partner_id === null ? null : addressOf(row.partner_id),
    weightKg: weightOf(row),
    parcels: parcelsOf(row),
    content: contentOf(row),
    note: textOfHtml(row.note),
    trackingRef: trimmed(row.carrier_tracking_ref),
  };
};

const addressOf = (row: PartnerRow): CarriedAddress => ({
  ...deliveryAddressOf(row),
  company: companyOf(row),
  contact: trimmed(row.name),
});

/** What a courier takes in hand: packages, the outer one where they stand in each other. */
const parcelsOf = (row: CarriedRow): number => {
  const packages = row.move_line_ids.flatMap(({ result_package_id: one }) =>
    one === null ? [] : [one.outermost_package_id ?? one.id],
  );
  return Math.max(1, new Set(packages).size);
};

const contentOf = (row: CarriedRow): readonly string[] =>
  [...new Set(openMoves(row).map((move) => move.product_id.display_name))].slice(0, named);
