import { ysellSecrets, ysellSettings } from '../../config/connections/ysell.ts';
import type { YsellSecrets, YsellSettings } from '../../config/connections/ysell.ts';
import { createRedact } from '../redact.ts';
import type { CentreContext } from './centre-context.ts';
import type { PrepCentre, PrepCentreKind } from './port.ts';
import { createRequirementCentre } from './requirement.ts';
import { createV1Centre } from './v1.ts';

/** Ysell.pro, a prep centre. Its API is not public as a whole: see docs/connectors/ysell.md for what is known and what is assumed. */
export const ysell: PrepCentreKind<YsellSettings, YsellSecrets> = {
  kind: 'ysell',
  title: 'Ysell',
  settings: ysellSettings,
  secrets: ysellSecrets,
  endpoint: ({ settings, secrets }) => ({
    baseUrl: settings.baseUrl,
    headers: { authorization: `Bearer ${secrets.apiKey}` },
    timeoutMs: settings.timeoutMs,
    requestsPerSecond: settings.requestsPerSecond,
  }),
  create: ({ id, settings, secrets }, transport) =>
    centreOf({ connection: id, settings, transport, redact: createRedact([secrets.apiKey]) }),
};

const centreOf = (context: CentreContext): PrepCentre => {
  switch (context.settings.dialect) {
    case 'requirement':
      return createRequirementCentre(context);
    case 'v1':
      return createV1Centre(context);
  }
};
