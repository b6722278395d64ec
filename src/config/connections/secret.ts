import { z } from 'zod';

/** A secret that travels in an HTTP header: visible ASCII, blanks around it are taken off (they come from copying). */
export const headerSecret = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(8192)
  .regex(/^[\x21-\x7e]*$/, 'must be plain characters without blanks or line breaks');

/** The name of an HTTP header (RFC 9110, token). */
export const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be the name of an HTTP header');
