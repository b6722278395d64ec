import { z } from 'zod';

/** One thing of a list, or alone: the fields any of the API's shapes has and a test looks at. */
interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly state: string;
  readonly url: string;
  readonly connection: string;
  readonly externalId: string;
  readonly productId: number | null;
  readonly factor: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly pausedReason: string | null;
  readonly attention: { readonly kind: string; readonly actions: readonly string[] };
  readonly actions: readonly string[];
  readonly target: unknown;
  readonly since: string;
  readonly resolvedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly direction: string;
  readonly path: string;
  readonly request: string;
  readonly response: string;
  readonly status: number;
  readonly workflowId: string;
  readonly price: string | null;
  readonly stock: number | null;
  readonly pushedAt: string | null;
  readonly pending: boolean;
  readonly ourPrice: string | null;
  readonly theirPrice: string | null;
  readonly priceDifference: string | null;
  readonly stockDifference: number | null;
  readonly problem: string | null;
  readonly key: string;
  readonly saleOrderId: number;
  readonly number: string;
  readonly shipment_id: string;
  readonly picking_id: number;
  readonly n: number;
}

/** The body of an answer: a test that looks at a field its answer does not have finds undefined, and fails. */
export interface AnswerBody extends Shown {
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly items: readonly Shown[];
  readonly next: string | null;
  readonly problems: readonly string[];
  readonly counts: Readonly<
    Record<
      'orders' | 'offers' | 'fulfilments' | 'shipments' | 'fetched' | 'created' | 'attention' | 'new' | 'refused',
      unknown
    >
  >;
  readonly lastOfferPush: string | null;
  readonly lastFollow: unknown;
  readonly message: string;
  readonly list_price: string | null;
  readonly shipment: unknown;
  readonly label: string | null;
  readonly centre: unknown;
  readonly transfer: unknown;
  readonly receiver: unknown;
  readonly waitsFor: string | null;
  readonly sendingSince: string | null;
  readonly stage: string;
  readonly progress: unknown;
  readonly listings: number;
  readonly imported: number;
  readonly dryRun: boolean;
  readonly compared: number;
  readonly differing: number;
  readonly error: string | null;
  readonly lastOrderSync: unknown;
  readonly last_sync_date: string | null;
  readonly last_sync_status: string | null;
  readonly last_sync_message: string | null;
  readonly running: unknown;
  readonly orders: unknown;
  readonly odoo: unknown;
  readonly totals: unknown;
  readonly lines: { readonly source: readonly unknown[]; readonly odoo: readonly unknown[] };
  readonly payments: readonly unknown[];
  readonly difference: readonly string[];
  readonly openAttention: readonly Shown[];
  readonly results: readonly { readonly key: string; readonly result: string; readonly reason?: string }[];
  readonly ok: boolean;
  readonly sawInWords: string;
  readonly durationMs: number;
  readonly token: string;
  readonly runId: string;
  readonly result: string;
  readonly reason: string;
  readonly retried: number;
  readonly refused: readonly { readonly reason: string }[];
  readonly timeline: readonly { readonly text: string }[];
  readonly exchanges: readonly Shown[];
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { 'x-scope': string; responses: object }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const answerBody = z.custom<AnswerBody>();

export const readAnswerBody = (text: string): AnswerBody => answerBody.parse(JSON.parse(text));

/** The one thing of a list that a test made. @throws when there is none */
export const first = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error('The list is empty');
  return item;
};
