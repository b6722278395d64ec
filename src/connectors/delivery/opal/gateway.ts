import { z } from 'zod';
import type { OpalSettings } from '../../../config/connections/opal.ts';
import { Failure, isFailure } from '../../../domain/failure.ts';
import { answeredWords, triedWords } from '../../call-words.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpAnswer, HttpCall, Transport } from '../../http.ts';
import { readJson } from '../../read-json.ts';
import type { Redact } from '../../redact.ts';
import { refusalWords } from '../../refusal-words.ts';

/** What calls to the gateway work with. */
export interface GatewayContext {
  /** Id of the connection, as errors name it. */
  readonly connection: string;
  readonly settings: OpalSettings;
  readonly transport: Transport;
  /** Hides the token in words that come in an answer of success: those of refusals come without it. */
  readonly redact: Redact;
}

const refusal = z.looseObject({ success: z.literal(false) });

/**
 * Makes one call. `success: false` is a refusal whatever its status: what OPAL's web site said comes with 200, what the gateway itself found with 4xx.
 *
 * @throws Failure `NotFound` only where the gateway itself says so: a server that does not know the address proves nothing
 */
export const ask = async (context: GatewayContext, call: HttpCall): Promise<HttpAnswer> => {
  const answer = await asked(context, call, context.transport.request({ ...call, readsRefusal: true }));
  if (!refusal.safeParse(answer.body).success) return answer;
  const words = context.redact(refusalWords(JSON.stringify(answer.body)));
  throw new Failure(
    'Rejected',
    `${triedWords(context.connection, call)}: ${answeredWords(answer.status, words)} Correct it on either side, then retry.`,
    { status: answer.status },
  );
};

/** Waits for what a call comes to. @throws Failure as `ask` does, without the body of a refusal */
export const asked = async <T>({ connection }: GatewayContext, call: HttpCall, going: Promise<T>): Promise<T> => {
  try {
    return await going;
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { body = '', ...data } = error.data;
    // Of a booking, whoever says it, there is no more to know: it was not made.
    const isUnproven = error.type === 'NotFound' && call.effect !== 'once' && !isOfGateway(body);
    if (isUnproven) throw addressUnknown(connection, call);
    throw new Failure(error.type, error.message, data, { cause: error.cause });
  }
};

const isOfGateway = (body: string): boolean => {
  const json = readJson(body);
  return json.ok && refusal.safeParse(json.value).success;
};

/** The same of an address that is always there: 404 says nothing of any order. */
export const askOfAll = async (context: GatewayContext, call: HttpCall): Promise<HttpAnswer> => {
  try {
    return await ask(context, call);
  } catch (error) {
    if (isFailure(error) && error.type === 'NotFound') throw addressUnknown(context.connection, call);
    throw error;
  }
};

const addressUnknown = (connection: string, call: HttpCall): Failure =>
  brokenAnswer(connection, call, 404, 'by a server that does not know the address');
