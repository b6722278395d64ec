import { opalSecrets, opalSettings } from '../../../config/connections/opal.ts';
import type { OpalSecrets, OpalSettings } from '../../../config/connections/opal.ts';
import { createRedact } from '../../redact.ts';
import type { CourierKind } from '../port.ts';
import { createOpalCourier } from './opal-courier.ts';

/** OPAL Kurier, through a gateway in front of its web site: it has no public API. The contract with the gateway is docs/connectors/opal.md. */
export const opal: CourierKind<OpalSettings, OpalSecrets> = {
  kind: 'opal',
  title: 'OPAL',
  settings: opalSettings,
  secrets: opalSecrets,
  endpoint: ({ settings, secrets }) => ({
    baseUrl: settings.baseUrl,
    headers: { authorization: `Bearer ${secrets.token}` },
    timeoutMs: settings.timeoutMs,
    requestsPerSecond: settings.requestsPerSecond,
  }),
  create: ({ id, settings, secrets }, transport) =>
    createOpalCourier({ connection: id, settings, transport, redact: createRedact([secrets.token]) }),
};
