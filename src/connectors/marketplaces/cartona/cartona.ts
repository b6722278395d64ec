import { cartonaSecrets, cartonaSettings } from '../../../config/connections/cartona.ts';
import type { CartonaSecrets, CartonaSettings } from '../../../config/connections/cartona.ts';
import type { MarketplaceKindWithEndpoint } from '../../connection-kind.ts';
import { createCartona } from './create-cartona.ts';
import { createCartonaWebhook } from './webhook.ts';

/** Cartona, the B2B marketplace in Egypt (facts: supplier API page and Postman collection of the vendor). */
export const cartona: MarketplaceKindWithEndpoint<CartonaSettings, CartonaSecrets> = {
  kind: 'cartona',
  title: 'Cartona',
  settings: cartonaSettings,
  secrets: cartonaSecrets,
  endpoint: ({ settings, secrets }) => ({
    baseUrl: settings.baseUrl,
    // The raw token, without a `Bearer ` prefix.
    headers: { [settings.authHeader]: secrets.token },
    timeoutMs: settings.timeoutMs,
    requestsPerSecond: settings.requestsPerSecond,
  }),
  create: ({ settings }, transport) => createCartona(settings, transport),
  webhook: ({ settings, secrets }) => createCartonaWebhook(settings, secrets),
};
