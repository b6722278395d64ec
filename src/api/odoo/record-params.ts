import { z } from 'zod';

/** Ids of Odoo are 32-bit. */
export const largestOdooId = 2_147_483_647;

/** An id of Odoo in an address or a query. */
export const odooId = z
  .string('must be an id of Odoo')
  .regex(/^\d{1,10}$/, 'must be an id of Odoo')
  .transform(Number)
  .pipe(z.int().positive('must be an id of Odoo').max(largestOdooId, 'must be an id of Odoo'));

export const recordParams = z.strictObject({ id: odooId });

/** Where a list by id goes on. */
export const idPosition = z.tuple([z.int()]);
