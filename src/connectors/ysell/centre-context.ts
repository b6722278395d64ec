import type { YsellSettings } from '../../config/connections/ysell.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import { brokenAnswer } from '../classify-response.ts';
import type { HttpAnswer, HttpCall, Transport } from '../http.ts';
import type { Redact } from '../redact.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Fields } from './answer-entries.ts';
import { isOfUnknownAddress, meansNone, saysNotThere, wordsOfRemark } from './remarks.ts';

/** What both dialects work with. */
export interface CentreContext {
  /** Id of the connection, as errors name it. */
  readonly connection: string;
  readonly settings: YsellSettings;
  readonly transport: Transport;
  /** Hides the key in words of the other side that come in an answer of success: those of refusals come without it. */
  readonly redact: Redact;
}

/** Asks for orders; null: the other side says that there is none. @throws Failure, without the body of a refusal */
export const askFor = async ({ connection, transport }: CentreContext, call: HttpCall): Promise<HttpAnswer | null> => {
  try {
    return await transport.request({ ...call, readsRefusal: true });
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { body = '', ...data } = error.data;
    if (error.type === 'NotFound') {
      if (!isOfUnknownAddress(body)) return null;
      throw brokenAnswer(connection, call, 404, 'by a server that does not know the address');
    }
    if (error.type === 'Rejected' && saysNotThere(refusalWords(body))) return null;
    throw new Failure(error.type, error.message, data);
  }
};

/** The failure of an answer that holds no order and does not say that there is none; null when it says so. */
export const unsaidFailure = (
  { connection, redact }: CentreContext,
  call: HttpCall,
  { status, remark }: { readonly status: number; readonly remark: Fields | null },
): Failure | null => {
  if (meansNone(remark)) return null;
  const words = remark === null ? '' : redact(wordsOfRemark(remark));
  return brokenAnswer(connection, call, status, `with no order${words === '' ? '' : `: "${words}"`}`);
};

export const notFound = ({ connection }: CentreContext, id: string): Failure =>
  new Failure('NotFound', `${connection}: Ysell has no order ${id} (any more). Look it up there, then retry.`);
