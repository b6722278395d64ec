import { z } from 'zod';
import { largestOdooId } from '../odoo/record-params.ts';

export const saleOrderId = z
  .int('must be the id of a sale order')
  .positive('must be the id of a sale order')
  .max(largestOdooId, 'must be the id of a sale order');

export const fulfilmentParams = z.strictObject({
  connection: z.string().describe('Id of a connection of kind `ysell`.'),
  saleOrderId: z
    .string()
    .regex(/^\d{1,10}$/, 'must be the id of a sale order')
    .transform(Number)
    .pipe(saleOrderId)
    .describe('`sale.order`.'),
});
