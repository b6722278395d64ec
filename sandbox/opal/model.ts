import { z } from 'zod';

const text = (longest: number) =>
  z
    .union([z.string(), z.number()], { error: 'fehlt' })
    .transform((value) => String(value).trim())
    .refine((value) => value !== '', 'fehlt')
    .refine((value) => value.length <= longest, `ist zu lang (höchstens ${longest} Zeichen)`);

const optional = (longest: number) =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => String(value ?? '').trim())
    .refine((value) => value.length <= longest, `ist zu lang (höchstens ${longest} Zeichen)`)
    .transform((value) => (value === '' ? null : value));

const line = text(250);
const optionalLine = optional(250);

const place = {
  name1: line,
  contact: optionalLine,
  street: line,
  houseNumber: optional(50),
  zip: text(20),
  city: line,
  country: optional(2).transform((country) => country ?? 'DE'),
  phone: optionalLine,
  email: optionalLine,
};

const parcel = z.object({
  count: z.int('muss eine ganze Zahl sein').min(1, 'muss mindestens 1 sein'),
  /** Kilograms of all of them. */
  weight: z.number('muss eine Zahl sein').positive('muss größer als 0 sein'),
  description: optionalLine,
});

/** An order as it is taken. */
export const newOrderSchema = z.object({
  /** The client's own number; nothing keeps it from being used twice. */
  reference: text(100),
  sender: z.object(place, { error: 'fehlt' }),
  receiver: z.object({ ...place, name2: optionalLine }, { error: 'fehlt' }),
  parcels: z.array(parcel, { error: 'fehlt' }).min(1, 'fehlt'),
  notes: optional(1000),
});
export type NewOrder = z.output<typeof newOrderSchema>;

const passage = z.strictObject({ at: z.iso.datetime(), status: z.string(), location: z.string().nullable() });

export const orderSchema = newOrderSchema.extend({
  /** OCU. */
  orderNumber: z.string(),
  /** HWB; null while there is none. */
  trackingNumber: z.string().nullable(),
  createdAt: z.iso.datetime(),
  status: z.string(),
  /** Who took the delivery, or `Fehlanfahrt`. */
  receivedBy: z.string().nullable(),
  /** Every status it had, oldest first. */
  history: z.array(passage),
});
export type OpalOrder = z.output<typeof orderSchema>;

/** An order entered by hand: a letter from nobody to nobody, as far as nothing else is said. */
export const byHandSchema = newOrderSchema.partial();
export type ByHandInput = z.input<typeof byHandSchema>;

const somewhere = {
  contact: null,
  houseNumber: '1',
  zip: '10115',
  city: 'Berlin',
  country: 'DE',
  phone: null,
  email: null,
};

export const letter: Omit<NewOrder, 'reference'> = {
  sender: { ...somewhere, name1: 'Somebody', street: 'Hauptstraße' },
  receiver: { ...somewhere, name1: 'Somebody else', name2: null, street: 'Nebenstraße' },
  parcels: [{ count: 1, weight: 0.1, description: null }],
  notes: null,
};
