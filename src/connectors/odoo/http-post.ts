import ky from 'ky';

/** How a request to Odoo ended, before anybody looks at what it says. */
export type HttpOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly isJson: boolean;
      readonly text: string;
      readonly date: Date | null;
      readonly location: string | null;
      readonly retryAfterMs: number | null;
    }
  /** Odoo was never reached: nothing can have happened there. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** The request went out and its answer did not come (whole): anything may have happened. */
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly limitBytes: number };

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
  readonly timeoutMs: number;
  readonly limitBytes: number;
}

/** One HTTP request to Odoo: no redirects, no retries, a bound on time and size. Never throws. */
export const sendToOdoo = async (request: HttpRequest): Promise<HttpOutcome> => {
  try {
    const response = await ky(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.json === undefined ? {} : { json: request.json }),
      retry: 0,
      timeout: false,
      redirect: 'manual',
      throwHttpErrors: false,
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const text = await readUpTo(response, request.limitBytes);
    if (text === null) return { kind: 'too-large', limitBytes: request.limitBytes };
    return {
      kind: 'answer',
      status: response.status,
      isJson: /\bjson\b/i.test(response.headers.get('content-type') ?? ''),
      text,
      date: dateOf(response.headers.get('date')),
      location: response.headers.get('location'),
      retryAfterMs: retryAfterOf(response.headers.get('retry-after')),
    };
  } catch (error) {
    return outcomeOf(error, request.timeoutMs);
  }
};

const readUpTo = async (response: Response, limitBytes: number): Promise<string | null> => {
  if (response.body === null) return '';
  const body: ReadableStream<Uint8Array> = response.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limitBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const outcomeOf = (error: unknown, timeoutMs: number): HttpOutcome => {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { kind: 'lost', reason: `no answer within ${timeoutMs / 1000} s` };
  }
  const codes = codesOf(error);
  const reason = codes[0] ?? (error instanceof Error ? error.message : String(error));
  const neverConnected = codes.length > 0 && codes.every((code) => notSentCodes.test(code));
  return neverConnected ? { kind: 'not-sent', reason } : { kind: 'lost', reason };
};

/** Codes of Node and undici that a connection dies with before it can carry a request. */
const notSentCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** `fetch failed` hides the reason in `cause`; several tried addresses are an AggregateError. */
const codesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  const nested = codesOf(error.cause);
  if (nested.length > 0) return nested;
  return 'code' in error && typeof error.code === 'string' ? [error.code] : [];
};

const dateOf = (header: string | null): Date | null => {
  const time = header === null ? NaN : Date.parse(header);
  return Number.isNaN(time) ? null : new Date(time);
};

/** Seconds or a date, as RFC 9110 has it. */
const retryAfterOf = (header: string | null): number | null => {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const until = dateOf(header);
  return until === null ? null : Math.max(0, until.getTime() - Date.now());
};
