import type { PosSettings } from '../../config/connections/pos.ts';
import { Failure } from '../../domain/failure.ts';
import type { PosReading } from '../../domain/pos/pos-order.ts';
import { fetchOrders } from './fetch-orders.ts';
import type { PosTransport } from './fetch-orders.ts';
import type { PosSource } from './port.ts';
import { readPosOrder } from './read-order.ts';

const testedHours = 24;
const enoughForTest = 200;

/** A point of sale, asked with `GET <url>?since=<ISO 8601>` (requirement 1); `transport` is null for one that only pushes. */
export const createPosSource = (settings: PosSettings, transport: PosTransport | null): PosSource => {
  const read = (raw: unknown): PosReading => readPosOrder(raw, settings);
  return {
    fetchOrders: async (since, take) => {
      if (transport === null) throw pushesOnly();
      await fetchOrders(transport, { since, readOrder: read, take });
    },
    readOrder: read,
    test: () => (transport === null ? Promise.resolve('It is not asked: it has no url') : look(transport, read)),
  };
};

const pushesOnly = (): Failure =>
  new Failure(
    'InvalidInput',
    'The connection has no url: its orders are pushed and not fetched. Give it a url to fetch them.',
    {
      path: 'settings.url',
    },
  );

/** Asks for the orders of the last day, and reads a few. */
const look = async (transport: PosTransport, read: (raw: unknown) => PosReading): Promise<string> => {
  const since = new Date(Date.now() - testedHours * 3_600_000);
  const seen: PosReading[] = [];
  const isEnough = (): boolean => seen.length >= enoughForTest;
  const take = (orders: readonly PosReading[]): Promise<void> => {
    seen.push(...orders);
    return Promise.resolve();
  };
  await fetchOrders(transport, { since, readOrder: read, take, isEnough });
  const problems = seen.flatMap((reading) => ('problem' in reading ? [reading.problem.message] : []));
  const count = `${isEnough() ? 'At least ' : ''}${seen.length} orders since ${since.toISOString()}`;
  const [first] = problems;
  return first === undefined ? count : `${count}, ${problems.length} of them of no use, the first: ${first}`;
};
