import ky from 'ky';
import type { HttpCall } from './http.ts';

/** A request as it leaves the house. */
export interface OutgoingRequest {
  readonly method: HttpCall['method'];
  readonly url: string;
  readonly headers: Headers;
  /** Empty: none. */
  readonly body: string;
}

/** Sends a request and waits for the head of its answer, whatever its status: no retries, no redirects. */
export const fetchResponse = (
  { method, url, headers, body }: OutgoingRequest,
  signal: AbortSignal,
): Promise<Response> =>
  ky(url, {
    method,
    headers,
    ...(body === '' ? {} : { body }),
    signal,
    retry: 0,
    throwHttpErrors: false,
    timeout: false,
    redirect: 'manual',
  });
