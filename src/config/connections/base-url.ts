import { z } from 'zod';

const parse = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** Whether a host is this machine itself, where plain http gives nothing away. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

const withSlash = (text: string): string => (text === '' || text.endsWith('/') ? text : `${text}/`);

const address = z
  .string()
  .trim()
  .refine((text) => parse(text) !== null, { error: 'must be an address such as https://example.com/', abort: true })
  .refine((text) => {
    const url = parse(text);
    return url !== null && isSafe(url);
  }, 'must begin with https:// (http:// is allowed only for this machine itself)')
  .refine((text) => {
    const url = parse(text);
    return url?.username === '' && url.password === '';
  }, 'must not contain a user name or password: secrets have their own place');

/** An address of a vendor: https unless loopback, without credentials, query or fragment; a missing slash at the end is added. */
export const baseUrl = address
  .refine((text) => !/[?#]/.test(text), 'must end with its path, without ? or #')
  .overwrite(withSlash);

/** An address that is asked as it is, with its own query if it has one: https unless loopback, without credentials or fragment. */
export const exactUrl = address.refine((text) => !text.includes('#'), 'must not contain #');
