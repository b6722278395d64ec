import type { OdooPartner } from '../../connectors/odoo/client.ts';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import { knownPartner, rememberPartner } from '../../store/customers.ts';
import { AttentionNeeded } from './attention-needed.ts';
import { adoptable } from './adoptable.ts';
import type { ImportContext } from './order-context.ts';

/**
 * The partner the order is for: the one met before, else one an earlier integration made, else a new one. Safe to repeat: the external id
 * makes a second create return the first.
 *
 * @throws AttentionNeeded `customer` without code and phone, `ambiguous-record` where two partners could be meant
 */
export const findCustomer = async (context: ImportContext): Promise<number> => {
  const { deps, key, order, connection } = context;
  const { ref } = order.customer;
  if (ref === null) {
    throw new AttentionNeeded(
      'import',
      'customer',
      `Order ${order.number} names neither a code nor a phone number of its customer (${order.customer.name}): it cannot be told from others.`,
    );
  }
  const known = await knownPartner(deps.db, key.connection, ref);
  if (known !== null) return known;
  const externalId = odooExternalId([key.connection, ref]);
  const partnerId =
    (connection.settings.matchExisting ? await findEarlierPartner(context, ref, externalId) : null) ??
    (await createPartner(context, ref, externalId));
  await rememberPartner(deps.db, key.connection, ref, partnerId);
  return partnerId;
};

const findEarlierPartner = async (context: ImportContext, ref: string, externalId: string): Promise<number | null> => {
  const { odoo, connection } = context;
  const field = connection.settings.odoo.fields.partner;
  const byField = field === undefined ? [] : adoptable(await odoo.findPartnersByField(field, ref), externalId);
  return onlyPartner(byField, ref) ?? onlyPartner(adoptable(await odoo.findPartnersByRef(ref), externalId), ref);
};

const onlyPartner = (partners: readonly OdooPartner[], ref: string): number | null => {
  const [first] = partners;
  if (partners.length > 1) {
    const names = partners.map((partner) => `${partner.name} (${partner.id})`).join(', ');
    throw new AttentionNeeded(
      'import',
      'ambiguous-record',
      `${partners.length} customers in Odoo have the reference ${ref}: ${names}. Merge them or archive all but one, then retry.`,
    );
  }
  return first?.id ?? null;
};

const createPartner = (
  { odoo, order, connection }: ImportContext,
  ref: string,
  externalId: string,
): Promise<number> => {
  const { customer } = order;
  const field = connection.settings.odoo.fields.partner;
  return odoo.createCustomerOnce(externalId, {
    name: customer.name,
    ref,
    phone: customer.phone,
    phone2: customer.phone2,
    email: customer.email,
    street: customer.address,
    comment: customer.notes,
    fields: field === undefined ? {} : { [field]: ref },
  });
};
