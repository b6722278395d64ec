import type { z } from 'zod';
import type { MarketplaceSettings } from '../config/connections/marketplace.ts';
import { problemsOf } from '../config/connections/problems.ts';
import type { FieldProblem } from '../config/connections/problems.ts';
import { Failure } from '../domain/failure.ts';
import type { Endpoint } from './endpoint.ts';
import type { Transport } from './http.ts';
import type { Marketplace, MarketplaceKind, WebhookReader } from './marketplaces/port.ts';

/** A marketplace that also says where it is reached. Every kind of marketplace has the common settings. */
export interface MarketplaceKindWithEndpoint<Settings extends MarketplaceSettings, Secrets> extends MarketplaceKind<
  Settings,
  Secrets
> {
  endpoint(connection: { settings: Settings; secrets: Secrets }): Endpoint;
}

/** A connection as it is stored: its settings and secrets are read by its kind at each use. */
export interface StoredConnection {
  readonly id: string;
  readonly settings: unknown;
  readonly secrets: unknown;
}

/** One kind of connection, whatever its types inside. What throws here throws Failure `InvalidInput` naming each wrong field. */
export interface ConnectionKind {
  readonly kind: string;
  readonly title: string;
  readonly category: 'marketplace';
  readonly settings: z.ZodType;
  readonly secrets: z.ZodType;
  /** The settings all marketplaces share, with their defaults filled in. */
  marketplaceSettings(settings: unknown): MarketplaceSettings;
  endpoint(connection: StoredConnection): Endpoint;
  create(connection: StoredConnection, transport: Transport): Marketplace;
  webhook(connection: StoredConnection): WebhookReader;
}

/** Settings or secrets as their kind reads them, or each wrong field by its path. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly FieldProblem[] };

export const readBy = <T>(schema: z.ZodType<T>, input: unknown, root: 'settings' | 'secrets'): Reading<T> => {
  const parsed = schema.safeParse(input);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, errors: problemsOf(parsed.error, root) };
};

const readOrFail = <T>(id: string, schema: z.ZodType<T>, input: unknown, root: 'settings' | 'secrets'): T => {
  const reading = readBy(schema, input, root);
  if (reading.ok) return reading.value;
  const words = reading.errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  const [first] = reading.errors;
  throw new Failure('InvalidInput', `Connection ${id}: ${words}. Correct the connection.`, {
    path: first?.path ?? root,
  });
};

/** Makes a kind of marketplace one of the kinds of connections. */
export const marketplaceConnection = <Settings extends MarketplaceSettings, Secrets>(
  marketplace: MarketplaceKindWithEndpoint<Settings, Secrets>,
): ConnectionKind => {
  const read = ({ id, settings, secrets }: StoredConnection) => ({
    id,
    settings: readOrFail(id, marketplace.settings, settings, 'settings'),
    secrets: readOrFail(id, marketplace.secrets, secrets, 'secrets'),
  });
  return {
    kind: marketplace.kind,
    title: marketplace.title,
    category: 'marketplace',
    settings: marketplace.settings,
    secrets: marketplace.secrets,
    marketplaceSettings: (settings) => readOrFail(marketplace.kind, marketplace.settings, settings, 'settings'),
    endpoint: (connection) => marketplace.endpoint(read(connection)),
    create: (connection, transport) => marketplace.create(read(connection), transport),
    webhook: (connection) => marketplace.webhook(read(connection)),
  };
};
