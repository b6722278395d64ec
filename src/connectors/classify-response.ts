import { Failure } from '../domain/failure.ts';
import type { FailureData } from '../domain/failure.ts';
import { answeredWords, lostAnswerAdvice, triedWords } from './call-words.ts';
import type { HttpAnswer, HttpCall } from './http.ts';
import type { BodyRead } from './read-body.ts';
import { readJson } from './read-json.ts';
import { refusalWords } from './refusal-words.ts';
import { retryAfterMs } from './retry-after.ts';

/** Asked for when the other side says "too many" and not how long. */
const defaultRetryAfterMs = 5_000;

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: BodyRead;
  readonly maxBytes: number;
}

const dateOf = (headers: Headers): Date | null => {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? null : new Date(at);
};

/**
 * What a response means, decided in this one place: the answer, or the failure of the closed set (domain/failure.ts). A failure is returned
 * and not thrown, so that the exchange log can be written on one path.
 */
export const classifyResponse = (
  connection: string,
  call: HttpCall,
  received: ReceivedResponse,
): HttpAnswer | Failure => {
  return received.status >= 200 && received.status < 300
    ? readAnswer(connection, call, received)
    : classifyRefusal(connection, call, received);
};

/** What a response means whose status is not 2xx. */
export const classifyRefusal = (
  connection: string,
  call: HttpCall,
  { status, headers, body }: Omit<ReceivedResponse, 'maxBytes'>,
): Failure => {
  const tried = triedWords(connection, call);
  const words = refusalWords(body.text);
  const said = `${tried}: ${answeredWords(status, words)}`;
  const fail = (type: Failure['type'], advice: string, data: FailureData = {}): Failure =>
    new Failure(type, `${said} ${advice}`, { status, ...data });

  if (status < 400) {
    const target = headers.get('location') ?? 'nowhere';
    return fail('BadResponse', `It points to ${target}, which is not followed: correct the address of the connection.`);
  }
  if (status === 401 || status === 403) {
    return fail('Unauthorized', 'Save a new secret for the connection; everything that waits then goes on by itself.');
  }
  if (status === 404) {
    return fail(
      'NotFound',
      'Look the record up there; if every call ends so, correct the address of the connection.',
      kept(call, body),
    );
  }
  const wait = retryAfterMs(headers.get('retry-after'), dateOf(headers));
  if (status === 429) {
    const ms = wait ?? defaultRetryAfterMs;
    return fail('RateLimited', `It is tried again after ${ms} ms.`, { retryAfterMs: ms });
  }
  // An overloaded server that names a time has not begun.
  if (status === 503 && wait !== undefined) {
    return fail('Unavailable', `Nothing was done; it is tried again after ${wait} ms.`, { retryAfterMs: wait });
  }
  if (status === 408 || status === 425 || status >= 500) {
    return fail(call.effect === 'read' ? 'Unavailable' : 'OutcomeUnknown', lostAnswerAdvice(call.effect));
  }
  return fail('Rejected', 'Correct it on either side, then retry.', kept(call, body));
};

const kept = (call: HttpCall, body: BodyRead): FailureData => (call.readsRefusal === true ? { body: body.text } : {});

/** The failure of an answer that was no refusal, and yet cannot be used. */
export const brokenAnswer = (connection: string, call: HttpCall, status: number, what: string): Failure =>
  new Failure(
    'BadResponse',
    `${triedWords(connection, call)}: answered ${status}, but ${what}. Check the address of the connection, or ask the vendor, then retry.`,
    { status },
  );

export const tooLargeWords = (maxBytes: number): string => `with more than ${Math.round(maxBytes / 1024 / 1024)} MB`;

/** What is wrong with a body that should be JSON and is a page; null when it is none. */
export const markupWords = (text: string): string | null => {
  if (!/^\s*</.test(text)) return null;
  const title = refusalWords(text);
  return `with an HTML page${title === '' ? '' : ` "${title}"`} instead of JSON`;
};

const readAnswer = (connection: string, call: HttpCall, received: ReceivedResponse): HttpAnswer | Failure => {
  const { status, headers, body } = received;
  const broken = (what: string): Failure => brokenAnswer(connection, call, status, what);
  if (body.end === 'too-large') return broken(tooLargeWords(received.maxBytes));
  if (body.end === 'cut') return broken(`the body is cut after ${body.text.length} characters`);
  const answer = { status, headers: Object.fromEntries(headers), date: dateOf(headers) };
  if (body.text.trim() === '') return { ...answer, body: undefined };
  const markup = markupWords(body.text);
  if (markup !== null) return broken(markup);
  const json = readJson(body.text);
  return json.ok ? { ...answer, body: json.value } : broken(json.problem);
};
