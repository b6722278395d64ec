import { z } from 'zod';

export const posParams = z.strictObject({ connection: z.string().describe('Id of a connection of kind `pos`.') });

export const posOrderParams = z.strictObject({
  ...posParams.shape,
  key: z.string().describe('`<OrderID>`, or `<OrderID>:REFUND`.'),
});
