import { condition, defineSignal, proxyActivities, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { BareActivities } from './bare-activities.ts';
import { bareQueues, bareSignal } from './bare-names.ts';
import type { BareOrderInput } from './bare-names.ts';

const stage = { name: 'Stage', type: 'KEYWORD' } as const;
const odooRef = { name: 'OdooRef', type: 'KEYWORD' } as const;

/**
 * The least a workflow can be that makes the same calls as the product does for an order the supplier delivers: the same events in the same
 * order, no database, no rules, nothing that could go wrong thought of.
 */
export async function bareOrder({ externalId }: BareOrderInput): Promise<void> {
  const timeouts = { startToCloseTimeout: '1 minute' } as const;
  const inOdoo = proxyActivities<BareActivities>({ ...timeouts, taskQueue: bareQueues.odoo });
  const atVendor = proxyActivities<BareActivities>({ ...timeouts, taskQueue: bareQueues.vendor });
  let changes = 0;
  setHandler(defineSignal(bareSignal), () => {
    changes += 1;
  });
  const show = (value: string): void => upsertSearchAttributes([{ key: stage, value }]);

  const { id, name } = await inOdoo.importBare({ externalId });
  upsertSearchAttributes([
    { key: stage, value: 'imported' },
    { key: odooRef, value: name },
  ]);
  await atVendor.acknowledgeBare({ externalId });
  show('acknowledged');
  await condition(() => changes >= 1);
  await inOdoo.readBare({ id });
  show('confirmed');
  await atVendor.pushBare({ externalId, statuses: ['approved'] });
  await condition(() => changes >= 2);
  await inOdoo.readBare({ id });
  show('shipped');
  await atVendor.pushBare({ externalId, statuses: ['assigned_to_salesman', 'delivered'] });
  show('delivered');
}
