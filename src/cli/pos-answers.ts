import { z } from 'zod';

/** What the commands read from the API's answers about points of sale. Everything else passes through untouched. */

const nullableText = z.string().nullish();

const counts = z.looseObject({
  fetched: z.number(),
  created: z.number(),
  existing: z.number(),
  attention: z.number(),
  refused: z.number(),
  waiting: z.number(),
});

export const posStatus = z.looseObject({
  last_sync_date: nullableText,
  last_sync_status: nullableText,
  last_sync_message: nullableText,
  counts,
  running: z.looseObject({ startedAt: z.string(), message: z.string() }).nullish(),
  orders: z.looseObject({ byState: z.record(z.string(), z.number()), attention: z.number() }),
});
export type PosStatusAnswer = z.infer<typeof posStatus>;

export const posRun = z.looseObject({
  startedAt: z.string(),
  finishedAt: nullableText,
  status: nullableText,
  message: nullableText,
});
export type PosRun = z.infer<typeof posRun>;

/** What the run of a sync answers. */
export const posRunResult = z.looseObject({ status: z.string(), message: z.string() });

export const posOrder = z.looseObject({
  connection: z.string(),
  key: z.string(),
  orderId: nullableText,
  kind: nullableText,
  state: z.string(),
  attention: z.looseObject({ kind: z.string(), reason: z.string() }).nullish(),
  date: nullableText,
  odoo: z
    .looseObject({ posOrderId: z.number(), name: nullableText, sessionId: z.number().nullish(), url: nullableText })
    .nullish(),
  totals: z.looseObject({ source: nullableText, odoo: nullableText }),
  updatedAt: nullableText,
});
export type PosOrder = z.infer<typeof posOrder>;

const item = z.looseObject({
  odooItemId: z.number().nullish(),
  itemId: nullableText,
  name: z.string(),
  quantity: z.string(),
  unitPrice: z.string(),
});

export const posOrderDetail = posOrder.extend({
  lines: z.looseObject({
    source: z.array(item.extend({ discount: nullableText })),
    odoo: z.array(
      z.looseObject({
        productId: z.number(),
        name: z.string(),
        quantity: z.string(),
        unitPrice: z.string(),
        totalWithTax: z.string(),
      }),
    ),
  }),
  payments: z.array(
    z.looseObject({ amount: z.string(), cardType: nullableText, mode: z.number().nullish(), reference: nullableText }),
  ),
  difference: z.array(z.string()),
  openAttention: z.array(z.looseObject({ kind: z.string(), reason: z.string() })),
  timeline: z.array(z.looseObject({ at: z.string(), text: z.string() })),
  workflowId: nullableText,
  url: nullableText,
});
export type PosOrderDetail = z.infer<typeof posOrderDetail>;
