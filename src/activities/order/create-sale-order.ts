import type { FoundSaleOrder } from '../../connectors/odoo/client.ts';
import { isFailure } from '../../domain/failure.ts';
import { isWithin, sum, multiply } from '../../domain/money.ts';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import type { WrittenLine } from '../../domain/order-row.ts';
import { forgetPartner } from '../../store/customers.ts';
import { isSaleOrderTaken, updateOrder } from '../../store/orders.ts';
import { adoptable } from './adoptable.ts';
import { AttentionNeeded } from './attention-needed.ts';
import { findCustomer } from './find-customer.ts';
import type { ImportContext } from './order-context.ts';
import { orderNote } from './order-note.ts';

export interface CreatedSaleOrder {
  readonly id: number;
  readonly partnerId: number;
  readonly adopted: boolean;
  /** It was there before: made by an earlier attempt, perhaps with other lines, or adopted. */
  readonly found: boolean;
}

/**
 * The sale order of a marketplace order: adopted where an earlier integration made it, else created. Safe to repeat: the external id makes a
 * second create return the first, untouched.
 *
 * @throws AttentionNeeded, Failure
 */
export const createSaleOrder = async (
  context: ImportContext,
  lines: readonly WrittenLine[],
): Promise<CreatedSaleOrder> => {
  const partnerId = await findCustomer(context);
  try {
    return await adoptOrCreate(context, partnerId, lines);
  } catch (error) {
    if (!isGonePartner(error) || context.order.customer.ref === null) throw error;
    // The partner we remember was deleted in Odoo: look once more from the beginning.
    await forgetPartner(context.deps.db, context.key.connection, context.order.customer.ref);
    return adoptOrCreate(context, await findCustomer(context), lines);
  }
};

const isGonePartner = (error: unknown): boolean =>
  isFailure(error) && error.type === 'Rejected' && error.data.path === 'partner_id';

const adoptOrCreate = async (
  context: ImportContext,
  partnerId: number,
  lines: readonly WrittenLine[],
): Promise<CreatedSaleOrder> => {
  const externalId = odooExternalId([context.key.connection, 'order', context.key.externalId]);
  const earlier = context.connection.settings.matchExisting
    ? await findEarlierOrder(context, externalId, partnerId, lines)
    : null;
  if (earlier !== null)
    return {
      id: earlier.id,
      partnerId: earlier.partnerId,
      adopted: !earlier.externalIds.includes(externalId),
      found: true,
    };
  const { settings } = context.connection;
  const { fields } = settings.odoo;
  // The answer may get lost, and the order be another one by the time of the next attempt.
  await updateOrder(context.deps.db, context.key, { attempted_lines: JSON.stringify(lines) });
  const id = await context.odoo.createSaleOrderOnce(externalId, {
    partnerId,
    clientOrderRef: context.order.number,
    origin: `${context.connection.name} ${context.key.externalId}`,
    note: orderNote(context.order, lines, fields.deliveredBy === undefined),
    lines: lines.flatMap(({ productId, quantity, unitPrice, name }) =>
      productId === null ? [] : [{ productId, quantity, unitPrice, description: name }],
    ),
    taxes: settings.taxes,
    companyId: settings.odoo.company ?? null,
    warehouseId: settings.odoo.warehouse ?? null,
    teamId: settings.odoo.team ?? null,
    pricelistId: settings.odoo.pricelist ?? null,
    userId: settings.odoo.salesperson ?? null,
    fields: {
      ...(fields.order === undefined ? {} : { [fields.order]: context.key.externalId }),
      ...(fields.deliveredBy === undefined ? {} : { [fields.deliveredBy]: context.order.deliveredBy }),
    },
  });
  return { id, partnerId, adopted: false, found: context.row.attempted_lines !== null };
};

const findEarlierOrder = async (
  context: ImportContext,
  externalId: string,
  partnerId: number,
  lines: readonly WrittenLine[],
): Promise<FoundSaleOrder | null> => {
  const { odoo, connection, key, order } = context;
  const field = connection.settings.odoo.fields.order;
  const byField =
    field === undefined ? [] : await free(context, await odoo.findSaleOrders(field, key.externalId), externalId);
  if (byField.length > 0) return withOurTotal(context, only(byField, order.number), lines);
  const byRef = await free(context, await odoo.findSaleOrders('client_order_ref', order.number), externalId);
  const [first] = byRef;
  if (first === undefined) return null;
  if (first.externalIds.includes(externalId)) return first;
  const same = byRef.filter((found) => found.partnerId === partnerId && hasTotal(context, found, lines));
  if (same.length === 1) return same[0] ?? null;
  if (same.length === 0) {
    throw new AttentionNeeded(
      'import',
      'ambiguous-record',
      `Odoo has ${names(byRef)} with the customer reference ${order.number}, but with another customer or total (ours: customer ${partnerId}, total ${totalOf(lines)} ${order.currency}). Correct or cancel it in Odoo, or clear its customer reference, then retry.`,
    );
  }
  return only(same, order.number);
};

/** An earlier integration may have left lines out: its order is not adopted as if it were whole. */
const withOurTotal = (
  context: ImportContext,
  found: FoundSaleOrder | null,
  lines: readonly WrittenLine[],
): FoundSaleOrder | null => {
  if (found === null || hasTotal(context, found, lines)) return found;
  const { number, currency } = context.order;
  throw new AttentionNeeded(
    'import',
    'ambiguous-record',
    `${found.name} in Odoo is order ${number}, but its total is ${found.amountTotal} and not ${totalOf(lines)} ${currency}. Correct its lines in Odoo, then retry.`,
  );
};

const only = (orders: readonly FoundSaleOrder[], number: string): FoundSaleOrder | null => {
  const [first] = orders;
  if (orders.length > 1) {
    throw new AttentionNeeded(
      'import',
      'ambiguous-record',
      `${orders.length} sale orders in Odoo could be order ${number}: ${names(orders)}. Cancel all but one, then retry.`,
    );
  }
  return first ?? null;
};

const names = (orders: readonly FoundSaleOrder[]): string => orders.map((order) => order.name).join(', ');

/** Leaves out what is ours for another order, by its external id or by our own rows. */
const free = async (
  { deps, key }: ImportContext,
  orders: readonly FoundSaleOrder[],
  externalId: string,
): Promise<readonly FoundSaleOrder[]> => {
  const candidates = adoptable(orders, externalId);
  const taken = await Promise.all(candidates.map((order) => isSaleOrderTaken(deps.db, key, order.id)));
  return candidates.filter((_, index) => taken[index] === false);
};

const totalOf = (lines: readonly WrittenLine[]): string =>
  sum(lines.map((line) => multiply(line.quantity, line.unitPrice)));

/** An earlier integration may or may not have added taxes: either total of Odoo may be the marketplace's. */
const hasTotal = (
  { order, connection }: ImportContext,
  found: FoundSaleOrder,
  lines: readonly WrittenLine[],
): boolean => {
  const total = order.total ?? totalOf(lines);
  const tolerance = String(connection.settings.totalTolerance);
  return isWithin(found.amountTotal, total, tolerance) || isWithin(found.amountUntaxed, total, tolerance);
};
