import { z } from 'zod';
import type { Order, OrderLine } from './order-model.ts';
import { totalOf } from './order-model.ts';
import { hasOpenLines } from './order-states.ts';
import { Refusal } from '../refusal.ts';
import type { CartonaState } from './state.ts';

const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);

/** A line as it is written back: changed (`id`), cancelled (`id`, `cancelled`) or added (no `id`). */
export const lineWriteSchema = z.union([
  z.strictObject({ id: z.int(), cancelled: z.literal(true) }),
  z.strictObject({
    id: z.int(),
    amount: number.optional(),
    /** Called `selling_price` where it is read. */
    price: number.optional(),
    comment: z.string().nullish(),
  }),
  z.strictObject({
    supplier_product_id: z.string().optional(),
    internal_product_id: z.string().optional(),
    amount: number,
    price: number.optional(),
    comment: z.string().nullish(),
  }),
]);
export type LineWrite = z.output<typeof lineWriteSchema>;

export const detailsBodySchema = z.array(
  z.looseObject({ hashed_id: z.string(), order_details: z.array(lineWriteSchema) }),
);

const changed = (line: OrderLine, write: Exclude<LineWrite, { cancelled: true }>): OrderLine => ({
  ...line,
  amount: write.amount ?? line.amount,
  selling_price: write.price ?? line.selling_price,
  comment: write.comment ?? line.comment,
});

const addedLine = (state: CartonaState, write: Extract<LineWrite, { amount: number }>): OrderLine => {
  const supplierId = 'supplier_product_id' in write ? write.supplier_product_id : undefined;
  const internalId = 'internal_product_id' in write ? write.internal_product_id : undefined;
  const record = [...state.products.values()].find(({ product }) =>
    supplierId === undefined
      ? internalId !== undefined && product.internal_product_id === internalId
      : product.supplier_product_id === supplierId,
  );
  if (!record) throw new Refusal(422, `product ${supplierId ?? internalId ?? '(none named)'} is not known`);
  const { product } = record;
  return {
    id: 11_900_000 + state.takeNumbers(1),
    supplier_product_id: product.supplier_product_id,
    internal_product_id: product.internal_product_id,
    base_product_id: product.base_product_id,
    unit: product.unit,
    unit_count: product.unit_count,
    product_name: product.product_name,
    amount: write.amount,
    selling_price: write.price ?? product.selling_price,
    applied_supplier_discount: 0,
    applied_cartona_discount: 0,
    comment: write.comment ?? null,
  };
};

/** The lines after these writes. Throws a refusal for a line or product that is not there. */
export const linesAfter = (state: CartonaState, order: Order, writes: readonly LineWrite[]): OrderLine[] => {
  const lines = new Map(order.order_details.map((line) => [line.id, line]));
  for (const write of writes) {
    if (!('id' in write)) {
      const added = addedLine(state, write);
      lines.set(added.id, added);
      continue;
    }
    const line = lines.get(write.id);
    if (!line) throw new Refusal(422, `order ${order.hashed_id} has no line ${write.id}`);
    if ('cancelled' in write) lines.delete(write.id);
    else lines.set(write.id, changed(line, write));
  }
  return [...lines.values()];
};

/** Lines from the supplier. All orders of one call are checked before the first is changed. */
export const writeLines = (state: CartonaState, body: z.output<typeof detailsBodySchema>): void => {
  const ready = body.map(({ hashed_id: id, order_details: writes }) => {
    const record = state.orders.get(id);
    if (!record) throw new Refusal(404, `order ${id} is not known`);
    if (!hasOpenLines(record.order.status)) {
      throw new Refusal(422, `order ${id} is ${record.order.status}: its lines cannot be changed`);
    }
    return { id, order: record.order, lines: linesAfter(state, record.order, writes), writes };
  });
  for (const { id, order, lines, writes } of ready) {
    const at = new Date().toISOString();
    const total = totalOf({ ...order, order_details: lines });
    state.changeOrder(id, {
      order: { order_details: lines, updated_at: at },
      entry: {
        at,
        by: 'supplier',
        what: 'lines',
        status: null,
        accepted: true,
        text: `lines written, total ${total}`,
        body: writes,
      },
    });
  }
};
