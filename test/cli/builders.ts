/** An order as the API lists it (interface.md §3). */
export const anOrder = (over: Record<string, unknown> = {}) => ({
  connection: 'cartona',
  externalId: 'GMNvpbLM',
  number: 'C-10021',
  stage: 'held',
  attention: { kind: 'unknown-product', reason: 'Nobody knows the product 110774' },
  marketplaceStatus: 'pending',
  deliveredBy: 'delivered_by_supplier',
  odoo: null,
  customer: { ref: 'retailer_A00315', name: 'Corner Shop' },
  currency: 'EGP',
  totals: { marketplace: '3040.00', odoo: null },
  openAttention: [{ kind: 'unknown-product', reason: 'Nobody knows the product 110774' }],
  lines: [
    {
      externalId: '11973734',
      listingId: '110774',
      name: 'Cola',
      productId: null,
      quantity: '10',
      unitPrice: '200.00',
      skipped: false,
    },
  ],
  revision: 2,
  workflowId: 'order:cartona:GMNvpbLM',
  url: 'http://127.0.0.1:8233/x',
  timeline: [{ at: '2026-01-17T10:00:00Z', text: 'Pulled from Cartona Egypt' }],
  createdAt: '2026-01-17T10:00:00Z',
  updatedAt: '2026-01-17T10:00:05Z',
  ...over,
});

export const aConnection = (over: Record<string, unknown> = {}) => ({
  id: 'cartona',
  kind: 'cartona',
  name: 'Cartona Egypt',
  enabled: true,
  state: 'running',
  settings: { baseUrl: 'https://cartona.example/api/v1/', pageSize: 100, offers: { enabled: false } },
  secrets: { token: true, webhookToken: false },
  version: 1,
  ...over,
});

export const anAttention = (over: Record<string, unknown> = {}) => ({
  id: '4b7e1c9e-7f0c-4b7a-9d0e-1f1f1f1f1f1f',
  connection: 'cartona',
  kind: 'unknown-product',
  target: { type: 'order', externalId: 'GMNvpbLM', number: 'C-10021' },
  reason: 'Nobody knows the product 110774',
  actions: ['retry', 'skip', 'cancel'],
  since: '2026-01-17T10:00:00Z',
  workflowId: 'order:cartona:GMNvpbLM',
  ...over,
});

export const anOffer = (over: Record<string, unknown> = {}) => ({
  connection: 'cartona',
  externalId: '110774',
  name: 'Green tea',
  productId: 904,
  enabled: true,
  price: '200.00',
  stock: 40,
  pushedAt: '2026-01-17T10:00:00Z',
  pending: false,
  changedAt: null,
  reason: null,
  refused: null,
  ...over,
});

export const aReconciliation = (over: Record<string, unknown> = {}) => ({
  id: '5f0c7b1a-7f0c-4b7a-9d0e-1f1f1f1f1f1f',
  connection: 'cartona',
  startedAt: '2026-01-17T10:00:00Z',
  finishedAt: '2026-01-17T10:00:09Z',
  dryRun: true,
  repaired: false,
  comparedWith: 'marketplace',
  compared: 1200,
  differing: 2,
  error: null,
  ...over,
});

/** An order of a point of sale as the API lists it. */
export const aPosOrder = (over: Record<string, unknown> = {}) => ({
  connection: 'shop',
  key: '639',
  orderId: '639',
  kind: 'sale',
  state: 'attention',
  attention: { kind: 'unknown-product', reason: 'Nobody knows Green tea' },
  source: 'pull',
  date: '2026-01-17T10:00:00.000Z',
  odoo: null,
  totals: { source: '92.00', odoo: null },
  revision: 1,
  workflowId: 'pos:shop:639',
  url: 'http://127.0.0.1:8233/x',
  createdAt: '2026-01-17T10:00:00Z',
  updatedAt: '2026-01-17T10:00:05Z',
  paidAt: null,
  ...over,
});

export const aPosOrderDetail = (over: Record<string, unknown> = {}) => ({
  ...aPosOrder(),
  lines: {
    source: [
      {
        odooItemId: null,
        itemId: '175741',
        name: 'Green tea',
        quantity: '1',
        unitPrice: '80.00',
        discount: '0.00',
        lots: [],
        parts: [],
      },
    ],
    odoo: [],
  },
  payments: [{ amount: '92.00', cardType: 'Cash', mode: 1, reference: null }],
  difference: [],
  openAttention: [{ kind: 'unknown-product', reason: 'Nobody knows Green tea' }],
  timeline: [{ at: '2026-01-17T10:00:00Z', text: 'Pulled from Garage' }],
  ...over,
});

const noCounts = { fetched: 0, created: 0, existing: 0, attention: 0, refused: 0, waiting: 0 };

