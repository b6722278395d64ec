import type { PosReading } from '../../domain/pos/pos-order.ts';
import { brokenAnswer } from '../classify-response.ts';
import type { HttpCall, Transport } from '../http.ts';
import { createOrderCutter } from './cut-orders.ts';
import type { CutValue } from './cut-value.ts';
import { createGroups } from './order-groups.ts';
import { readEntry, readRest } from './read-entries.ts';

/** What the source is asked over: `path` is below the transport's base URL. */
export interface PosTransport {
  readonly connection: string;
  readonly path: string;
  readonly transport: Transport;
}

export interface PosFetch {
  readonly since: Date | null;
  readonly readOrder: (raw: unknown) => PosReading;
  readonly take: (orders: readonly PosReading[]) => Promise<void>;
  /** Asked after each piece: whether the rest of the answer may be left unread. */
  readonly isEnough?: () => boolean;
}

/** See `PosSource.fetchOrders`. @throws Failure */
export const fetchOrders = async (
  { connection, path, transport }: PosTransport,
  { since, readOrder, take, isEnough }: PosFetch,
): Promise<void> => {
  const call: HttpCall = {
    method: 'GET',
    path,
    query: { since: since?.toISOString() },
    effect: 'read',
    about: since === null ? 'all orders' : `orders since ${since.toISOString()}`,
  };
  const broken = (what: string) => brokenAnswer(connection, call, 200, what);
  const cutter = createOrderCutter();
  const groups = createGroups(take);
  const read = async (values: readonly CutValue[]): Promise<void> => {
    for (const value of values) await groups.add(readEntry(value, readOrder), value.bytes);
    if (cutter.problem !== null) throw broken(cutter.problem);
  };
  try {
    await transport.stream(call, {
      take: async (piece) => {
        await read(cutter.add(piece));
        return isEnough?.() === true ? 'enough' : 'more';
      },
      end: async () => {
        const rest = cutter.end();
        await read([]);
        if (rest === null) return;
        for (const reading of readRest(rest, readOrder, broken)) await groups.add(reading, rest.bytes);
      },
    });
  } finally {
    // What came whole before an answer broke off is handed over; after a group that was refused, nothing more is.
    await groups.end();
  }
};
