import { mirrorNowStart } from '../../src/domain/run-starts.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import { readMirrorModel } from '../../src/store/mirror/scan.ts';
import { mirrorNow } from '../support/mirror-in-odoo.ts';
import type { Service } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

/** Lives of the runs of the mirror; each gives the id of the run whose history shows it. */
export const mirrorLives: Readonly<Record<string, (service: Service) => Promise<string>>> = {
  'mirror-full': async (service) => {
    await mirrorNow(service, { full: true });
    return workflowIds.now(workflowIds.mirrorOdoo);
  },

  'mirror-stopped': async (service) => {
    service.sandbox.faults.add({
      system: 'odoo',
      rpc: { model: 'stock.quant', method: 'search_read' },
      effect: { type: 'late-answer', ms: 3_000 },
    });
    const start = mirrorNowStart({ models: ['lots', 'quants'], full: true });
    const run = await service.client.workflow.start(workflowTypes.mirrorOdoo, start);
    await waitFor(
      'the work on quants',
      () => readMirrorModel(service.store.db, 'quants'),
      ({ active_until: activeUntil }) => activeUntil !== null,
    );
    await run.cancel();
    await run.result().catch(() => undefined);
    return run.workflowId;
  },
};
