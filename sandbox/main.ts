import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readEnvironment } from '../src/config/environment.ts';
import { sandboxWebhookToken } from '../src/config/sandbox-webhook.ts';
import { createLogger } from '../src/logger.ts';
import { onParentGone } from '../src/runtime/parent-gone.ts';
import { odooVersions } from './odoo-mount.ts';
import { createSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    'no-demo': { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    'odoo-version': { type: 'string', default: '18' },
  },
});

const environment = readEnvironment('start');
const logger = createLogger('sandbox', environment.log);

const sandbox = createSandbox({
  port: environment.sandbox.port,
  stateDir: values.memory ? null : join(environment.home, 'sandbox'),
  demo: !values['no-demo'],
  odooVersion: z.coerce.number().pipe(z.literal(odooVersions)).parse(values['odoo-version']),
  logger,
  // As a supplier would have it set up: new orders are told, so nobody waits for the next pull to see the first ones move.
  webhook:
    environment.key === undefined
      ? null
      : {
          url: `${environment.localUrl}/cartona_integration/webhook/order_status`,
          token: sandboxWebhookToken(environment.key),
          header: 'AuthorizationToken',
          newOrders: true,
          attempts: 3,
        },
});

let isStopping = false;
const stop = (): void => {
  if (isStopping) return;
  isStopping = true;
  sandbox.close().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.error({ err: error }, 'the sandbox did not close cleanly');
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
onParentGone(stop);

logger.info({ url: await sandbox.start() }, 'sandbox listening');
