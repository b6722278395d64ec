import { isDeepStrictEqual } from 'node:util';
import { offerSettings } from '../../config/connections/marketplace.ts';
import type { OfferSettings } from '../../config/connections/marketplace.ts';
import type { Db } from '../database.ts';
import { markListingsDirty, markPushedDirty } from './notice.ts';

type Settings = Readonly<Record<string, unknown>>;

/** What the value of an offer hangs on. */
const valued = ['price', 'stock', 'warehouses', 'buffer', 'minStock', 'allowZeroPrice'] as const;

/**
 * Makes dirty what was pushed before when the settings it was made by have changed; where the connection repairs what differs, everything.
 * For use in the transaction that stores them. Enabling offers makes nothing dirty.
 */
export const markByChangedSettings = async (
  db: Db,
  connection: string,
  before: Settings,
  after: Settings,
): Promise<void> => {
  const was = offersOf(before);
  const is = offersOf(after);
  if (was?.enabled !== true || is?.enabled !== true) return;
  const changed = valued.filter((name) => !isDeepStrictEqual(was[name], is[name]));
  if (changed.length === 0) return;
  await markPushedDirty(db, connection, {
    all: is.reconcile === 'repair',
    reason: `other settings: ${changed.join(', ')}`,
  });
  if (changed.includes('allowZeroPrice')) await markWithheldDirty(db, connection);
};

/** What was withheld for its price was never pushed, and may be now. */
const markWithheldDirty = async (db: Db, connection: string): Promise<void> => {
  const rows = await db
    .selectFrom('attention')
    .select('target_id')
    .where('connection', '=', connection)
    .where('target_type', '=', 'listing')
    .where('kind', '=', 'price-not-positive')
    .where('resolved_at', 'is', null)
    .execute();
  const ids = rows.map((row) => row.target_id);
  await markListingsDirty(db, connection, ids, { bulk: true, reason: 'other settings: allowZeroPrice' });
};

/** null: the connection has no offers, or settings nobody can read. */
const offersOf = ({ offers }: Settings): OfferSettings | null => {
  const parsed = offerSettings.safeParse(offers ?? {});
  return parsed.success ? parsed.data : null;
};
