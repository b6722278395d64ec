import type { z } from 'zod';
import type { FieldProblem } from '../../config/connections/problems.ts';
import type { PosReading } from '../../domain/pos/pos-order.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Transport } from '../http.ts';

/** One foreign point of sale, ready to be asked. Every method throws `Failure` and nothing else. */
export interface PosSource {
  /**
   * Reads the orders since then (null: all the source gives) as a stream, and hands them over in groups as they come: never more than one group
   * is held. The next group is read when the promise of the last one is through. Effect at the source: none.
   *
   * @returns when the answer was read to its end
   * @throws Failure when it was not; what came whole before that was handed over. What `take` throws ends the fetch and comes out as it is.
   */
  fetchOrders(since: Date | null, take: (orders: readonly PosReading[]) => Promise<void>): Promise<void>;
  /** Reads one payload as `fetchOrders` would. */
  readOrder(payload: unknown): PosReading;
  /** One harmless authenticated call; the answer is a sentence about what was seen. */
  test(): Promise<string>;
}

/** What a body of `POST /webhooks/{connection}/orders` holds: one of the three shapes of a pull, or the bulk shape. */
export interface PushedOrders {
  readonly orders: readonly PosReading[];
  /** `pos_config_id` of the bulk shape. */
  readonly posConfigId: number | null;
}

/** How a source pushes its orders. */
export interface PosPush {
  /** Whether the connection takes pushes at all. */
  readonly isAccepted: boolean;
  /** Whether the sender proved who it is, in constant time; header names in lower case. */
  prove(headers: Readonly<Record<string, string | undefined>>): boolean;
  /** @throws Failure `InvalidInput` when the body is none of the shapes */
  read(body: unknown): PushedOrders;
}

/** One kind of point of sale: one folder. `settings` and `secrets` are what a connection of this kind must bring. */
export interface PosKind<Settings = unknown, Secrets = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  readonly secrets: z.ZodType<Secrets>;
  /** What settings and secrets, each right by itself, lack together. */
  problemsTogether(connection: { settings: Settings; secrets: Secrets }): readonly FieldProblem[];
  /** Null for one that is never asked. */
  endpoint(connection: { settings: Settings; secrets: Secrets }): Endpoint | null;
  create(connection: { id: string; settings: Settings; secrets: Secrets }, transport: Transport | null): PosSource;
  push(connection: { settings: Settings; secrets: Secrets }): PosPush;
}
