import { z } from 'zod';
import { isFailure } from '../../domain/failure.ts';
import type { Failure } from '../../domain/failure.ts';
import type { OdooCall } from './call.ts';
import type { ExchangeWriter } from './exchange.ts';
import { failureOfException, failureOfHttp, wrongShape } from './failures.ts';
import { sendToOdoo } from './http-post.ts';
import type { HttpOutcome } from './http-post.ts';
import { decodeAnswer, encodeCall } from './protocols.ts';
import { jsonOf, openSession } from './session.ts';
import type { Credentials, Session } from './session.ts';

/** Calls to Odoo, one HTTP request each. Whoever calls holds a slot (lanes.ts). Throws `Failure` only. */
export interface Rpc {
  /** The answer's value, checked. */
  call<T>(call: OdooCall, schema: z.ZodType<T>): Promise<T>;
  /** The same, with the time of the answer by Odoo's clock. */
  callDated<T>(call: OdooCall, schema: z.ZodType<T>): Promise<{ readonly value: T; readonly date: Date | null }>;
  /** Signs in where that has not happened yet. */
  session(): Promise<Session>;
  /** The session of the last successful sign-in. */
  lastSession(): Session | null;
}

export interface OdooLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface RpcOptions {
  readonly credentials: Credentials;
  /** Default 60 s, 180 s on 17: Odoo repeats serialization failures by itself for that long (odoo.md §1.4). */
  readonly timeoutMs?: number | undefined;
  readonly exchanges: ExchangeWriter;
  readonly logger: OdooLogger;
}

const megabyte = 1_048_576;

export const createRpc = (options: RpcOptions): Rpc => {
  const base = options.credentials.url.replace(/\/+$/, '');
  let opening: Promise<Session> | null = null;
  let last: Session | null = null;

  const open = async (): Promise<Session> => {
    const session = await openSession(options.credentials, (path, encoded) =>
      sendToOdoo({
        method: encoded === null ? 'GET' : 'POST',
        url: `${base}/${path}`,
        headers: encoded?.headers ?? {},
        json: encoded?.json,
        timeoutMs: options.timeoutMs ?? 60_000,
        limitBytes: megabyte,
      }),
    );
    const { major, protocol, url, database } = session.server;
    options.logger.info({ url, database, major, protocol }, `Signed in to Odoo ${session.serie}`);
    last = session;
    return session;
  };

  const session = (): Promise<Session> => {
    if (opening === null) {
      const attempt = open();
      opening = attempt;
      attempt.catch((error: unknown) => {
        if (opening === attempt) opening = null;
        options.logger.warn({ err: error }, 'Signing in to Odoo failed');
      });
    }
    return opening;
  };

  const send = (current: Session, call: OdooCall): Promise<HttpOutcome> => {
    const encoded = encodeCall(current.signedIn, call);
    const isPage = call.effect === 'read' && (call.lane === 'watch' || call.lane === 'mirror');
    return sendToOdoo({
      method: 'POST',
      url: `${base}/${encoded.path}`,
      headers: encoded.headers,
      json: encoded.json,
      timeoutMs: options.timeoutMs ?? (current.server.major === 17 ? 180_000 : 60_000),
      limitBytes: (isPage ? 64 : 10) * megabyte,
    });
  };

  const callDated = async <T>(call: OdooCall, schema: z.ZodType<T>): Promise<{ value: T; date: Date | null }> => {
    const at = new Date();
    const started = performance.now();
    let outcome: HttpOutcome | null = null;
    const note = (error: string | null): void => {
      const durationMs = Math.round(performance.now() - started);
      const { status, text } = outcome?.kind === 'answer' ? outcome : { status: null, text: null };
      options.exchanges.write({ call, at, durationMs, status, error, response: text });
    };
    try {
      const current = await session();
      outcome = await send(current, call);
      const value = valueOf(outcome, current, call, schema);
      note(null);
      return { value, date: outcome.kind === 'answer' ? outcome.date : null };
    } catch (error) {
      note(error instanceof Error ? error.message : String(error));
      // After an upgrade, a restore or a new secret nothing of the old session need hold.
      if (isFailure(error) && outcome !== null && endsSession(error, outcome)) opening = null;
      throw error;
    }
  };

  return {
    callDated,
    call: async (call, schema) => (await callDated(call, schema)).value,
    session,
    lastSession: () => last,
  };
};

const valueOf = <T>(outcome: HttpOutcome, session: Session, call: OdooCall, schema: z.ZodType<T>): T => {
  if (outcome.kind !== 'answer') throw failureOfHttp(outcome, call);
  const decoded = decodeAnswer(session.signedIn.protocol, outcome.status, jsonOf(outcome));
  switch (decoded.kind) {
    case 'exception':
      throw failureOfException(decoded.exception, call, outcome.status);
    case 'foreign':
      throw failureOfHttp(outcome, call);
    case 'result': {
      // JSON-2 has no envelope: an empty or cut body is told by its not being JSON.
      if (decoded.result === undefined) throw failureOfHttp(outcome, call);
      const parsed = schema.safeParse(decoded.result);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw wrongShape(call, z.core.toDotPath(issue?.path ?? []), issue?.message ?? 'unreadable');
    }
  }
};

const endsSession = (failure: Failure, outcome: HttpOutcome): boolean =>
  failure.type === 'Unauthorized' ||
  outcome.kind === 'not-sent' ||
  (outcome.kind === 'answer' && outcome.status === 404) ||
  // The user's id of another database (odoo.md §1.1).
  (failure.type === 'NotFound' && failure.message.includes('res.users('));
