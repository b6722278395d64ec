import { continueAsNew, proxyActivities, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { ImportPosOrdersActivities, PosFetch, PosImportResult } from '../activities/import-pos-orders.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { ImportPosOrdersInput } from '../domain/names.ts';
import type { PosRunResult } from '../domain/pos/pos-run.ts';
import { vendorCalls } from './activity-options.ts';
import { flagField, onlyFields, requireScheduledId, textField, timeField } from './input.ts';
import { stateQuery } from './messages.ts';
import { hearPokes } from './pokes.ts';

/** `imported` only over continue-as-new. */
type Input = ImportPosOrdersInput & { readonly imported?: number };

/**
 * Fetches the orders of one point of sale and brings them into Odoo. The rows in the database say what is to be done; the run has it done, some
 * minutes' worth an activity, so its history does not grow with the number of orders. The run that a push wakes fetches nothing, and waits where no
 * session is open; any other run ends with what it came to, and leaves what has to wait to such a one.
 */
export async function importPosOrders(input: Input): Promise<PosRunResult> {
  onlyFields(input, ['connection', 'since', 'pushed', 'imported']);
  const connection = textField(input, 'connection');
  const since = timeField(input, 'since');
  const isPushed = flagField(input, 'pushed');
  requireScheduledId(workflowIds.posImport(connection));
  const atVendor = { ...vendorCalls, taskQueue: taskQueues.connection(connection) };
  const { importOrders, finishPosRun } = proxyActivities<ImportPosOrdersActivities>(atVendor);
  const { fetchPosOrders } = proxyActivities<ImportPosOrdersActivities>({
    ...atVendor,
    startToCloseTimeout: '2 hours',
  });

  let stage: 'fetching' | 'importing' = 'importing';
  let imported = input.imported ?? 0;
  let last: PosImportResult | null = null;
  const pokes = hearPokes();
  setHandler(stateQuery, () => ({
    connection,
    stage: last?.waitsFor === undefined || last.waitsFor === null ? stage : 'waiting',
    attention: last?.waitsFor ?? null,
    imported,
    last,
  }));

  const importSome = async (waits: boolean): Promise<PosImportResult> => {
    stage = 'importing';
    pokes.forget();
    const result = await importOrders({ connection, waits });
    imported += result.created;
    last = result;
    setCurrentDetails(
      [`${imported} orders were paid in Odoo.`, ...(result.waitsFor === null ? [] : [result.waitsFor])].join('\n\n'),
    );
    return result;
  };

  let fetch: PosFetch | null = null;
  let outcome: PosRunResult | null = null;
  if (!isPushed) {
    stage = 'fetching';
    fetch = await fetchPosOrders({ connection, since });
  }
  for (;;) {
    const { isMore, taken, waitsFor } = await importSome(isPushed);
    if (isPushed && workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof importPosOrders>({ connection, pushed: true, imported });
    }
    if (isMore || pokes.isAsked(taken)) continue;
    if (fetch !== null && outcome === null) {
      outcome = await finishPosRun({ connection, fetch, waitsFor });
      if (pokes.isAsked(taken)) continue;
    }
    return (
      outcome ?? { status: 'success', message: `${imported} orders were paid in Odoo`, counts: { created: imported } }
    );
  }
}
