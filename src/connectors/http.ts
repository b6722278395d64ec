import type { Exchange } from '../domain/exchange.ts';

/**
 * What a connector may say to its vendor. The one implementation (transport.ts) adds quota, timeout, size limit, error classification
 * and the exchange log to every call.
 */
export interface Transport {
  request(call: HttpCall): Promise<HttpAnswer>;
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
