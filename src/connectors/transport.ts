import { Failure, isFailure } from '../domain/failure.ts';
import { triedWords } from './call-words.ts';
import { callAddress } from './call-address.ts';
import { classifyNetworkError } from './classify-network-error.ts';
import type { CutOff } from './classify-network-error.ts';
import { classifyResponse } from './classify-response.ts';
import { currentWorkflowId } from './correlation.ts';
import type { ExchangeLog, HttpAnswer, HttpCall, Quota, Transport } from './http.ts';
import { fetchResponse } from './fetch-response.ts';
import type { OutgoingRequest } from './fetch-response.ts';
import { readBody } from './read-body.ts';
import { receiveStream } from './receive-stream.ts';
import { createRedact, loggedBody, oneTimePasswordsOf } from './redact.ts';
import type { Redact } from './redact.ts';

export interface TransportOptions {
  /** Id of the connection, as errors and the exchange log name it. */
  readonly connection: string;
  /** Ends in a slash; the paths of calls are relative to it. */
  readonly baseUrl: string;
  /** Sent with every call, before its own query, as it is; without the `?`. */
  readonly query?: string;
  /** Sent with every call, for example the token. Never logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for one call, from the request to the end of the body; of a streamed call: without a byte. */
  readonly timeoutMs: number;
  /** Largest body taken, in bytes after decompression. Default 10 MB. */
  readonly maxBytes?: number;
  /** Largest streamed body. Default 256 MB. */
  readonly maxStreamBytes?: number;
  /** Milliseconds for a streamed call as a whole. Default 15 minutes. */
  readonly maxStreamMs?: number;
  readonly quota: Quota;
  readonly log: ExchangeLog;
  /** Hidden wherever they appear in what is logged or thrown. */
  readonly secrets: readonly string[];
  readonly userAgent: string;
  /** Read at each call: what breaks it off, for example the cancellation of the activity that makes it. */
  readonly signal?: () => AbortSignal | undefined;
}

const defaultMaxBytes = 10 * 1024 * 1024;

/** What one attempt came to, for its line in the exchange log. */
export interface Outcome<T> {
  readonly status: number | null;
  /** The body, or its beginning. */
  readonly body: string;
  /** How long the whole body is, in words, where `body` is its beginning. */
  readonly length?: string;
  readonly result: T | Failure;
  /** What comes out in place of the failure: whoever took the body up threw it, and it is none of the closed set. */
  readonly thrown?: { readonly error: unknown };
}

/**
 * The one way a connector speaks to its vendor: no retries, no redirects. Every call takes its turn from the quota, ends within the timeout,
 * and leaves one line in the exchange log, whatever becomes of it.
 * @throws Failure, and nothing else: see classify-response.ts and classify-network-error.ts for which.
 */
export const createTransport = (options: TransportOptions): Transport => ({
  request: (call) => exchange(options, call, (request) => receiveWhole(options, call, request)),
  stream: (call, taker) => exchange(options, call, (request) => receiveStream(options, call, request, taker)),
});

const exchange = async <T extends object>(
  options: TransportOptions,
  call: HttpCall,
  receive: (request: OutgoingRequest) => Promise<Outcome<T>>,
): Promise<T> => {
  const url = callAddress(options, call);
  const headers = headersOf(options, call);
  await takeTurn(options, call);
  const at = new Date();
  const startedAt = performance.now();
  const body = call.json === undefined ? '' : JSON.stringify(call.json);
  const redact = createRedact([...options.secrets, ...oneTimePasswordsOf(call.json)]);
  const outcome = await receive({ method: call.method, url, headers, body });
  const result = isFailure(outcome.result) ? redacted(outcome.result, redact) : outcome.result;
  options.log({
    at,
    connection: options.connection,
    direction: 'out',
    method: call.method,
    path: redact(url.slice(options.baseUrl.length)),
    status: outcome.status,
    durationMs: Math.round(performance.now() - startedAt),
    error: isFailure(result) ? `${result.type}: ${result.message}` : null,
    externalIds: call.externalIds ?? [],
    workflowId: currentWorkflowId(),
    request: loggedBody(body, redact),
    response: loggedBody(outcome.body, redact, outcome.length),
  });
  if (!isFailure(result)) return result;
  if (outcome.thrown !== undefined) throw outcome.thrown.error;
  await passOnDelay(options.quota, result);
  throw result;
};

const redacted = (failure: Failure, redact: Redact): Failure =>
  new Failure(
    failure.type,
    redact(failure.message),
    failure.data.body === undefined ? failure.data : { ...failure.data, body: redact(failure.data.body) },
  );

const takeTurn = async (options: TransportOptions, call: HttpCall): Promise<void> => {
  const tried = triedWords(options.connection, call);
  try {
    await options.quota.take();
  } catch (cause) {
    if (isFailure(cause)) throw cause;
    throw new Failure(
      'Unavailable',
      `${tried}: the quota could not be asked, nothing was sent. It is tried again by itself.`,
      {},
      { cause },
    );
  }
  if (options.signal?.()?.aborted === true) {
    throw new Failure('Unavailable', `${tried}: stopped before it was sent. It is tried again by itself.`);
  }
};

/** What the vendor asks of one call holds for all of the connection's calls. */
const passOnDelay = async (quota: Quota, failure: Failure): Promise<void> => {
  const ms = failure.data.retryAfterMs;
  if (ms === undefined) return;
  try {
    await quota.block(ms);
  } catch (cause) {
    throw new Failure(failure.type, failure.message, failure.data, { cause });
  }
};

const receiveWhole = async (
  options: TransportOptions,
  call: HttpCall,
  request: OutgoingRequest,
): Promise<Outcome<HttpAnswer>> => {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeoutMs);
  const stop = options.signal?.();
  const signal = stop === undefined ? limit.signal : AbortSignal.any([limit.signal, stop]);
  const lost = (error: unknown): Failure => {
    const cutOff: CutOff = limit.signal.aborted ? 'timeout' : stop?.aborted === true ? 'stopped' : 'network';
    return classifyNetworkError(options.connection, call, { cutOff, timeoutMs: options.timeoutMs, error });
  };
  try {
    const response = await fetchResponse(request, signal);
    const body = await readBody(response, maxBytes);
    const { status, headers } = response;
    // A body that ran out of time is a lost answer, and so is the cut answer to a write; a cut answer to a read breaks the contract.
    const isLost = body.end === 'cut' && response.ok && (signal.aborted || call.effect !== 'read');
    const result = isLost
      ? lost(body.cause)
      : classifyResponse(options.connection, call, { status, headers, body, maxBytes });
    return { status, body: body.text, result };
  } catch (error) {
    return { status: null, body: '', result: lost(error) };
  } finally {
    clearTimeout(timer);
  }
};

const headersOf = (options: TransportOptions, call: HttpCall): Headers => {
  try {
    return new Headers({
      accept: 'application/json',
      'user-agent': options.userAgent,
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
      ...call.headers,
    });
  } catch {
    // The platform's own words quote the value, which may be a secret.
    const tried = triedWords(options.connection, call);
    throw new Failure(
      'InvalidInput',
      `${tried}: a header has characters that HTTP forbids, so nothing was sent. Save the secrets again.`,
    );
  }
};
