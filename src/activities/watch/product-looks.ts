import { isFailure, isRetriedType } from '../../domain/failure.ts';
import type { ProductChanges } from '../../connectors/odoo/client.ts';
import { openAttention, raiseAttention, resolveAttention } from '../../store/attention.ts';
import { purgeSeen } from '../../store/offers/seen.ts';
import type { ProductLook } from '../../store/offers/seen.ts';
import { unknownRules } from '../../store/offers/pricelist-rules.ts';
import { listListedProducts, listWatchedConnections, noteWatched } from '../../store/offers/watched.ts';
import type { WatchedConnection } from '../../store/offers/watched.ts';
import { odooConnection } from '../connection-health.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** A change becomes visible when its transaction commits, under the time it began: look back this far each time … */
const overlapMs = 15_000;
/** … but not over and over again at a change of thousands, for as long as that would be seen again. */
const shortOverlapMs = 2_000;
const manyRecords = 1_000;
/** What is gone leaves no trace that a look could see: it is missed in the lists, now and then. */
const compareEveryMs = 60_000;
const refusedForMs = 60_000;

export interface ProductLooks {
  /** What changed of products since; null when no connection's offers are enabled, or what they hang on may not be read. @throws Failure */
  look(cursor: Date, longOverlapMs: number | null): Promise<ProductLook | null>;
}

/** What the watch sees of price and stock. Whether anybody wants to know is one small query a look. */
export const createProductLooks = (deps: ActivityDependencies): ProductLooks => {
  let shortUntil = 0;
  let lastCompared = 0;
  let lastTidied = 0;
  /** Odoo does not let this be read: not asked for again until then. */
  let refusedUntil = 0;
  /** An attempt before this one may have said so. */
  let isSaidRefused = true;
  /** Compared beside the looks: asking for ten thousand products takes longer than a look may. */
  let gone: Promise<readonly number[]> | null = null;
  let goneFound: readonly number[] | undefined;

  const sinceOf = (cursor: Date, longOverlapMs: number | null): Date =>
    new Date(cursor.getTime() - (longOverlapMs ?? (Date.now() < shortUntil ? shortOverlapMs : overlapMs)));

  const read = async (
    connections: readonly WatchedConnection[],
    since: Date,
  ): Promise<{ changes: ProductChanges; pricelists: readonly number[] }> => {
    const pricelists = [...new Set(connections.flatMap(({ pricelist }) => pricelist ?? []))];
    const moves = connections.some(({ countsMoves }) => countsMoves);
    const changes = await (await deps.odoo()).readProductChanges(since, { moves, pricelists });
    return { changes, pricelists };
  };

  const compareRules = async (pricelists: readonly number[]): Promise<NonNullable<ProductLook['allRules']>> => {
    const odoo = await deps.odoo();
    const ids = await odoo.readPricelistRuleIds(pricelists);
    const missing = await unknownRules(deps.db, ids);
    return { ids, unknown: missing.length === 0 ? [] : await odoo.readPricelistRules(missing) };
  };

  const startComparingProducts = (): void => {
    gone ??= findGone(deps).finally(() => {
      gone = null;
    });
    // A failure is one of Odoo as a whole, which the next look meets too.
    gone.then(
      (found) => {
        goneFound = found;
      },
      () => undefined,
    );
  };

  const look = async (
    connections: readonly WatchedConnection[],
    cursor: Date,
    longOverlapMs: number | null,
  ): Promise<ProductLook> => {
    const isTimeToCompare = Date.now() - lastCompared >= compareEveryMs;
    const { changes, pricelists } = await read(connections, sinceOf(cursor, longOverlapMs));
    // After the changes: a rule that was made in between is in both or in neither.
    const allRules = isTimeToCompare ? await compareRules(pricelists) : undefined;
    if (isTimeToCompare) {
      lastCompared = Date.now();
      startComparingProducts();
    }
    const goneProducts = goneFound;
    goneFound = undefined;
    if (longOverlapMs === null && changes.records.length > manyRecords) shortUntil = Date.now() + overlapMs;
    return {
      connections,
      records: changes.records,
      rules: changes.rules,
      at: changes.serverTime,
      ...(allRules === undefined ? {} : { allRules }),
      ...(goneProducts === undefined ? {} : { goneProducts }),
    };
  };

  return {
    look: async (cursor, longOverlapMs) => {
      const connections = await listWatchedConnections(deps.db);
      if (Date.now() - lastTidied >= compareEveryMs) {
        await tidy(deps, connections);
        lastTidied = Date.now();
      }
      if (connections.length === 0 || Date.now() < refusedUntil) return null;
      const isFirst = connections.some(({ isWatched }) => !isWatched);
      try {
        const seen = await look(connections, cursor, isFirst || refusedUntil > 0 ? firstOverlapMs : longOverlapMs);
        if (isSaidRefused) await noteReadable(deps);
        isSaidRefused = false;
        refusedUntil = 0;
        return seen;
      } catch (error) {
        if (!isFailure(error) || isRetriedType(error.type)) throw error;
        // The orders are watched all the same.
        await noteRefused(deps, error.message);
        isSaidRefused = true;
        refusedUntil = Date.now() + refusedForMs;
        return null;
      }
    },
  };
};

/** As far as any later look reaches back: what it sees then was seen before. */
const firstOverlapMs = 5 * 60_000;

const tidy = async (deps: ActivityDependencies, connections: readonly WatchedConnection[]): Promise<void> => {
  await purgeSeen(deps.db);
  await noteWatched(
    deps.db,
    connections.filter(({ isWatched }) => isWatched).map(({ id }) => id),
  );
};

const findGone = async ({ db, odoo }: ActivityDependencies): Promise<readonly number[]> => {
  const listed = await listListedProducts(db);
  if (listed.length === 0) return [];
  const existing = await (await odoo()).existingProducts(listed);
  return listed.filter((id) => !existing.has(id));
};

const odooTarget = { connection: odooConnection.id, type: 'connection' as const, id: odooConnection.id };

/** `attention.step` of what keeps products from being watched. */
const step = 'products';

const noteRefused = async ({ db }: ActivityDependencies, words: string): Promise<void> => {
  await raiseAttention(db, odooTarget, {
    kind: 'rejected',
    step,
    reason: `Changes of prices and stock cannot be read, so nothing of them reaches the marketplaces: ${words}`,
    actions: [],
  });
};

const noteReadable = async ({ db }: ActivityDependencies): Promise<void> => {
  const open = (await openAttention(db, odooTarget)).filter((attention) => attention.step === step);
  if (open.length === 0) return;
  const words = 'Changes of prices and stock can be read again';
  await resolveAttention(db, odooTarget, words, { ids: open.map(({ id }) => id) });
};
