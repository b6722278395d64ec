import type { IncomingHttpHeaders } from 'node:http';

/** A header sent twice is no proof of anything: it is left out, as if it were not there. */
export const singleHeaders = (headers: IncomingHttpHeaders): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]));
