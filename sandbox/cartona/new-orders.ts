import { z } from 'zod';
import type { SeededRandom } from '../random.ts';
import { seededRandom } from '../random.ts';
import { withDefaults } from '../with-defaults.ts';
import type { Order, OrderLine, OrderRecord, OrderStyle } from './order-model.ts';
import { orderLineSchema, orderSchema, orderStyleSchema, retailerSchema } from './order-model.ts';
import type { Product } from './product-model.ts';
import type { CartonaState } from './state.ts';

const lineTemplateSchema = orderLineSchema.partial().strict();

/** The fields of an order that are values of their own. */
const orderFieldsSchema = orderSchema.omit({ retailer: true, order_details: true }).partial();

/** What new orders shall look like; what is left out is made up, the same for the same seed. */
export const newOrdersSchema = z.strictObject({
  count: z.int().min(1).max(100_000).default(1),
  seed: z.int().optional(),
  template: orderFieldsSchema
    .extend({
      retailer: retailerSchema.partial().optional(),
      /** Lines, or how many of them. A line without a product is one of the known products. */
      lines: z.union([z.int().min(0).max(500), z.array(lineTemplateSchema)]).optional(),
      style: orderStyleSchema.partial().optional(),
      raw: z.record(z.string(), z.unknown()).optional(),
      omit: z.array(z.string()).optional(),
      retailerOtp: z.string().optional(),
      label: z.string().optional(),
    })
    .strict()
    .default({}),
});
export type NewOrders = z.input<typeof newOrdersSchema>;
type Template = z.output<typeof newOrdersSchema>['template'];
type LineTemplate = z.output<typeof lineTemplateSchema>;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const shopWords = ['El Nour', 'Abu Ali', 'El Madina', 'Om Kareem', 'El Baraka', 'Sphinx'] as const;
const streets = ['Tahrir St.', 'Ramses St.', 'Corniche El Nil', 'Port Said St.', 'Salah Salem St.'] as const;

/** Eight letters, or eleven digits for one in five: a hashed id may look like a number and is none. */
const hashedIdFrom = (random: SeededRandom, isTaken: (id: string) => boolean): string => {
  for (;;) {
    const numeric = random.next() < 0.2;
    const [length, alphabet] = numeric ? [11, '123456789'] : [8, letters];
    const id = Array.from({ length }, () => alphabet.charAt(random.between(0, alphabet.length - 1))).join('');
    if (!isTaken(id)) return id;
  }
};

const aLine = (id: number, random: SeededRandom, products: readonly Product[], given: LineTemplate): OrderLine => {
  const named = given.supplier_product_id ?? given.internal_product_id;
  const product =
    named === undefined || named === null
      ? products[random.between(0, Math.max(0, products.length - 1))]
      : products.find(
          (known) =>
            known.supplier_product_id === given.supplier_product_id ||
            (given.supplier_product_id === undefined && known.internal_product_id === given.internal_product_id),
        );
  const line: OrderLine = {
    id,
    supplier_product_id: product?.supplier_product_id ?? null,
    internal_product_id: product?.internal_product_id ?? null,
    base_product_id: product?.base_product_id ?? null,
    unit: product?.unit ?? 'box',
    unit_count: product?.unit_count ?? 1,
    product_name: product?.product_name ?? 'A product of another catalogue',
    amount: random.between(1, 10),
    selling_price: product?.selling_price ?? 50,
    applied_supplier_discount: 0,
    applied_cartona_discount: 0,
    comment: null,
  };
  return withDefaults(line, given);
};

const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

const anOrder = (
  state: CartonaState,
  random: SeededRandom,
  products: readonly Product[],
  template: Template,
): Order => {
  const { retailer, lines } = template;
  const given = orderFieldsSchema.parse(template);
  const lineTemplates: readonly LineTemplate[] = Array.isArray(lines)
    ? lines
    : Array.from({ length: lines ?? random.between(1, 4) }, () => ({}));
  const first = state.takeNumbers(1 + lineTemplates.length);
  const now = new Date();
  const retailerNumber = random.between(1, 900);
  const deliveredBy = given.delivered_by ?? 'delivered_by_supplier';
  const made: Order = {
    hashed_id: hashedIdFrom(random, (id) => state.orders.has(id)),
    receipt_id: `C-${10_000 + first}`,
    supplier_code: '1',
    edited_by_admin: false,
    status: 'pending',
    delivered_by: deliveredBy,
    pickup_date: deliveredBy === 'delivered_by_cartona' ? dayAfter(now, 1) : null,
    pickup_otp: deliveredBy === 'delivered_by_cartona' ? String(random.between(100_000, 999_999)) : null,
    delivery_day: null,
    estimated_delivery_day: dayAfter(now, 2),
    retailer_preferred_delivery_date: dayAfter(now, 1),
    cancellation_reason: '',
    return_reason: null,
    note_message: null,
    distribution_route_code: '001#033',
    applied_supplier_rebate: 0,
    cartona_credit: 0,
    installment_cost: 0,
    wallet_top_up: 0,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    retailer: {
      retailer_name: `${random.pick(shopWords)} Market`,
      retailer_code: `A${String(retailerNumber).padStart(5, '0')}`,
      retailer_number: `+2010${String(10_000_000 + retailerNumber)}`,
      retailer_number2: null,
      retailer_address: `${random.between(1, 180)} ${random.pick(streets)}, Cairo`,
      address_notes: '',
    },
    order_details: lineTemplates.map((line, index) => aLine(11_900_000 + first + 1 + index, random, products, line)),
  };
  return { ...withDefaults(made, given), retailer: withDefaults(made.retailer, retailer ?? {}) };
};

/** Makes orders as retailers do: unacknowledged, so that the next pull shows them. */
export const createOrders = (state: CartonaState, input: NewOrders): OrderRecord[] => {
  const { count, seed, template } = newOrdersSchema.parse(input);
  if (template.hashed_id !== undefined && (count > 1 || state.orders.has(template.hashed_id))) {
    throw new RangeError(`the order ${template.hashed_id} exists already, or was asked for more than once`);
  }
  const random = seededRandom(seed ?? state.takeNumbers(1) * 7919);
  const products = [...state.products.values()].map(({ product }) => product);
  return Array.from({ length: count }, () => {
    const order = anOrder(state, random, products, template);
    const record: OrderRecord = {
      order,
      style: withDefaults<OrderStyle>(
        {
          fields: random.next() < 0.5 ? 'full' : 'short',
          numbers: random.pick(['number', 'number', 'string', 'thousands']),
        },
        template.style ?? {},
      ),
      raw: template.raw ?? {},
      omit: template.omit ?? [],
      retailerOtp: template.retailerOtp ?? String(random.between(1000, 9999)),
      label: template.label ?? null,
      version: 1,
      servedVersion: 0,
      acknowledged: false,
      acknowledgedUnseen: 0,
      history: [
        {
          at: order.created_at,
          by: 'retailer',
          what: 'created',
          status: order.status,
          accepted: true,
          text: `placed with ${order.order_details.length} lines`,
          body: null,
        },
      ],
    };
    state.addOrder(record);
    return record;
  });
};
