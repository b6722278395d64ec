import type { Kysely } from 'kysely';
import { createRedact } from '../connectors/redact.ts';
import type { Redact } from '../connectors/redact.ts';
import type { WebhookReader } from '../connectors/marketplaces/port.ts';
import type { PosPush } from '../connectors/pos/port.ts';
import { listOpenConnections } from '../store/connections.ts';
import type { OpenConnection } from '../store/connections.ts';
import type { WebhookRates } from './webhooks/webhook-limits.ts';
import type { Database } from '../store/schema.ts';
import type { SecretBox } from '../store/secret-box.ts';

/** What comes in for a connection: notices of a marketplace, or orders of a point of sale. */
export type WebhookEntrance =
  | { readonly category: 'marketplace'; readonly reader: WebhookReader; readonly webhookRates: WebhookRates }
  | { readonly category: 'pos'; readonly push: PosPush; readonly webhookRates: WebhookRates };

/** A connection as the webhooks need it: ready to check and to read. */
export type DirectoryEntry = WebhookEntrance & { readonly connection: OpenConnection; readonly redact: Redact };

export type MarketplaceEntry = Extract<DirectoryEntry, { readonly category: 'marketplace' }>;

export type PosEntry = Extract<DirectoryEntry, { readonly category: 'pos' }>;

/** All living connections that webhooks come in for, in memory: a webhook costs no look at the connections table. */
export interface ConnectionDirectory {
  find(id: string): Promise<DirectoryEntry | undefined>;
  /** Those of a kind of marketplace. */
  ofKind(kind: string): Promise<readonly MarketplaceEntry[]>;
  /** Something changed: the next look reads them again. */
  forget(): void;
}

export interface ConnectionDirectoryOptions {
  /** @returns undefined where nothing comes in that way. @throws when the stored settings do not suit the kind; such a connection takes no webhooks */
  readonly openWebhook: (connection: OpenConnection) => WebhookEntrance | undefined;
  /** Told of connections that cannot be used, and why. */
  readonly onProblem: (error: unknown, connection: string | null) => void;
  /** How long what was read is good without a notice of a change. Default 3000. */
  readonly keptMs?: number;
}

const isMarketplace = (entry: DirectoryEntry): entry is MarketplaceEntry => entry.category === 'marketplace';

export const createConnectionDirectory = (
  db: Kysely<Database>,
  box: SecretBox,
  { openWebhook, onProblem, keptMs = 3_000 }: ConnectionDirectoryOptions,
): ConnectionDirectory => {
  let kept: { readonly entries: Promise<ReadonlyMap<string, DirectoryEntry>>; readonly until: number } | undefined;

  const read = async (): Promise<ReadonlyMap<string, DirectoryEntry>> => {
    const connections = await listOpenConnections(db, box, (error) => onProblem(error, null));
    const entries = connections.flatMap((connection): DirectoryEntry[] => {
      try {
        const redact = createRedact(Object.values(connection.secrets));
        const entrance = openWebhook(connection);
        return entrance === undefined ? [] : [{ ...entrance, connection, redact }];
      } catch (error) {
        onProblem(error, connection.id);
        return [];
      }
    });
    return new Map(entries.map((entry) => [entry.connection.id, entry]));
  };

  const entries = (): Promise<ReadonlyMap<string, DirectoryEntry>> => {
    if (kept !== undefined && kept.until > Date.now()) return kept.entries;
    const reading = { entries: read(), until: Date.now() + keptMs };
    kept = reading;
    // Who asked is told; the next one asks the database again.
    reading.entries.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading.entries;
  };

  return {
    find: async (id) => (await entries()).get(id),
    ofKind: async (kind) =>
      [...(await entries()).values()].filter(isMarketplace).filter(({ connection }) => connection.kind === kind),
    forget: () => {
      kept = undefined;
    },
  };
};
