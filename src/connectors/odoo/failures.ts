import { Failure } from '../../domain/failure.ts';
import type { FailureType } from '../../domain/failure.ts';
import type { HttpOutcome } from './http-post.ts';

/** What a failing call was about. */
export interface Tried {
  /** As a person would name it: `sale order conveyor.cartona_order_GMNvpbLM`. */
  readonly about: string;
  /** A lost answer to a `read` means nothing was done; to a `write`, that nobody knows. */
  readonly effect: 'read' | 'write';
}

/** The exception of an answer, as JSON-RPC (`error.data`) and JSON-2 (the body) both carry it. */
export interface OdooException {
  readonly name: string;
  readonly message: string;
}

const wordsLimit = 1_000;

/** `data.code` of a `Rejected` for want of a right: the user may not read the model, or the record. */
export const noAccess = 'no-access';

/** A refused or broken call of Odoo's own making, decided by the name of the exception: messages follow the user's language (odoo.md §1.4). */
export const failureOfException = (exception: OdooException, tried: Tried, status?: number): Failure => {
  const type = typeOfException(exception, tried.effect);
  const words = exception.message.trim().slice(0, wordsLimit);
  return new Failure(type, `${sentenceOf(type, tried)}: ${words === '' ? exception.name : words}`, {
    ...withStatus(status),
    ...(exception.name === 'odoo.exceptions.AccessError' ? { code: noAccess } : {}),
  });
};

const typeOfException = ({ name, message }: OdooException, effect: Tried['effect']): FailureType => {
  switch (name) {
    case 'odoo.exceptions.AccessDenied':
    case 'odoo.http.SessionExpiredException':
    case 'werkzeug.exceptions.Unauthorized':
      return 'Unauthorized';
    case 'odoo.exceptions.MissingError':
      return 'NotFound';
    // Rolled back before they reach us, whatever the call was: nothing was done.
    case 'odoo.exceptions.ConcurrencyError':
    case 'odoo.exceptions.LockError':
    case 'psycopg2.errors.SerializationFailure':
    case 'psycopg2.errors.DeadlockDetected':
    case 'psycopg2.errors.LockNotAvailable':
    case 'psycopg2.errors.TooManyConnections':
    case 'psycopg2.errors.CannotConnectNow':
    case 'psycopg2.errors.ReadOnlySqlTransaction':
    case 'psycopg2.pool.PoolError':
    case 'werkzeug.exceptions.ServiceUnavailable':
    case 'werkzeug.exceptions.TooManyRequests':
      return 'Unavailable';
    // The database went away: while connecting (or it is missing, as in the middle of a restore), or perhaps in the middle of a commit.
    case 'psycopg2.OperationalError':
    case 'psycopg2.InterfaceError':
    case 'psycopg2.errors.AdminShutdown':
    case 'psycopg2.errors.CrashShutdown':
    case 'psycopg2.errors.QueryCanceled':
      return effect === 'read' || /connection to server|does not exist/.test(message)
        ? 'Unavailable'
        : 'OutcomeUnknown';
    default:
      return /^(builtins\.(MemoryError|OSError|TimeoutError|\w*Connection\w*Error|BrokenPipeError)|requests\.|urllib3\.|smtplib\.)/.test(
        name,
      )
        ? 'Unavailable'
        : 'Rejected';
  }
};

/** An HTTP exchange that brought no answer of Odoo's own: proxies, HTML pages, lost connections. */
export const failureOfHttp = (outcome: HttpOutcome, tried: Tried): Failure => {
  switch (outcome.kind) {
    case 'not-sent':
      return failure('Unavailable', tried, `Odoo cannot be reached (${outcome.reason})`);
    case 'lost':
      return failure(lostType(tried), tried, `the answer was lost (${outcome.reason})`);
    case 'too-large':
      return failure('BadResponse', tried, `the answer is larger than ${outcome.limitBytes / 1_048_576} MB`);
    case 'answer':
      return failureOfStatus(outcome, tried);
  }
};

const failureOfStatus = (answer: HttpOutcome & { kind: 'answer' }, tried: Tried): Failure => {
  const { status } = answer;
  const data = { status };
  if (status === 401) return failure('Unauthorized', tried, 'Odoo, or a proxy before it, wants another secret', data);
  if (status === 429) {
    const retryAfterMs = answer.retryAfterMs ?? 60_000;
    return failure('RateLimited', tried, `asked to wait ${retryAfterMs / 1000} s`, { ...data, retryAfterMs });
  }
  if (status >= 300 && status < 400) {
    const words = `redirected to ${answer.location ?? 'nowhere'}; the URL of Odoo must be the one it answers at`;
    return failure('BadResponse', tried, words, data);
  }
  // The page of a 404 says that the database is not there, or that nothing listens at this path: both may be over in a minute.
  if (status === 404) return failure('Unavailable', tried, 'Odoo does not know this database or path (HTTP 404)', data);
  if (status >= 500) {
    const retryAfter = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs };
    return failure(lostType(tried), tried, `Odoo answered HTTP ${status} without saying what became of the call`, {
      ...data,
      ...retryAfter,
    });
  }
  if (status >= 400) return failure('Rejected', tried, `HTTP ${status} without a reason`, data);
  if (answer.isJson || answer.text === '') {
    // JSON that cannot be read is an answer cut on its way.
    return failure(
      tried.effect === 'write' ? 'OutcomeUnknown' : 'BadResponse',
      tried,
      'the answer is cut or empty',
      data,
    );
  }
  return failure('BadResponse', tried, 'the answer is a page and no JSON: is this the URL of an Odoo?', data);
};

/** An answer of the wrong shape. `path` is where, such as `[3].amount_total`. */
export const wrongShape = (tried: Tried, path: string, problem: string): Failure =>
  failure('BadResponse', tried, `the answer is wrong at ${path === '' ? 'its root' : path}: ${problem}`, { path });

const lostType = (tried: Tried): FailureType => (tried.effect === 'read' ? 'Unavailable' : 'OutcomeUnknown');

const failure = (type: FailureType, tried: Tried, words: string, data: Failure['data'] = {}): Failure =>
  new Failure(type, `${sentenceOf(type, tried)}: ${words}`, data);

const sentenceOf = (type: FailureType, tried: Tried): string => {
  switch (type) {
    case 'Rejected':
      return `Odoo refused ${tried.about}`;
    case 'Unauthorized':
      return `Odoo did not accept our sign-in for ${tried.about}`;
    case 'NotFound':
      return `Odoo has no such record for ${tried.about}`;
    case 'OutcomeUnknown':
      return `Nobody knows whether Odoo did ${tried.about}`;
    case 'RateLimited':
    case 'Unavailable':
    case 'BadResponse':
    case 'InvalidInput':
      return `Odoo failed at ${tried.about}`;
  }
};

const withStatus = (status: number | undefined): Failure['data'] => (status === undefined ? {} : { status });
