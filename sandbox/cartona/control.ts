import { withDefaults } from '../with-defaults.ts';
import type { EditAction, StatusAction } from './retailer-actions.ts';
import { editOrder, setStatus } from './retailer-actions.ts';
import type { NewOrders } from './new-orders.ts';
import { createOrders } from './new-orders.ts';
import type { HistoryEntry, Order, OrderRecord } from './order-model.ts';
import { needsOtp, totalOf } from './order-model.ts';
import type { NewProduct, ProductRecord } from './product-model.ts';
import { productFrom } from './product-model.ts';
import { Refusal } from '../refusal.ts';
import type { CartonaSettings } from './settings.ts';
import { cartonaSettingsSchema } from './settings.ts';
import type { CartonaState } from './state.ts';
import type { CartonaSummary } from './summary.ts';
import { summaryOf } from './summary.ts';
import type { WebhookAttempt, Webhooks } from './webhooks.ts';

/** An order with all that is known about it; what `/_control/orders` answers. */
export interface OrderView extends Order {
  readonly total_price: number;
  /** What has to be sent with `delivered`; `null` where none is needed. */
  readonly retailer_otp: string | null;
  readonly acknowledged: boolean;
  readonly acknowledgedUnseen: number;
  readonly version: number;
  readonly servedVersion: number;
  readonly label: string | null;
  readonly history: readonly HistoryEntry[];
}

/** Settings to change; what is left out or undefined stays. */
export type SettingsChange = { readonly [K in keyof CartonaSettings]?: CartonaSettings[K] | undefined };

/** What retailers, Cartona and the person at the sandbox do; over HTTP under `/cartona/_control`. */
export interface CartonaControl {
  createOrders(input?: NewOrders): OrderView[];
  /** Refusal 404 where there is none. */
  order(hashedId: string): OrderView;
  orders(): OrderView[];
  setStatus(hashedId: string, action: StatusAction): OrderView;
  edit(hashedId: string, action: EditAction): OrderView;
  /** Opens or closes the retailer's editing. */
  setEditing(hashedId: string, editing: boolean): OrderView;
  products(): ProductRecord[];
  /** Makes products known, or changes what is given of those that are. */
  putProducts(products: readonly NewProduct[]): void;
  removeProducts(supplierProductIds: readonly string[]): void;
  settings(): CartonaSettings;
  /** Merged over what is set; a bad setting throws a ZodError. */
  changeSettings(change: SettingsChange): CartonaSettings;
  webhookAttempts(): readonly WebhookAttempt[];
  summary(): CartonaSummary;
  /** Called after each entry in an order's history; gives the way to stop. */
  onChange(listener: (order: OrderView, entry: HistoryEntry) => void): () => void;
  /** A note that survives restarts. */
  note(key: string): string | undefined;
  takeNote(key: string, value: string): void;
}

const viewOf = (record: OrderRecord): OrderView => ({
  ...record.order,
  total_price: totalOf(record.order),
  retailer_otp: needsOtp(record.order) ? record.retailerOtp : null,
  acknowledged: record.acknowledged,
  acknowledgedUnseen: record.acknowledgedUnseen,
  version: record.version,
  servedVersion: record.servedVersion,
  label: record.label,
  history: [...record.history],
});

export const createControl = (state: CartonaState, webhooks: Webhooks): CartonaControl => ({
  createOrders: (input = {}) => createOrders(state, input).map(viewOf),
  order: (hashedId) => {
    const record = state.orders.get(hashedId);
    if (!record) throw new Refusal(404, `order ${hashedId} is not known`);
    return viewOf(record);
  },
  orders: () => [...state.orders.values()].map(viewOf),
  setStatus: (hashedId, action) => viewOf(setStatus(state, hashedId, action)),
  edit: (hashedId, action) => viewOf(editOrder(state, hashedId, action)),
  setEditing: (hashedId, editing) => viewOf(setStatus(state, hashedId, { status: editing ? 'editing' : 'pending' })),
  products: () => [...state.products.values()],
  putProducts: (products) => {
    state.putProducts(
      products.map((product) => productFrom(product, state.products.get(product.supplier_product_id)?.product)),
    );
  },
  removeProducts: (ids) => state.removeProducts(ids),
  settings: () => state.settings,
  changeSettings: (change) => {
    state.changeSettings(cartonaSettingsSchema.parse(withDefaults(state.settings, change)));
    return state.settings;
  },
  webhookAttempts: () => webhooks.attempts(),
  summary: () => summaryOf(state),
  onChange: (listener) => state.onOrder((record, entry) => listener(viewOf(record), entry)),
  note: (key) => state.note(key),
  takeNote: (key, value) => state.takeNote(key, value),
});
