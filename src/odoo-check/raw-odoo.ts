import { z } from 'zod';
import type { OdooCall } from '../connectors/odoo/call.ts';
import { sendToOdoo } from '../connectors/odoo/http-post.ts';
import type { HttpOutcome } from '../connectors/odoo/http-post.ts';
import { decodeAnswer, encodeCall } from '../connectors/odoo/protocols.ts';
import type { DecodedAnswer, EncodedCall, SignedIn } from '../connectors/odoo/protocols.ts';
import { jsonOf, openSession } from '../connectors/odoo/session.ts';
import type { Credentials, Session } from '../connectors/odoo/session.ts';
import { CheckFailed, CheckSkipped } from './must.ts';

export type RawCall = Pick<OdooCall, 'model' | 'method' | 'ids' | 'first' | 'params' | 'context'>;
export type RawAnswer = DecodedAnswer & { readonly status: number; readonly text: string; readonly date: Date | null };

/** Odoo as it is on the wire: none of the client's classes of failure, repeats or groups. */
export interface RawOdoo {
  readonly session: Session;
  /** The answer, whatever it says. */
  ask(call: RawCall, as?: SignedIn): Promise<RawAnswer>;
  /** The result, checked; an exception of Odoo fails the check, missing rights skip it. */
  result<T>(call: RawCall, schema: z.ZodType<T>): Promise<T>;
  /** Writes the same values to records. */
  write(model: string, ids: readonly number[], values: Readonly<Record<string, unknown>>): Promise<void>;
  /** The name of the exception the call must end in. */
  exception(call: RawCall, as?: SignedIn): Promise<string>;
  post(path: string, encoded: EncodedCall | null): Promise<HttpOutcome>;
}

export const openRawOdoo = async (credentials: Credentials, timeoutMs: number): Promise<RawOdoo> => {
  const base = credentials.url.replace(/\/+$/, '');
  const post = (path: string, encoded: EncodedCall | null): Promise<HttpOutcome> =>
    sendToOdoo({
      method: encoded === null ? 'GET' : 'POST',
      url: `${base}/${path}`,
      headers: encoded?.headers ?? {},
      json: encoded?.json,
      timeoutMs,
      limitBytes: 10_485_760,
    });
  const session = await openSession(credentials, post);

  const ask = async (call: RawCall, as = session.signedIn): Promise<RawAnswer> => {
    const encoded = encodeCall(as, { ...call, effect: 'write', about: nameOf(call) });
    const outcome = await post(encoded.path, encoded);
    if (outcome.kind !== 'answer') throw new CheckFailed(`${nameOf(call)} got no answer (${outcome.kind})`);
    const { status, text, date } = outcome;
    return { ...decodeAnswer(as.protocol, status, jsonOf(outcome)), status, text, date };
  };

  const result = async <T>(call: RawCall, schema: z.ZodType<T>): Promise<T> => {
    const answer = await ask(call);
    if (answer.kind === 'exception' && answer.exception.name === 'odoo.exceptions.AccessError') {
      throw new CheckSkipped(`the user may not do ${nameOf(call)}`);
    }
    if (answer.kind !== 'result') throw new CheckFailed(`${nameOf(call)} failed: ${answer.text.slice(0, 300)}`);
    const parsed = schema.safeParse(answer.result);
    if (!parsed.success)
      throw new CheckFailed(`${nameOf(call)} answered ${answer.text.slice(0, 300)}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  };

  return {
    session,
    ask,
    post,
    result,
    write: async (model, ids, values) => {
      await result({ model, method: 'write', ids, first: { name: 'vals', value: values } }, z.unknown());
    },
    exception: async (call, as) => {
      const answer = await ask(call, as);
      if (answer.kind === 'exception') return answer.exception.name;
      throw new CheckFailed(`${nameOf(call)} was expected to fail and answered ${answer.text.slice(0, 300)}`);
    },
  };
};

const nameOf = (call: RawCall): string => `${call.model}.${call.method}`;
