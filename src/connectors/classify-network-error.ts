import { Failure } from '../domain/failure.ts';
import { lostAnswerAdvice, triedWords } from './call-words.ts';
import type { HttpCall } from './http.ts';

/** Why a call ended without a whole answer. `silence`: nothing came for so long, while the answer as a whole may take longer. */
export type CutOff = 'network' | 'timeout' | 'silence' | 'stopped';

export interface LostAnswer {
  readonly cutOff: CutOff;
  /** The limit that was hit by `timeout` or `silence`. */
  readonly timeoutMs: number;
  readonly error: unknown;
  /** Bytes of the body that came before, where they were taken up as they came. */
  readonly bytes?: number;
}

interface SystemError {
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

/** Codes of Node and undici that say that the request never left: names, routes, certificates. */
const neverSent =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|EPROTO|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

const textField = (value: object, field: string): string => {
  const found: unknown = Reflect.get(value, field);
  return typeof found === 'string' ? found : '';
};

/** The innermost error that carries a code: fetch wraps what happened on the socket. */
const systemError = (error: unknown): SystemError => {
  if (!(error instanceof Error)) return { code: '', syscall: '', message: String(error) };
  const code = textField(error, 'code');
  if (code === '' && error.cause !== undefined) return systemError(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) {
    const [first] = error.errors as readonly unknown[];
    return { ...systemError(first), code };
  }
  return { code, syscall: textField(error, 'syscall'), message: error.message };
};

/** Whether it is certain that nothing of the request reached the other side. */
const isNeverSent = ({ code, syscall, message }: SystemError): boolean =>
  neverSent.test(code) || syscall === 'connect' || message.includes('before secure TLS connection was established');

/** The failure of a call whose answer never came, or came only in part. */
export const classifyNetworkError = (connection: string, call: HttpCall, happened: LostAnswer): Failure => {
  const tried = triedWords(connection, call);
  const cause = systemError(happened.error);
  if (happened.cutOff === 'network' && isNeverSent(cause)) {
    const why = [cause.code, cause.message].filter((part) => part !== '').join(', ');
    return new Failure(
      'Unavailable',
      `${tried}: no connection (${why}), nothing was sent. It is tried again by itself; if it lasts, check the address and the network.`,
    );
  }
  const advice = lostAnswerAdvice(call.effect);
  return new Failure(
    call.effect === 'read' ? 'Unavailable' : 'OutcomeUnknown',
    `${tried}: ${lostWords(happened, cause)}. ${advice}`,
  );
};

const lostWords = ({ cutOff, timeoutMs, bytes = 0 }: LostAnswer, cause: SystemError): string => {
  const after = bytes === 0 ? '' : `, after ${bytes} bytes of it`;
  switch (cutOff) {
    case 'timeout':
      return `no whole answer within ${timeoutMs} ms${after}`;
    case 'silence':
      return `nothing came for ${timeoutMs} ms${after}`;
    case 'stopped':
      return `broken off from this side while waiting for the answer${after}`;
    case 'network': {
      const why = [cause.code, cause.message].filter((part) => part !== '').join(', ');
      return `the connection was lost ${bytes === 0 ? 'before' : 'in the middle of'} the answer${after} (${why})`;
    }
  }
};
