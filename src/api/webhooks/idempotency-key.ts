import type { IncomingHttpHeaders } from 'node:http';
import { badField } from '../problem.ts';

/** Visible ASCII. */
const wellFormed = /^[\x21-\x7e]{1,255}$/;

/**
 * The key by which a caller may repeat a request: in `Idempotency-Key`, `X-Idempotency-Key`, or the field `idempotency_key` of the body; null where
 * there is none. @throws Problem 400 for one that is none
 */
export const idempotencyKeyOf = (headers: IncomingHttpHeaders, body: unknown): string | null => {
  for (const name of ['idempotency-key', 'x-idempotency-key']) {
    const value = headers[name];
    if (value !== undefined)
      return checked(name === 'idempotency-key' ? 'Idempotency-Key' : 'X-Idempotency-Key', value);
  }
  const given =
    typeof body === 'object' && body !== null && 'idempotency_key' in body ? body.idempotency_key : undefined;
  return given === undefined || given === null ? null : checked('idempotency_key', given);
};

const checked = (name: string, value: unknown): string => {
  if (typeof value === 'string' && wellFormed.test(value)) return value;
  throw badField(name, 'must be 1 to 255 visible ASCII characters');
};
