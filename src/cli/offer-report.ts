import type { Reconciliation } from './answers.ts';
import { reconciliation } from './answers.ts';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { Refusal } from './refusal.ts';
import { counted, moment } from './words.ts';

/** The summary of a report: of this id, else of the newest. @throws Refusal when there is none */
export const latestReport = async (
  client: ApiClient,
  connection: string,
  id: string | undefined,
): Promise<Reconciliation> => {
  const path = apiPath('offers', connection, 'reconciliations');
  if (id !== undefined) return client.get(reconciliation, `${path}/${encodeURIComponent(id)}`, { limit: 1 });
  const { items } = await client.list(reconciliation, path, {}, 1);
  const [latest] = items;
  if (latest !== undefined) return latest;
  throw new Refusal(
    `Nothing of ${connection} was compared yet: \`sync ${connection} reconcile --dry-run\` does it now.`,
  );
};

/** What a report says in a few lines, and where all of it is. */
export const reportInWords = (report: Reconciliation): string => {
  const { connection, id, compared, differing, error } = report;
  return [
    `${counted(compared, 'listing')} compared with ${theOtherSide(report)}, ${differing} differing${whatWasDone(report)}`,
    `report ${id} of ${moment(report.startedAt)}${report.finishedAt == null ? ', not finished' : ''}`,
    ...(error == null ? [] : [`it ended early: ${error}`]),
    ...(differing === 0 ? [] : [`all of it: offers report ${connection} ${id} [--csv]`]),
  ].join('\n');
};

const theOtherSide = ({ comparedWith }: Reconciliation): string =>
  comparedWith === 'marketplace' ? "the marketplace's own list" : 'what was pushed last';

const whatWasDone = ({ differing, repaired, dryRun }: Reconciliation): string => {
  if (differing === 0) return '';
  if (repaired) return ', pushed again';
  return dryRun ? ' (dry run: nothing was pushed)' : ' (only reported)';
};
