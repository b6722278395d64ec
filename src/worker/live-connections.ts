import type { Kysely } from 'kysely';
import type { MarketplaceConnection } from '../activities/dependencies.ts';
import type { ExchangeLog } from '../connectors/http.ts';
import { findConnectionKind } from '../connectors/kinds.ts';
import { currentAbortSignal } from '../connectors/odoo/abort.ts';
import { openMarketplace } from '../connectors/open-marketplace.ts';
import { Failure } from '../domain/failure.ts';
import { getOpenConnection } from '../store/connections.ts';
import { createVendorQuota } from '../store/quotas.ts';
import type { Database } from '../store/schema.ts';
import type { SecretBox } from '../store/secret-box.ts';

/** A notice of a change drops what is kept at once; this is for notices that get lost. */
const keptMs = 3_000;

export interface LiveConnections {
  /** The connection as it is now, ready to be called. @throws Failure `NotFound`, `InvalidInput` */
  readonly get: (id: string) => Promise<MarketplaceConnection>;
  /** Something changed: the next look reads it again. */
  readonly forget: () => void;
}

/** Connections opened for activities: built once per version, however many activities use them. */
export const createLiveConnections = (deps: {
  db: Kysely<Database>;
  box: SecretBox;
  log: ExchangeLog;
  userAgent: string;
}): LiveConnections => {
  const kept = new Map<string, { until: number; connection: Promise<MarketplaceConnection> }>();

  const open = async (id: string): Promise<MarketplaceConnection> => {
    const stored = await getOpenConnection(deps.db, deps.box, id);
    const kind = stored === undefined ? undefined : findConnectionKind(stored.kind);
    if (stored === undefined || kind === undefined) {
      throw new Failure('NotFound', `There is no connection "${id}". Make it, or give the id of one that exists.`);
    }
    const quota = createVendorQuota(deps.db, id, { requestsPerSecond: kind.endpoint(stored).requestsPerSecond });
    return {
      id,
      name: stored.name,
      version: stored.version,
      settings: kind.marketplaceSettings(stored.settings),
      marketplace: openMarketplace(kind, stored, {
        quota,
        log: deps.log,
        userAgent: deps.userAgent,
        signal: currentAbortSignal,
      }),
    };
  };

  return {
    get: (id) => {
      const known = kept.get(id);
      if (known !== undefined && known.until > Date.now()) return known.connection;
      const opening = { until: Date.now() + keptMs, connection: open(id) };
      kept.set(id, opening);
      opening.connection.catch(() => {
        if (kept.get(id) === opening) kept.delete(id);
      });
      return opening.connection;
    },
    forget: () => kept.clear(),
  };
};
