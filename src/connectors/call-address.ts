import { Failure } from '../domain/failure.ts';
import { triedWords } from './call-words.ts';
import type { HttpCall } from './http.ts';

// `.` and `..`, also encoded, are taken out of an address by its parser: the call would reach another path.
const dots = /^(?:\.|%2e){1,2}$/i;

/** Below what address a connection's calls are made, and the query they all have. */
export interface CallBase {
  readonly connection: string;
  /** Ends in a slash. */
  readonly baseUrl: string;
  /** Sent before the call's own query, as it is; without the `?`. */
  readonly query?: string;
}

/**
 * The full address of a call. Its path is taken as it is: ids in it are encoded by the connector.
 * @throws Failure `InvalidInput` when the path would leave the base URL.
 */
export const callAddress = ({ connection, baseUrl, query: shared = '' }: CallBase, call: HttpCall): string => {
  const isInside =
    !call.path.startsWith('/') && !/[?#\\]/.test(call.path) && !call.path.split('/').some((part) => dots.test(part));
  if (!isInside || !URL.canParse(`${baseUrl}${call.path}`)) {
    throw new Failure(
      'InvalidInput',
      `${triedWords(connection, call)}: the path is not below ${baseUrl}, so nothing was sent.`,
    );
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  const all = [shared, query.toString()].filter((part) => part !== '').join('&');
  return `${baseUrl}${call.path}${all === '' ? '' : `?${all}`}`;
};
