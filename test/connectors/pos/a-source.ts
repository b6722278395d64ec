import { posSettings } from '../../../src/config/connections/pos.ts';
import { pos } from '../../../src/connectors/pos/pos.ts';
import type { PosSource } from '../../../src/connectors/pos/port.ts';
import type { TransportOptions } from '../../../src/connectors/transport.ts';
import type { PosOrder, PosReading } from '../../../src/domain/pos/pos-order.ts';
import type { Exchange } from '../../../src/domain/exchange.ts';
import { aTransport } from '../vendor-server.ts';

/** An order as requirement 1 and vendors.md §3 have it. */
export const aPayload = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  OrderID: 639,
  AmountDiscount: 0,
  AmountPaid: '92.0',
  AmountTotal: 80,
  BalanceAmount: 0,
  GrandTotal: 92,
  Tax: 12,
  TaxPercent: 15,
  OrderStatus: 103,
  PaymentMode: 1,
  CheckoutDetails: [{ AmountPaid: 92, CardNumber: '', CardType: 'Cash', PaymentMode: 1, ReferenceID: '' }],
  OrderItems: [anItem()],
  ...changes,
});

export const anItem = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  ItemID: 0,
  ItemName: 'Product Name',
  Price: 80,
  Quantity: 1,
  DiscountAmount: 0,
  OrderDetailPackages: [],
  ...changes,
});

/** A source as a connection opens it; `url` as its settings have it. */
export const aSource = (
  url: string,
  { settings = {}, apiKey, ...options }: { settings?: object; apiKey?: string } & Partial<TransportOptions> = {},
): { source: PosSource; exchanges: readonly Exchange[]; blocked: readonly number[] } => {
  const connection = {
    id: 'shop',
    settings: posSettings.parse({ url, posConfig: 'Shop', ...settings }),
    secrets: apiKey === undefined ? {} : { apiKey },
  };
  const endpoint = pos.endpoint(connection);
  if (endpoint === null) throw new Error('the connection has no url');
  const { baseUrl, query = '', headers, timeoutMs } = endpoint;
  const secrets = Object.values(connection.secrets);
  const { transport, ...seen } = aTransport(baseUrl, {
    connection: 'shop',
    query,
    headers,
    timeoutMs,
    secrets,
    ...options,
  });
  return { source: pos.create(connection, transport), ...seen };
};

/** Fetches all there is, group by group. */
export const fetchGroups = async (source: PosSource, since: Date | null = null): Promise<(readonly PosReading[])[]> => {
  const groups: (readonly PosReading[])[] = [];
  await source.fetchOrders(since, (orders) => {
    groups.push(orders);
    return Promise.resolve();
  });
  return groups;
};

export const fetchAll = async (source: PosSource): Promise<readonly PosReading[]> => (await fetchGroups(source)).flat();

/** The order of a payload that can be read. */
export const orderOf = (reading: PosReading | undefined): PosOrder => {
  if (reading === undefined || 'problem' in reading) throw new Error(reading?.problem.message ?? 'there is none');
  return reading.order;
};

export const keyOf = (reading: PosReading): string => ('order' in reading ? reading.order.key : reading.key);
