import type { z } from 'zod';
import type { CentreOrder, FulfilmentOrder } from '../../domain/fulfilment/fulfilment.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Transport } from '../http.ts';

/** An order that is asked after. */
export interface AskedOrder {
  readonly id: string;
  readonly reference: string;
}

/** What came of asking after one order of many. */
export type AskedAnswer =
  | { readonly id: string; readonly order: CentreOrder }
  /** Only what concerns this order alone: `NotFound`, `Rejected`, `BadResponse`. */
  | { readonly id: string; readonly failure: Failure };

/** A prep centre (warehouse that ships for others), ready to be called. Every method throws `Failure` and nothing else. */
export interface PrepCentre {
  /** Whether orders can be looked up by our reference. Where they cannot, an order whose answer was lost is never sent again by itself. */
  readonly canLookUp: boolean;
  /** All orders there with exactly this reference; none: an empty list. @throws Failure `BadResponse` when the answer does not say */
  lookUp(reference: string): Promise<readonly CentreOrder[]>;
  /**
   * Creates the order. Not repeatable: after `OutcomeUnknown` it must be looked up.
   *
   * @throws Failure `Rejected` with the words of the prep centre; `BadResponse` with `data.code` `no-id` when it was taken and the answer names no id
   */
  create(order: FulfilmentOrder): Promise<CentreOrder>;
  /** One order by its id. @throws Failure `NotFound` when there is no such order */
  read(id: string): Promise<CentreOrder>;
  /**
   * Asks after many orders, together where the prep centre allows it, and hands the answers over in groups as they come; each order once.
   *
   * @throws Failure what concerns all of them (out of reach, rate, secrets); what was handed over before stands. What `take` throws comes out as it is.
   */
  readMany(orders: readonly AskedOrder[], take: (answers: readonly AskedAnswer[]) => Promise<void>): Promise<void>;
  /** One harmless authenticated call; the answer is a sentence about what was seen. */
  test(): Promise<string>;
}

/** One kind of prep centre: one folder. `settings` and `secrets` are what a connection of this kind must bring. */
export interface PrepCentreKind<Settings = unknown, Secrets = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  readonly secrets: z.ZodType<Secrets>;
  endpoint(connection: { settings: Settings; secrets: Secrets }): Endpoint;
  create(connection: { id: string; settings: Settings; secrets: Secrets }, transport: Transport): PrepCentre;
}
