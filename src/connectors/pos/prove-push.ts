import type { PosSecrets } from '../../config/connections/pos.ts';
import { isTokenThere } from '../webhook-proof.ts';

/**
 * Whether the sender of a push knows `pushKey`: in `X-API-Key`, or behind `Authorization: Bearer` (vendors.md §3), in constant time. Header names
 * in lower case. Without a key nobody can.
 */
export const provePush = (
  headers: Readonly<Record<string, string | undefined>>,
  { pushKey }: Pick<PosSecrets, 'pushKey'>,
): boolean => pushKey !== undefined && isTokenThere(pushKey, ['x-api-key'], headers);
