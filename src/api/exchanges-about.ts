import type { Db } from '../store/database.ts';
import { listExchanges } from '../store/exchange-list.ts';
import type { ExchangeRow } from '../store/exchange-list.ts';

const shown = 25;

/**
 * The newest calls about one thing. Rounds ask after it each hour for as long as it is open: the calls its own run made are not to be lost among theirs.
 *
 * @param about.ids what it is called on either side
 */
export const exchangesAbout = async (
  db: Db,
  {
    connection,
    workflowId,
    ids,
  }: { readonly connection: string; readonly workflowId: string; readonly ids: readonly string[] },
): Promise<ExchangeRow[]> => {
  const found = await Promise.all([
    listExchanges(db, { connection, q: workflowId, limit: shown }),
    listExchanges(db, { connection, ids, limit: shown }),
  ]);
  const byId = new Map(found.flat().map((exchange) => [exchange.id, exchange]));
  return [...byId.values()].toSorted((one, other) => other.at.getTime() - one.at.getTime() || other.id - one.id);
};