export const aPosStatus = (over: Record<string, unknown> = {}) => ({
  last_sync_date: '2026-01-17T10:00:00.000Z',
  last_sync_status: 'success',
  last_sync_message: '12 fetched: 9 created, 1 there already, 2 need attention',
  counts: { ...noCounts, fetched: 12, created: 9, existing: 1, attention: 2 },
  running: null,
  orders: { byState: { attention: 2, paid: 10 }, attention: 2 },
  ...over,
});

export const page = (...items: readonly unknown[]) => ({ items, next: null });

export const problem = (status: number, detail: string, errors: readonly object[] = []) => ({
  status,
  body: {
    type: '/problems/refused',
    title: 'This cannot be done now',
    status,
    detail,
    ...(errors.length > 0 ? { errors } : {}),
  },
});

/** A shipment as the API lists it. */
export const aFulfilment = (over: Record<string, unknown> = {}) => ({
  connection: 'ysell',
  saleOrderId: 42,
  number: 'S00042',
  stage: 'sent',
  attention: { kind: 'rejected', reason: 'Ysell says: address not found' },
  waitsFor: null,
  centre: { id: '4711', status: '7.1', class: 'error', words: 'address not found', at: '2026-01-17T11:00:00.000Z' },
  trackingNumber: null,
  odoo: { saleOrderId: 42, name: 'S00042', state: 'sale', url: 'http://odoo.example/web#id=42' },
  transfer: null,
  revision: 3,
  workflowId: 'ysell:ysell:42',
  url: 'http://127.0.0.1:8233/x',
  createdAt: '2026-01-17T10:00:00Z',
  updatedAt: '2026-01-17T11:00:00Z',
  ...over,
});

export const aFulfilmentDetail = (over: Record<string, unknown> = {}) => ({
  ...aFulfilment(),
  receiver: {
    name: 'Ola Nordmann',
    phone: '+47 22 00 00 00',
    email: null,
    street: 'Storgata 1',
    city: 'Oslo',
    zip: '0155',
    state: null,
    country: 'NO',
  },
  currency: 'EUR',
  comment: null,
  lines: [
    {
      productId: 904,
      centreProductId: '815',
      name: 'Drone',
      quantity: '1',
      productQuantity: '1',
      unitPrice: '1200.50',
      lots: [{ name: 'SN-1', quantity: '1' }],
    },
  ],
  sendingSince: null,
  askedAt: '2026-01-17T11:00:00.000Z',
  openAttention: [{ kind: 'rejected', reason: 'Ysell says: address not found' }],
  timeline: [{ at: '2026-01-17T10:00:01Z', text: 'Sent to Ysell Europe as 4711' }],
  ...over,
});

/** A shipment of a courier as the API lists it. */
export const aDelivery = (over: Record<string, unknown> = {}) => ({
  shipment_id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  picking_id: 42,
  connection: 'opal',
  provider_code: 'opal',
  state: 'pending',
  tracking_number: 'HWB-7',
  error: null,
  label: null,
  created_at: '2026-01-17T10:00:00.000Z',
  updated_at: '2026-01-17T11:00:00.000Z',
  number: 'WH/OUT/00042',
  n: 1,
  courier: { id: 'OCU-998-511590', status: 'Disponiert', words: null, at: '2026-01-17T11:00:00.000Z' },
  attention: null,
  odoo: { pickingId: 42, state: 'assigned', url: 'http://odoo.example/web#id=42' },
  workflowId: 'delivery:42:1',
  url: 'http://127.0.0.1:8233/x',
  ...over,
});

export const aDeliveryDetail = (over: Record<string, unknown> = {}) => ({
  ...aDelivery(),
  reference: 'CNV-abcdef-42-1',
  receiver: {
    name: 'Mustermann GmbH',
    contact: 'Erika Mustermann',
    street: 'Musterstraße 12a',
    street2: null,
    zip: '10115',
    city: 'Berlin',
    state: null,
    country: 'DE',
    phone: '+49 30 123456',
    email: null,
  },
  parcels: [{ count: 1, weightKg: '2.5', description: 'Drone' }],
  notes: null,
  events: [{ at: '2026-01-17T11:00:00Z', text: 'Disponiert', location: 'Hamburg' }],
  sendingSince: null,
  askedAt: '2026-01-17T11:30:00.000Z',
  cancelRefused: null,
  openAttention: [],
  timeline: [{ at: '2026-01-17T10:00:01Z', text: 'Booked with OPAL Kurier as OCU-998-511590.' }],
  exchanges: [],
  ...over,
});

/** How the mirror of Odoo stands: nothing was ever read. */
export const aMirrorStatus = (sync: Record<string, unknown> = {}) => ({
  products: { count: 0, last_synced: null },
  locations: { count: 0, last_synced: null },
  pickings: { count: 0, last_received: null },
  quants: { count: 0 },
  sync: { running: false, lastRun: null, models: {}, error: null, ...sync },
});
