import { opalSettings } from '../../../../src/config/connections/opal.ts';
import { opal } from '../../../../src/connectors/delivery/opal/opal.ts';
import type { AskedShipment, Courier, CourierAnswer } from '../../../../src/connectors/delivery/port.ts';
import type { TransportOptions } from '../../../../src/connectors/transport.ts';
import type { CourierReceiver, CourierRequest } from '../../../../src/domain/delivery/delivery.ts';
import type { TestTransport } from '../../vendor-server.ts';
import { aTransport } from '../../vendor-server.ts';

const sender = { name: 'Shop GmbH', street: 'Lagerweg', houseNumber: '7', zip: '12345', city: 'Berlin' };

/** OPAL as a connection opens it; `baseUrl` as its settings have it. */
export const aCourier = (
  baseUrl: string,
  {
    settings = {},
    token = 'secret-token',
    ...options
  }: { settings?: object; token?: string } & Partial<TransportOptions> = {},
): { courier: Courier } & Omit<TestTransport, 'transport'> => {
  const connection = {
    id: 'opal',
    settings: opalSettings.parse({ baseUrl, sender, ...settings }),
    secrets: { token },
  };
  const { baseUrl: base, headers } = opal.endpoint(connection);
  const { transport, ...seen } = aTransport(base, { connection: 'opal', headers, secrets: [token], ...options });
  return { courier: opal.create(connection, transport), ...seen };
};

export const aReceiver = (changes: Partial<CourierReceiver> = {}): CourierReceiver => ({
  name: 'Müller & Söhne GmbH',
  contact: 'Ada Müller',
  street: 'Straße des 17. Juni 135a',
  street2: '2. Hof',
  zip: '10115',
  city: 'Berlin',
  state: 'Berlin',
  country: 'DE',
  phone: '+49 30 1234567',
  email: 'ada@example.com',
  ...changes,
});

export const aRequest = (changes: Partial<CourierRequest> = {}): CourierRequest => ({
  reference: '123-1',
  pickingName: 'WH/OUT/00042',
  receiver: aReceiver(),
  parcels: [{ count: 2, weightKg: '12.75', description: 'Drill' }],
  notes: 'Ring twice',
  ...changes,
});

/** An order as the gateway shows it. */
export const anOrder = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  orderNumber: 'OCU-998-511590',
  trackingNumber: 'HWB-40511590',
  reference: '123-1',
  status: 'Disponiert',
  statusDate: '17.01.26 09:12',
  receiver: '',
  history: [],
  ...changes,
});

/** Asks after shipments, and collects the groups in which answers came. */
export const askAll = async (
  courier: Courier,
  ids: readonly string[],
): Promise<readonly (readonly CourierAnswer[])[]> => {
  const groups: (readonly CourierAnswer[])[] = [];
  const asked: readonly AskedShipment[] = ids.map((id) => ({ id }));
  await courier.readMany(asked, (answers) => {
    groups.push(answers);
    return Promise.resolve();
  });
  return groups;
};

/** An answer in short. */
export const told = (answers: readonly CourierAnswer[]): readonly string[] =>
  answers.map((answer) => `${answer.id}: ${'failure' in answer ? answer.failure.type : answer.shipment.class}`);
