import { z } from 'zod';
import type { PosReading } from '../../domain/pos/pos-order.ts';
import type { RecordedPosOrder } from '../../store/pos/record-orders.ts';

const results = ['new', 'same', 'changed', 'changed-after-import', 'refused'] as const;

/** The answer to a push: one result an order, in the order of the body. */
export const pushAnswerShape = z
  .strictObject({
    results: z.array(
      z.strictObject({
        index: z.int().describe('Place in the body, from 0.'),
        orderId: z.string().nullable(),
        key: z.string().describe('`<OrderID>`, or `<OrderID>:REFUND`.'),
        result: z
          .enum(results)
          .describe(
            '`same`: known already. `changed-after-import`: kept for a person to look at. `refused`: not stored, the reason says why.',
          ),
        reason: z.string().optional(),
      }),
    ),
    counts: z.strictObject({
      orders: z.int(),
      new: z.int(),
      same: z.int(),
      changed: z.int(),
      changedAfterImport: z.int(),
      refused: z.int(),
    }),
  })
  .meta({ id: 'PushedOrders' });

export type PushAnswer = z.input<typeof pushAnswerShape>;

/** @param recorded what became of the readings that could be read, in their order */
export const pushAnswer = (readings: readonly PosReading[], recorded: readonly RecordedPosOrder[]): PushAnswer => {
  const left = [...recorded];
  const answered = readings.map((reading, index): PushAnswer['results'][number] => {
    if (!('order' in reading)) {
      const { orderId, key, problem } = reading;
      return { index, orderId, key, result: 'refused', reason: problem.message };
    }
    const { orderId } = reading.order;
    const result = left.shift();
    if (result === undefined) throw new Error(`Order ${orderId} was stored without a result`);
    return { index, orderId, ...result };
  });
  const count = (wanted: (typeof results)[number]) => answered.filter(({ result }) => result === wanted).length;
  return {
    results: answered,
    counts: {
      orders: answered.length,
      new: count('new'),
      same: count('same'),
      changed: count('changed'),
      changedAfterImport: count('changed-after-import'),
      refused: count('refused'),
    },
  };
};
