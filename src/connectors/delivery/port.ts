import type { z } from 'zod';
import type { CourierLabel, CourierRequest, CourierShipment } from '../../domain/delivery/delivery.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Transport } from '../http.ts';

/** A booking that is asked after. */
export interface AskedShipment {
  readonly id: string;
}

/** What came of asking after one booking of many. */
export type CourierAnswer =
  | { readonly id: string; readonly shipment: CourierShipment }
  /** Only what concerns this booking alone: `NotFound`, `Rejected`, `BadResponse`. */
  | { readonly id: string; readonly failure: Failure };

/** A courier, ready to be called. Every method throws `Failure` and nothing else. */
export interface Courier {
  /** What a receiver must have for this courier beyond name, street, zip and city: paths of `CourierRequest`, for example `receiver.phone`. */
  readonly required: readonly string[];
  /** All bookings there with exactly this reference of ours; none: an empty list. @throws Failure `BadResponse` when the answer does not say */
  lookUp(reference: string): Promise<readonly CourierShipment[]>;
  /**
   * Books the courier. Not repeatable: after `OutcomeUnknown` it must be looked up. May take minutes.
   *
   * @throws Failure `Rejected` with the words of the courier; `BadResponse` with `data.code` `no-id` when it was taken and the answer names no number
   */
  book(request: CourierRequest): Promise<CourierShipment>;
  /** Cancels; cancelled already counts as done. @throws Failure `Rejected` with the courier's words when it was collected, or may not be cancelled; `NotFound` */
  cancel(id: string): Promise<void>;
  /** One booking by its number. @throws Failure `NotFound` when there is none */
  read(id: string): Promise<CourierShipment>;
  /**
   * Asks after many bookings, together where the courier allows it, and hands the answers over in groups as they come; each once.
   *
   * @throws Failure what concerns all of them (out of reach, rate, secrets); what was handed over before stands. What `take` throws comes out as it is.
   */
  readMany(asked: readonly AskedShipment[], take: (answers: readonly CourierAnswer[]) => Promise<void>): Promise<void>;
  /** Null while there is none yet. @throws Failure `BadResponse` when what came is no document, or too large */
  label(id: string): Promise<CourierLabel | null>;
  /** One harmless authenticated call; the answer is a sentence about what was seen. */
  test(): Promise<string>;
}

/** Settings that every courier has. */
export interface CourierSettings {
  /** Requests a second, of all workers together. */
  readonly requestsPerSecond: number;
  readonly timeoutMs: number;
  readonly trackEveryMinutes: number;
  /** Kilograms of a picking whose products have no weight; none: such a picking is refused. */
  readonly weightFallbackKg?: number | undefined;
}

/** One kind of courier: one folder. `settings` and `secrets` are what a connection of this kind must bring. */
export interface CourierKind<Settings extends CourierSettings = CourierSettings, Secrets = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  readonly secrets: z.ZodType<Secrets>;
  endpoint(connection: { settings: Settings; secrets: Secrets }): Endpoint;
  create(connection: { id: string; settings: Settings; secrets: Secrets }, transport: Transport): Courier;
}
