import { z } from 'zod';

/** How the web site, and the gateway after it, spell that there is none yet. */
const none = new Set(['', '-', '–', 'UNKNOWN', 'N/A', 'NULL']);

const written = z
  .union([z.string(), z.int()])
  .nullish()
  .transform((value) => {
    const text = String(value ?? '').trim();
    return none.has(text.toUpperCase()) ? null : text;
  });

/** The two numbers of an order: OCU is given when it is taken, HWB (the waybill) may come later. */
export const numberFields = { orderNumber: written, trackingNumber: written };

const numbers = z.looseObject(numberFields);
type Numbers = z.output<typeof numbers>;

export const numbersIn = (entry: unknown): Numbers | null => numbers.safeParse(entry).data ?? null;

/** Whether an order is the one that is asked after: by either of its numbers. */
export const isNumbered = ({ orderNumber, trackingNumber }: Numbers, id: string): boolean =>
  [orderNumber, trackingNumber].some((number) => number?.toUpperCase() === id.toUpperCase());
