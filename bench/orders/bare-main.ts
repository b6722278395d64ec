import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import PQueue from 'p-queue';
import { findConnectionKind } from '../../src/connectors/kinds.ts';
import { connectOdoo } from '../../src/connectors/odoo/connect.ts';
import { openMarketplace } from '../../src/connectors/open-connection.ts';
import type { MarketplaceOrder } from '../../src/domain/marketplace-order.ts';
import { createBareActivities } from './bare-activities.ts';
import { bareRequest, bareSetup } from './bare-messages.ts';
import type { BareAnswer, BareRequest } from './bare-messages.ts';
import { bareOrderType, bareQueues, bareSignal, bareWorkflowId } from './bare-names.ts';

// The process of the bare workflows: workers set up as the product's are, clients of the product without quota, log or database.

const logger = new DefaultLogger('ERROR');
/** As many calls to Temporal at once as the product's dispatcher makes. */
const callsAtOnce = 20;

const say = (answer: BareAnswer): void => void process.send?.(answer);
const nothing = (): void => undefined;
const words = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const setup = bareSetup.parse(JSON.parse(process.argv[2] ?? ''));
const kind = findConnectionKind('cartona');
if (kind?.category !== 'marketplace') throw new Error('There is no marketplace of kind cartona');

Runtime.install({ logger });
const odoo = await connectOdoo({
  ...setup.odoo,
  concurrency: 2,
  log: nothing,
  logger: { info: nothing, warn: nothing },
});
const marketplace = openMarketplace(
  kind,
  { id: setup.connection, settings: setup.settings, secrets: setup.secrets },
  {
    quota: { take: () => Promise.resolve(), block: () => Promise.resolve() },
    log: nothing,
    userAgent: 'Conveyor bench',
  },
);
const orders = new Map<string, MarketplaceOrder>();
const activities = createBareActivities({ connection: setup.connection, odoo, marketplace, orders });

const { temporalAddress: address, namespace } = setup;
const client = new Client({ connection: await Connection.connect({ address }), namespace });
const connection = await NativeConnection.connect({ address });
const shared = { connection, namespace, maxConcurrentActivityTaskExecutions: 100 };
const workers = [
  await Worker.create({
    ...shared,
    taskQueue: bareQueues.workflows,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('bare-order.ts', import.meta.url)),
      logger,
    }),
    maxCachedWorkflows: 2_000,
  }),
  await Worker.create({ ...shared, taskQueue: bareQueues.odoo, activities }),
  await Worker.create({ ...shared, taskQueue: bareQueues.vendor, activities, maxConcurrentActivityTaskPolls: 2 }),
];

const pull = async (): Promise<void> => {
  const calls = new PQueue({ concurrency: callsAtOnce });
  for (let page = 1, isLast = false; !isLast; page += 1) {
    const pulled = await marketplace.pullOrders(page);
    isLast = pulled.last;
    for (const entry of pulled.orders) {
      if (!('order' in entry) || orders.has(entry.externalId)) continue;
      orders.set(entry.externalId, entry.order);
      void calls.add(() => start(entry.externalId)).catch(fail);
    }
  }
  await calls.onIdle();
  say({ said: 'pulled' });
};

const start = async (externalId: string): Promise<void> => {
  await client.workflow.start(bareOrderType, {
    taskQueue: bareQueues.workflows,
    workflowId: bareWorkflowId(externalId),
    args: [{ externalId }],
    typedSearchAttributes: [
      { key: { name: 'Connection', type: 'KEYWORD' }, value: setup.connection },
      { key: { name: 'ExternalId', type: 'KEYWORD' }, value: externalId },
      { key: { name: 'Stage', type: 'KEYWORD' }, value: 'received' },
    ],
  });
};

const obey = (request: BareRequest): Promise<void> => {
  switch (request.ask) {
    case 'pull':
      return pull();
    case 'signal':
      return client.workflow.getHandle(bareWorkflowId(request.externalId)).signal(bareSignal);
  }
};

const fail = (error: unknown): void => say({ said: 'failed', words: words(error) });

process.on('message', (message) => {
  obey(bareRequest.parse(message)).catch(fail);
});
// Also when the benchmark ended without a word.
process.once('disconnect', () => {
  for (const worker of workers) worker.shutdown();
});
const running = Promise.all(workers.map((worker) => worker.run()));
say({ said: 'ready' });
await running;
await odoo.close();
await connection.close();
await client.connection.close();
