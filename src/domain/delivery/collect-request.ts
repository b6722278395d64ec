import type { CourierRequest } from './delivery.ts';
import type { CarriedAddress, CarriedPicking } from './odoo-delivery.ts';

/** What a courier must be told beyond name, street, zip, city and weight. */
export interface CourierNeeds {
  /** Paths of `CourierRequest`, for example `receiver.phone`. */
  readonly required: readonly string[];
  /** Kilograms of a picking whose products have no weight. */
  readonly weightFallbackKg: number | null;
}

export interface MissingField {
  readonly path: string;
  /** With the record in Odoo that lacks it. */
  readonly message: string;
}

export type CollectedRequest =
  | { readonly kind: 'ready'; readonly request: CourierRequest }
  | { readonly kind: 'missing'; readonly fields: readonly MissingField[] };

/** What the courier is told of the picking, or everything that is missing at once. */
export const collectRequest = (
  picking: CarriedPicking,
  reference: string,
  { required, weightFallbackKg }: CourierNeeds,
): CollectedRequest => {
  const { address } = picking;
  if (address === null) {
    const message = `picking ${picking.name} has no contact (Delivery Address)`;
    return { kind: 'missing', fields: [{ path: 'receiver', message }] };
  }
  const weightKg = picking.weightKg ?? (weightFallbackKg === null ? null : String(weightFallbackKg));
  const receiver = receiverOf(address);
  const values: Readonly<Record<string, string | null>> = {
    ...Object.fromEntries(Object.entries(receiver).map(([field, value]) => [`receiver.${field}`, value])),
    'parcels[0].weightKg': weightKg,
  };
  const needed = new Set([...alwaysNeeded, ...required]);
  const fields = [...needed]
    .filter((path) => (values[path] ?? null) === null)
    .map((path) => ({ path, message: missingWords(path, picking, address) }));
  const { name, street, zip, city } = receiver;
  if (fields.length > 0 || name === null || street === null || zip === null || city === null || weightKg === null) {
    return { kind: 'missing', fields };
  }
  return {
    kind: 'ready',
    request: {
      reference,
      pickingName: picking.name,
      receiver: { ...receiver, name, street, zip, city },
      parcels: [{ count: picking.parcels, weightKg, description: contentWords(picking.content) }],
      notes: picking.note,
    },
  };
};

const alwaysNeeded = [
  'receiver.name',
  'receiver.street',
  'receiver.zip',
  'receiver.city',
  'parcels[0].weightKg',
] as const;

const receiverOf = (address: CarriedAddress) => ({
  name: address.company ?? address.contact ?? address.name,
  contact: address.company === null ? null : address.contact,
  // Some keep the street in the second line only.
  street: address.street ?? address.street2,
  street2: address.street === null ? null : address.street2,
  zip: address.zip,
  city: address.city,
  state: address.state,
  country: address.country,
  phone: address.phone,
  email: address.email,
});

const missingWords = (path: string, picking: CarriedPicking, address: CarriedAddress): string => {
  if (path === 'parcels[0].weightKg') return `the products of ${picking.name} have no weight`;
  const contact = `contact ${address.name ?? 'without a name'} (res.partner ${address.partnerId})`;
  return `${contact} has no ${path.replace(/^receiver\./, '')}`;
};

/** Couriers print it on paper: some names, not all. */
const contentWords = (names: readonly string[]): string | null =>
  names.length === 0 ? null : names.join(', ').slice(0, contentLength);
const contentLength = 100;
