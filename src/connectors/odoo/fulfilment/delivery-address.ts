import type { DeliveryAddress } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { PartnerRow } from './order-rows.ts';

export const deliveryAddressOf = (row: PartnerRow): DeliveryAddress => ({
  partnerId: row.id,
  name: nameOf(row),
  phone: phoneOf(row) ?? (row.commercial_partner_id === null ? null : phoneOf(row.commercial_partner_id)),
  email: trimmed(row.email),
  street: trimmed(row.street),
  street2: trimmed(row.street2),
  city: trimmed(row.city),
  zip: trimmed(row.zip),
  state: trimmed(row.state_id?.name),
  country: trimmed(row.country_id?.code)?.toUpperCase() ?? null,
});

/** As Odoo itself names a contact on a label. */
const nameOf = (row: PartnerRow): string | null => {
  const own = trimmed(row.name);
  if (row.is_company) return own;
  const names = [companyOf(row), own].filter((name) => name !== null);
  return names.length === 0 ? null : names.join(', ');
};

/** Of a contact of a company, the company's name; null for a company itself, and for a person of none. */
export const companyOf = (row: PartnerRow): string | null =>
  row.is_company ? null : (trimmed(row.commercial_company_name) ?? trimmed(row.parent_id?.name));

const phoneOf = ({ phone, mobile }: Pick<PartnerRow, 'phone' | 'mobile'>): string | null =>
  trimmed(phone) ?? trimmed(mobile);

export const trimmed = (value: string | null | undefined): string | null => {
  const words = value?.trim() ?? '';
  return words === '' ? null : words;
};
