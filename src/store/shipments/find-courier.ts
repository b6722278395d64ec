import type { Db } from '../database.ts';

/** Which connection is meant by a connection's id, or by a kind of which only one is enabled. */
export type FoundCourier =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  | { readonly kind: 'several'; readonly ids: readonly string[] };

/** @param courierKinds the kinds of connections that are couriers */
export const findCourier = async (db: Db, provider: string, courierKinds: readonly string[]): Promise<FoundCourier> => {
  const rows = await db
    .selectFrom('connections')
    .select(['id', 'kind', 'enabled'])
    .where('kind', 'in', [...courierKinds])
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  const named = rows.find(({ id }) => id === provider);
  if (named !== undefined) return { kind: 'found', id: named.id };
  const [only, ...others] = rows.filter(({ kind, enabled }) => kind === provider && enabled);
  if (only === undefined) return { kind: 'unknown', known: rows.map(({ id }) => id) };
  return others.length === 0
    ? { kind: 'found', id: only.id }
    : { kind: 'several', ids: [only, ...others].map(({ id }) => id) };
};
