import type { MarketplaceCustomer } from '../../../domain/marketplace-order.ts';
import type { CartonaRetailer } from './order-payload.ts';

const egypt = '20';

const asciiDigits = (text: string): string =>
  text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll(/[\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));

/**
 * The digits of a phone number in its international form, so that `+20 100 123 4567`, `0020100…` and `0100…` are one customer (Cartona
 * serves Egypt alone). Null when the text is no phone number.
 */
export const internationalDigits = (phone: string): string | null => {
  const text = asciiDigits(phone).replaceAll('(0)', '');
  const dialled = text.replaceAll(/\D/g, '');
  const isInternational = text.trim().startsWith('+') || dialled.startsWith('00') || dialled.startsWith(egypt);
  const digits = isInternational ? dialled.replace(/^00/, '') : `${egypt}${dialled.replace(/^0/, '')}`;
  // No Egyptian number begins with 0 behind the country code; people write it all the same.
  const normal = digits.replace(/^200+/, egypt);
  return /^\d{9,15}$/.test(normal) ? normal : null;
};

const customerRef = (retailer: CartonaRetailer): string | null => {
  if (retailer.retailer_code) return `retailer_${retailer.retailer_code}`;
  const digits = retailer.retailer_number ? internationalDigits(retailer.retailer_number) : null;
  return digits === null ? null : `retailer_phone_${digits}`;
};

/** Reads the retailer. Never matched by name: two shops may share one. */
export const readCustomer = (retailer: CartonaRetailer): MarketplaceCustomer => ({
  ref: customerRef(retailer),
  name: retailer.retailer_name ?? retailer.retailer_code ?? retailer.retailer_number ?? 'Cartona retailer',
  phone: retailer.retailer_number ?? null,
  phone2: retailer.retailer_number2 ?? null,
  email: retailer.retailer_email ?? null,
  address: retailer.retailer_address ?? null,
  notes: retailer.address_notes ?? null,
});
