import { z } from 'zod';

/** What the commands read from the API's answers. Everything else passes through untouched, so that `--json` prints the whole answer. */

const nullableText = z.string().nullish();

export const connection = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.boolean()).default({}),
  state: z.string().optional(),
  /** Moves with every change. */
  version: z.number().optional(),
});
export type Connection = z.infer<typeof connection>;

export const connectionTest = z.looseObject({ ok: z.boolean(), sawInWords: z.string(), durationMs: z.number() });

export const order = z.looseObject({
  connection: z.string(),
  externalId: z.string(),
  number: z.string(),
  stage: z.string(),
  attention: z.looseObject({ kind: z.string(), reason: z.string() }).nullish(),
  marketplaceStatus: nullableText,
  odoo: z.looseObject({ name: nullableText, state: nullableText, url: nullableText }).nullish(),
  customer: z.looseObject({ ref: nullableText, name: nullableText }).nullish(),
  currency: nullableText,
  totals: z.looseObject({ marketplace: nullableText, odoo: nullableText }).nullish(),
  updatedAt: nullableText,
});
export type Order = z.infer<typeof order>;

export const orderDetail = order.extend({
  deliveredBy: nullableText,
  openAttention: z.array(z.looseObject({ kind: z.string(), reason: z.string() })).default([]),
  lines: z
    .array(
      z.looseObject({
        externalId: z.string(),
        listingId: nullableText,
        name: nullableText,
        productId: z.number().nullish(),
        quantity: nullableText,
        unitPrice: nullableText,
        skipped: z.boolean().optional(),
      }),
    )
    .default([]),
  timeline: z.array(z.looseObject({ at: z.string(), text: z.string() })).default([]),
  workflowId: nullableText,
  url: nullableText,
});
export type OrderDetail = z.infer<typeof orderDetail>;

export const attention = z.looseObject({
  id: z.string(),
  connection: z.string(),
  kind: z.string(),
  target: z.looseObject({ type: z.string(), externalId: nullableText, number: nullableText }),
  reason: z.string(),
  actions: z.array(z.string()),
  since: nullableText,
  resolvedAt: nullableText,
  resolution: nullableText,
});
export type Attention = z.infer<typeof attention>;

export const listing = z.looseObject({
  connection: z.string(),
  externalId: z.string(),
  productId: z.number().nullish(),
  enabled: z.boolean().optional(),
  factor: nullableText,
  name: nullableText,
  internalId: nullableText,
  problem: nullableText,
});
export type Listing = z.infer<typeof listing>;

export const importedListings = z.looseObject({ imported: z.number() });

export const offer = z.looseObject({
  connection: z.string(),
  externalId: z.string(),
  name: nullableText,
  productId: z.number().nullish(),
  price: nullableText,
  stock: z.number().nullish(),
  pushedAt: nullableText,
  pending: z.boolean(),
  changedAt: nullableText,
  refused: nullableText,
});
export type Offer = z.infer<typeof offer>;

export const pushedOffers = z.looseObject({ listings: z.number() });

export const reconciliation = z.looseObject({
  id: z.string(),
  connection: z.string(),
  startedAt: z.string(),
  finishedAt: nullableText,
  dryRun: z.boolean(),
  repaired: z.boolean(),
  comparedWith: nullableText,
  compared: z.number(),
  differing: z.number(),
  error: nullableText,
});
export type Reconciliation = z.infer<typeof reconciliation>;

export const reconciliationRow = z.looseObject({
  externalId: z.string(),
  productId: z.number().nullish(),
  name: nullableText,
  ourPrice: nullableText,
  theirPrice: nullableText,
  ourStock: z.number().nullish(),
  theirStock: z.number().nullish(),
  why: z.string(),
});
export type ReconciliationRow = z.infer<typeof reconciliationRow>;

export const token = z.looseObject({
  id: z.string(),
  name: z.string(),
  scope: z.string(),
  createdAt: nullableText,
  lastUsedAt: nullableText,
  revokedAt: nullableText,
});

export const createdToken = token.extend({ token: z.string() });

export const startedSync = z.looseObject({ workflowId: z.string(), runId: z.string(), url: nullableText });

/** An answer the command only passes on. */
export const anything = z.unknown();
