import type { Exchange } from '../domain/exchange.ts';

/**
 * What a connector may say to its vendor. The one implementation (transport.ts) adds quota, timeout, size limit, error classification
 * and the exchange log to every call.
 */
export interface Transport {
  request(call: HttpCall): Promise<HttpAnswer>;
  /**
   * Hands over the body of an answer as it comes, unread: the next piece is fetched when the promise of the last one is through. An answer that is
   * a refusal or a page of HTML is a failure, as with `request`, and none of it is handed over.
   *
   * @returns when the body came to its end, with the size of what was read
   * @throws Failure as `request` does; a body that is cut is a lost answer. What the taker throws ends the call and comes out as it is,
   * secrets hidden where it is a Failure.
   */
  stream(call: HttpCall, taker: BodyTaker): Promise<{ readonly bytes: number }>;
}

/** Takes up a body as it comes. */
export interface BodyTaker {
  /** `enough` leaves the rest of the body unread, and its end untold. */
  take(piece: Uint8Array): Promise<'more' | 'enough'>;
  /** The body came to its end. */
  end(): Promise<void>;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the base URL, without a leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /**
   * What is true when the answer is lost: `read` and `absolute` calls may simply be repeated, a `once` call must be looked up first.
   * A `read` whose answer is lost is `Unavailable`; a write is `OutcomeUnknown`.
   */
  readonly effect: 'read' | 'absolute' | 'once';
  /** What the call is about, as a person would name it in an error: `order GMNvpbLM`. */
  readonly about: string;
  /** Ids that a person may search the exchange log by. */
  readonly externalIds?: readonly string[];
  /** Keeps the body of a refusal (`data.body` of `Rejected` and `NotFound`): for calls about many records, whose refusal may name single ones. */
  readonly readsRefusal?: boolean;
  /** The answer is a document and no text: of its body only kind and size are logged, and it may be so large. With `stream` only. */
  readonly document?: { readonly maxBytes: number };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when the body is empty. */
  readonly body: unknown;
  /** When the answer came, by the other side's clock (`Date` header), if it said so. */
  readonly date: Date | null;
}

/** Takes exchanges; never throws into the call it describes and never holds it up. */
export type ExchangeLog = (exchange: Exchange) => void;

/** Waits for, or refuses with `RateLimited`, the right to make one request; `block` is told what the vendor's Retry-After said. */
export interface Quota {
  take(): Promise<void>;
  block(ms: number): Promise<void>;
}
