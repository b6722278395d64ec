import { ysellSettings } from '../../../src/config/connections/ysell.ts';
import type { AskedAnswer, AskedOrder, PrepCentre } from '../../../src/connectors/ysell/port.ts';
import { ysell } from '../../../src/connectors/ysell/ysell.ts';
import type { FulfilmentLine, FulfilmentOrder } from '../../../src/domain/fulfilment/fulfilment.ts';
import type { TransportOptions } from '../../../src/connectors/transport.ts';
import type { TestTransport } from '../vendor-server.ts';
import { aTransport } from '../vendor-server.ts';

/** A prep centre as a connection opens it; `baseUrl` as its settings have it. */
export const aCentre = (
  baseUrl: string,
  {
    settings = {},
    apiKey = 'secret-key',
    ...options
  }: { settings?: object; apiKey?: string } & Partial<TransportOptions> = {},
): { centre: PrepCentre } & Omit<TestTransport, 'transport'> => {
  const connection = { id: 'ysell', settings: ysellSettings.parse({ baseUrl, ...settings }), secrets: { apiKey } };
  const { baseUrl: base, headers, timeoutMs } = ysell.endpoint(connection);
  const { transport, ...seen } = aTransport(base, {
    connection: 'ysell',
    headers,
    timeoutMs,
    secrets: [apiKey],
    ...options,
  });
  return { centre: ysell.create(connection, transport), ...seen };
};

export const aLine = (changes: Partial<FulfilmentLine> = {}): FulfilmentLine => ({
  saleLineId: 7,
  productId: 904,
  centreProductId: '11973',
  name: 'Drill, cordless',
  quantity: '2',
  productQuantity: '2',
  unitPrice: '89.9',
  lots: [
    { name: 'SN-1', quantity: '1' },
    { name: 'SN-2', quantity: '1' },
  ],
  ...changes,
});

export const anOrder = (changes: Partial<FulfilmentOrder> = {}): FulfilmentOrder => ({
  reference: 'S00042',
  orderedAt: '2026-01-17T10:00:00.000Z',
  currency: 'EUR',
  receiver: {
    name: 'Ada Example',
    phone: '+49 30 1234567',
    email: 'ada@example.com',
    street: 'Hauptstraße 1, 2nd floor',
    city: 'Berlin',
    zip: '10115',
    state: 'Berlin',
    country: 'DE',
  },
  comment: 'Ring twice',
  lines: [aLine()],
  ...changes,
});

/** Orders that are asked after, by their ids. */
export const asked = (ids: readonly (string | number)[]): AskedOrder[] =>
  ids.map((id) => ({ id: String(id), reference: `S${String(id).padStart(5, '0')}` }));

/** Asks after them all; the groups they come in. */
export const askAll = async (
  centre: PrepCentre,
  orders: readonly AskedOrder[],
): Promise<(readonly AskedAnswer[])[]> => {
  const groups: (readonly AskedAnswer[])[] = [];
  await centre.readMany(orders, (answers) => {
    groups.push(answers);
    return Promise.resolve();
  });
  return groups;
};

/** `<id>: <status>`, or the type of the failure. */
export const told = (answers: readonly AskedAnswer[]): string[] =>
  answers.map((answer) => `${answer.id}: ${'order' in answer ? String(answer.order.status) : answer.failure.type}`);
