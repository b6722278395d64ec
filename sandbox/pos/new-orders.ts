import { z } from 'zod';
import type { SeededRandom } from '../random.ts';
import { seededRandom } from '../random.ts';
import { withDefaults } from '../with-defaults.ts';
import type { PosItem, Sale, SaleLine, SalePayment } from './model.ts';
import { saleLineSchema, salePaymentSchema, saleSchema, statuses } from './model.ts';
import { totalsOf } from './totals.ts';

const lineTemplateSchema = saleLineSchema.partial().strict();
type LineTemplate = z.output<typeof lineTemplateSchema>;

const paymentTemplateSchema = salePaymentSchema.extend({
  /** Left out: what the others leave to pay. */
  amount: z.number().optional(),
});

type PaymentTemplate = z.input<typeof paymentTemplateSchema>;

/** What new orders shall look like; what is left out is made up, the same for the same seed, and sums always agree unless told otherwise. */
export const orderTemplateSchema = z.strictObject({
  orderId: saleSchema.shape.orderId.optional(),
  status: z.int().optional(),
  /** Of the last change. Default now; an older one is an order that appears late. */
  at: saleSchema.shape.at.optional(),
  date: saleSchema.shape.date.optional(),
  /** Lines, or how many of them. What a line leaves out is that of the item it names, or of any. */
  lines: z.union([z.int().min(0).max(1_000), z.array(lineTemplateSchema)]).optional(),
  discount: saleSchema.shape.discount.optional(),
  serviceCharges: saleSchema.shape.serviceCharges.optional(),
  payments: z.array(paymentTemplateSchema).optional(),
  raw: saleSchema.shape.raw.optional(),
  omit: saleSchema.shape.omit.optional(),
  label: z.string().optional(),
});
export type OrderTemplate = z.input<typeof orderTemplateSchema>;
export type ReadTemplate = z.output<typeof orderTemplateSchema>;

export const newOrdersSchema = z.strictObject({
  count: z.int().min(1).max(1_000_000).default(1),
  seed: z.int().optional(),
  template: orderTemplateSchema.default({}),
});
export type NewOrders = z.input<typeof newOrdersSchema>;

/** What is sold where a shop has entered nothing yet. */
const anything: PosItem = { itemId: 0, odooItemId: null, name: 'Something', price: 10, taxPercent: 0 };

const isNamed = ({ name, itemId, odooItemId }: LineTemplate): boolean =>
  name !== undefined || (itemId ?? 0) > 0 || (odooItemId ?? null) !== null;

const isMeant = (item: PosItem, given: LineTemplate): boolean =>
  (given.name !== undefined && given.name === item.name) ||
  (given.odooItemId != null && given.odooItemId === item.odooItemId) ||
  ((given.itemId ?? 0) > 0 && given.itemId === item.itemId);

const aLine = (random: SeededRandom, items: readonly PosItem[], given: LineTemplate): SaleLine => {
  const any = items[random.between(0, Math.max(0, items.length - 1))] ?? anything;
  const quantity = random.between(1, 4);
  const item = isNamed(given) ? (items.find((each) => isMeant(each, given)) ?? anything) : any;
  return withDefaults<SaleLine>({ ...item, quantity, discount: 0, lots: [], parts: [] }, given);
};

const ways: readonly [PaymentTemplate, ...PaymentTemplate[]] = [
  { mode: 1, cardType: 'Cash' },
  { mode: 1, cardType: 'Cash' },
  { mode: 2, cardType: 'Card' },
];

const paymentsOf = (
  random: SeededRandom,
  grandTotal: number,
  given: ReadTemplate['payments'],
): readonly SalePayment[] => {
  const way = random.pick(ways);
  const templates: readonly PaymentTemplate[] = given ?? (grandTotal === 0 ? [] : [way]);
  const stated = templates.reduce((sum, payment) => sum + (payment.amount ?? 0), 0);
  const open = Math.round((grandTotal - stated) * 100) / 100;
  const openPayments = templates.filter((payment) => payment.amount === undefined).length;
  return templates.map((payment) =>
    salePaymentSchema.parse({ ...payment, amount: payment.amount ?? Math.round((open / openPayments) * 100) / 100 }),
  );
};

export interface SaleOrigin {
  readonly orderId: number | string;
  readonly at: string;
  readonly seed: number;
  readonly items: readonly PosItem[];
  readonly template: ReadTemplate;
}

/** The order that this seed makes of this template: always the same. */
export const makeSale = ({ orderId, at, seed, items, template }: SaleOrigin): Sale => {
  const random = seededRandom(seed);
  const wanted: readonly LineTemplate[] = Array.isArray(template.lines)
    ? template.lines
    : Array.from({ length: template.lines ?? random.between(1, 4) }, () => ({}));
  const lines = wanted.map((line) => aLine(random, items, line));
  const unpaid = {
    lines,
    discount: template.discount ?? 0,
    serviceCharges: template.serviceCharges ?? 0,
    payments: [],
  };
  return {
    ...unpaid,
    orderId: template.orderId ?? orderId,
    status: template.status ?? statuses.sale,
    at: template.at ?? at,
    date: template.date ?? template.at ?? at,
    payments: [...paymentsOf(random, totalsOf(unpaid).grandTotal, template.payments)],
    raw: template.raw ?? {},
    omit: template.omit ?? [],
    label: template.label ?? null,
  };
};
