/**
 * The closed set of ways a call to the outside can fail. Carried through Temporal as `ApplicationFailure.type`.
 *
 * | type | meaning | what follows |
 * |---|---|---|
 * | `RateLimited` | the other side (or our own quota) asks to wait `retryAfterMs` | retried after that delay |
 * | `Unavailable` | nothing was done: refused connection, 5xx on a read, overload | retried without a total bound |
 * | `OutcomeUnknown` | a write was sent and its answer lost | absolute and create-once writes repeat; others look up |
 * | `Unauthorized` | the secret is wrong, expired or revoked | connection is paused until new secrets come |
 * | `Rejected` | the other side's business "no", in its words | attention |
 * | `NotFound` | the record does not exist there | attention |
 * | `BadResponse` | the answer breaks the contract; names the path of the wrong field | attention |
 * | `InvalidInput` | what we were asked to do makes no sense | attention, or refused at once |
 */
export const failureTypes = [
  'RateLimited',
  'Unavailable',
  'OutcomeUnknown',
  'Unauthorized',
  'Rejected',
  'NotFound',
  'BadResponse',
  'InvalidInput',
] as const;

export type FailureType = (typeof failureTypes)[number];

export interface FailureData {
  /** Milliseconds to wait before the next try; only with `RateLimited` (and `Unavailable` that says Retry-After). */
  readonly retryAfterMs?: number;
  /** A stable word for a refusal that code must tell from others, for example `otp` or `already-there`. */
  readonly code?: string;
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** Path of the wrong field in the answer or the input, for example `[3].order_details[0].amount`. */
  readonly path?: string;
  /** What the refusal of a call about many records says of single ones. Nothing of the call was done; without these it may succeed. */
  readonly refusedItems?: readonly RefusedItem[];
  /** Body of a refusal, as text with secrets hidden; only for calls that ask for it (`HttpCall.readsRefusal`). */
  readonly body?: string;
}

export interface RefusedItem {
  /** Position in the call, from 0. */
  readonly index: number;
  /** The other side's words about it. */
  readonly reason: string;
}

/** An error of the closed set: what was tried, on which record, what the other side said, what to do next. */
export class Failure extends Error {
  readonly type: FailureType;
  readonly data: FailureData;

  constructor(type: FailureType, message: string, data: FailureData = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = type;
    this.type = type;
    this.data = data;
  }
}

export const isFailure = (error: unknown): error is Failure => error instanceof Failure;

/** Types that are tried again by themselves for as long as it takes; the others wait for a person as attention. */
export const isRetriedType = (type: FailureType): boolean =>
  type === 'RateLimited' || type === 'Unavailable' || type === 'OutcomeUnknown' || type === 'Unauthorized';
