import type { Kysely } from 'kysely';
import type {
  DeliveryConnection,
  FollowedConnection,
  FulfilmentConnection,
  MarketplaceConnection,
  PosConnection,
} from '../activities/dependencies.ts';
import type { ExchangeLog } from '../connectors/http.ts';
import { connectionKinds, findConnectionKind } from '../connectors/kinds.ts';
import { currentAbortSignal } from '../connectors/odoo/abort.ts';
import { openCourier, openMarketplace, openPosSource, openPrepCentre } from '../connectors/open-connection.ts';
import { categoryWords } from '../domain/connection-category.ts';
import type { ConnectionCategory } from '../domain/connection-category.ts';
import { Failure, isFailure } from '../domain/failure.ts';
import { getOpenConnection, listEnabledIds } from '../store/connections.ts';
import { createVendorQuota } from '../store/quotas.ts';
import type { Database } from '../store/schema.ts';
import { SecretsDoNotOpen } from '../store/secret-box.ts';
import type { SecretBox } from '../store/secret-box.ts';

/** A notice of a change drops what is kept at once; this is for notices that get lost. */
const keptMs = 3_000;

/** Connections as they are now, ready to be called. Each throws Failure `NotFound`, or `InvalidInput` for one of another category. */
export interface LiveConnections {
  readonly marketplace: (id: string) => Promise<MarketplaceConnection>;
  readonly pos: (id: string) => Promise<PosConnection>;
  readonly fulfilment: (id: string) => Promise<FulfilmentConnection>;
  /** All prep centres that are enabled; one that cannot be opened is left out: its own calls say why. */
  readonly fulfilments: () => Promise<readonly FulfilmentConnection[]>;
  readonly delivery: (id: string) => Promise<DeliveryConnection>;
  /** One whose open shipments are asked after. */
  readonly followed: (id: string) => Promise<FollowedConnection>;
  /** Something changed: the next look reads it again. */
  readonly forget: () => void;
}

type OpenedConnection =
  | { readonly category: 'marketplace'; readonly connection: MarketplaceConnection }
  | { readonly category: 'pos'; readonly connection: PosConnection }
  | FollowedConnection;

/** Connections opened for activities: built once per version, however many activities use them. */
export const createLiveConnections = (deps: {
  db: Kysely<Database>;
  box: SecretBox;
  log: ExchangeLog;
  userAgent: string;
}): LiveConnections => {
  const kept = new Map<string, { until: number; opened: Promise<OpenedConnection> }>();

  const open = async (id: string): Promise<OpenedConnection> => {
    const stored = await getOpenConnection(deps.db, deps.box, id);
    const kind = stored === undefined ? undefined : findConnectionKind(stored.kind);
    if (stored === undefined || kind === undefined) {
      throw new Failure('NotFound', `There is no connection "${id}". Make it, or give the id of one that exists.`);
    }
    const { name, version, createdAt } = stored;
    const surroundings = (requestsPerSecond: number) => ({
      quota: createVendorQuota(deps.db, id, { requestsPerSecond }),
      log: deps.log,
      userAgent: deps.userAgent,
      signal: currentAbortSignal,
    });
    switch (kind.category) {
      case 'marketplace': {
        const settings = kind.marketplaceSettings(stored.settings);
        const marketplace = openMarketplace(kind, stored, surroundings(settings.requestsPerSecond));
        return { category: kind.category, connection: { id, name, version, settings, marketplace } };
      }
      case 'pos': {
        const settings = kind.posSettings(stored.settings);
        const source = openPosSource(kind, stored, surroundings(settings.requestsPerSecond));
        return { category: kind.category, connection: { id, name, version, settings, source } };
      }
      case 'fulfilment': {
        const settings = kind.fulfilmentSettings(stored.settings);
        const centre = openPrepCentre(kind, stored, surroundings(settings.requestsPerSecond));
        return { category: kind.category, connection: { id, name, version, createdAt, settings, centre } };
      }
      case 'delivery': {
        const settings = kind.courierSettings(stored.settings);
        const courier = openCourier(kind, stored, surroundings(settings.requestsPerSecond));
        return { category: kind.category, connection: { id, name, version, settings, courier } };
      }
    }
  };

  const get = (id: string): Promise<OpenedConnection> => {
    const known = kept.get(id);
    if (known !== undefined && known.until > Date.now()) return known.opened;
    const opening = { until: Date.now() + keptMs, opened: open(id) };
    kept.set(id, opening);
    opening.opened.catch(() => {
      if (kept.get(id) === opening) kept.delete(id);
    });
    return opening.opened;
  };

  const fulfilment = async (id: string): Promise<FulfilmentConnection> => {
    const opened = await get(id);
    if (opened.category !== 'fulfilment') throw notOf('fulfilment', id, opened.category);
    return opened.connection;
  };

  let enabled: { until: number; ids: Promise<readonly string[]> } | null = null;
  const enabledPrepCentres = (): Promise<readonly string[]> => {
    if (enabled !== null && enabled.until > Date.now()) return enabled.ids;
    const listing = { until: Date.now() + keptMs, ids: listEnabledIds(deps.db, prepCentreKinds) };
    enabled = listing;
    listing.ids.catch(() => {
      if (enabled === listing) enabled = null;
    });
    return listing.ids;
  };

  return {
    marketplace: async (id) => {
      const opened = await get(id);
      if (opened.category !== 'marketplace') throw notOf('marketplace', id, opened.category);
      return opened.connection;
    },
    pos: async (id) => {
      const opened = await get(id);
      if (opened.category !== 'pos') throw notOf('pos', id, opened.category);
      return opened.connection;
    },
    fulfilment,
    fulfilments: async () => {
      const opened = (await enabledPrepCentres()).map((id) => orUndefined(fulfilment(id)));
      return (await Promise.all(opened)).filter((connection) => connection !== undefined);
    },
    delivery: async (id) => {
      const opened = await get(id);
      if (opened.category !== 'delivery') throw notOf('delivery', id, opened.category);
      return opened.connection;
    },
    followed: async (id) => {
      const opened = await get(id);
      if (opened.category === 'fulfilment' || opened.category === 'delivery') return opened;
      throw notOf('fulfilment', id, opened.category);
    },
    forget: () => {
      kept.clear();
      enabled = null;
    },
  };
};

const prepCentreKinds = Object.values(connectionKinds)
  .filter(({ category }) => category === 'fulfilment')
  .map(({ kind }) => kind);

const orUndefined = async <T>(opening: Promise<T>): Promise<T | undefined> => {
  try {
    return await opening;
  } catch (error) {
    if (isFailure(error) || error instanceof SecretsDoNotOpen) return undefined;
    throw error;
  }
};

const notOf = (wanted: ConnectionCategory, id: string, found: ConnectionCategory): Failure =>
  new Failure('InvalidInput', `Connection "${id}" is ${categoryWords(found)} and not ${categoryWords(wanted)}.`);
