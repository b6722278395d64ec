import type { Db } from './database.ts';

/** Ages of all changes pushed since ever, by connection. */
export interface OfferAges {
  readonly connection: string;
  /** Changes by the bound their age stayed below or met; not cumulative, and bounds without any are left out. */
  readonly byBound: readonly { readonly upToMs: number; readonly pushes: number }[];
  readonly pushes: number;
  readonly sumMs: number;
}

export const readOfferAges = async (db: Db): Promise<OfferAges[]> => {
  const rows = await db.selectFrom('offer_ages').selectAll().orderBy('connection').orderBy('up_to_ms').execute();
  const connections = [...new Set(rows.map(({ connection }) => connection))];
  return connections.map((connection) => {
    const own = rows.filter((row) => row.connection === connection);
    return {
      connection,
      byBound: own.map(({ up_to_ms: upToMs, pushes }) => ({ upToMs, pushes })),
      pushes: own.reduce((sum, { pushes }) => sum + pushes, 0),
      sumMs: own.reduce((sum, { sum_ms: sumMs }) => sum + sumMs, 0),
    };
  });
};

/** How often a marketplace refused an offer, since ever. */
export const countOfferRefusals = (db: Db): Promise<{ connection: string; refused: number }[]> =>
  db.selectFrom('offer_refusals').select(['connection', 'refused']).orderBy('connection').execute();

/** Changes that wait to be pushed. */
export const countPendingOffers = (db: Db): Promise<{ connection: string; pending: number }[]> =>
  db
    .selectFrom('dirty_offers')
    .select(({ fn }) => ['connection', fn.countAll<number>().as('pending')])
    .groupBy('connection')
    .execute();
