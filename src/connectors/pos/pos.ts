import { posSecrets, posSettings } from '../../config/connections/pos.ts';
import type { PosSecrets, PosSettings } from '../../config/connections/pos.ts';
import type { Endpoint } from '../endpoint.ts';
import { createPosSource } from './create-pos-source.ts';
import type { PosKind } from './port.ts';
import { provePush } from './prove-push.ts';
import { readPushedOrders } from './read-pushed-orders.ts';
import { sourceAddress } from './source-address.ts';

/** A foreign point of sale: any that answers or pushes in the shapes of vendors.md §3. */
export const pos: PosKind<PosSettings, PosSecrets> = {
  kind: 'pos',
  title: 'Point of sale',
  settings: posSettings,
  secrets: posSecrets,
  // A source that is asked without a key is an open one, which is its owner's choice; an open door here is not.
  problemsTogether: ({ settings, secrets }) =>
    settings.acceptPush && secrets.pushKey === undefined
      ? [
          {
            path: 'secrets.pushKey',
            message: 'is missing: it is what pushed orders are proven with (acceptPush is true)',
          },
        ]
      : [],
  endpoint: ({ settings, secrets }) => endpointOf(settings, secrets),
  create: ({ id, settings }, transport) =>
    createPosSource(
      settings,
      transport === null || settings.url === undefined
        ? null
        : { connection: id, path: sourceAddress(settings.url).path, transport },
    ),
  push: ({ settings, secrets }) => ({
    isAccepted: settings.acceptPush,
    prove: (headers) => provePush(headers, secrets),
    read: (body) => readPushedOrders(body, settings),
  }),
};

const endpointOf = (
  { url, auth, timeoutMs, requestsPerSecond }: PosSettings,
  { apiKey }: PosSecrets,
): Endpoint | null => {
  if (url === undefined) return null;
  const { baseUrl, query } = sourceAddress(url);
  return { baseUrl, query, headers: authHeaders(auth, apiKey), timeoutMs, requestsPerSecond };
};

const authHeaders = (auth: PosSettings['auth'], apiKey: string | undefined): Record<string, string> => {
  if (apiKey === undefined) return {};
  switch (auth) {
    case 'bearer':
      return { authorization: `Bearer ${apiKey}` };
    case 'x-api-key':
      return { 'x-api-key': apiKey };
  }
};
