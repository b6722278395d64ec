import type { Kysely } from 'kysely';
import { markListingsDirty } from '../../store/offers/notice.ts';
import { listRepairable } from '../../store/reconciliations.ts';
import type { Database } from '../../store/schema.ts';

const batch = 500;

/** Has everything that differs, and that pushing may help, pushed whatever was pushed before. Safe to repeat. @returns how many listings */
export const repairOffers = async (
  db: Kysely<Database>,
  connection: string,
  reconciliation: string,
): Promise<number> => {
  let repaired = 0;
  for (let after = ''; ;) {
    const ids = await listRepairable(db, reconciliation, { after, limit: batch });
    const last = ids.at(-1);
    if (last === undefined) return repaired;
    repaired += await db
      .transaction()
      .execute((trx) =>
        markListingsDirty(trx, connection, ids, { bulk: true, reason: 'differed when compared', forgetPushed: true }),
      );
    after = last;
  }
};
