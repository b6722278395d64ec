import type { z } from 'zod';
import type { MarketplaceSettings } from '../config/connections/marketplace.ts';
import type { PosSettings } from '../config/connections/pos.ts';
import type { YsellSettings } from '../config/connections/ysell.ts';
import { problemsOf } from '../config/connections/problems.ts';
import type { FieldProblem } from '../config/connections/problems.ts';
import type { ConnectionCategory } from '../domain/connection-category.ts';
import { Failure } from '../domain/failure.ts';
import type { Endpoint } from './endpoint.ts';
import type { Transport } from './http.ts';
import type { Marketplace, MarketplaceKind, WebhookReader } from './marketplaces/port.ts';
import type { Courier, CourierKind, CourierSettings } from './delivery/port.ts';
import type { PosKind, PosPush, PosSource } from './pos/port.ts';
import type { PrepCentre, PrepCentreKind } from './ysell/port.ts';

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

/** What all kinds have, whatever they are for. What throws here throws Failure `InvalidInput` naming each wrong field. */
interface KindOf<Category extends ConnectionCategory> {
  readonly kind: string;
  readonly title: string;
  readonly category: Category;
  readonly settings: z.ZodType;
  readonly secrets: z.ZodType;
  /** What settings and secrets, each right by itself, lack together: by field, or nothing. */
  problemsTogether(connection: Omit<StoredConnection, 'id'>): readonly FieldProblem[];
}

export interface MarketplaceConnectionKind extends KindOf<'marketplace'> {
  /** The settings all marketplaces share, with their defaults filled in. */
  marketplaceSettings(settings: unknown): MarketplaceSettings;
  endpoint(connection: StoredConnection): Endpoint;
  create(connection: StoredConnection, transport: Transport): Marketplace;
  webhook(connection: StoredConnection): WebhookReader;
}

export interface PosConnectionKind extends KindOf<'pos'> {
  /** The settings, with their defaults filled in. */
  posSettings(settings: unknown): PosSettings;
  /** Null for one that is never asked: it only pushes. */
  endpoint(connection: StoredConnection): Endpoint | null;
  /** `transport`: null where there is no endpoint; such a source refuses to be fetched from. */
  create(connection: StoredConnection, transport: Transport | null): PosSource;
  push(connection: StoredConnection): PosPush;
}

export interface FulfilmentConnectionKind extends KindOf<'fulfilment'> {
  /** The settings, with their defaults filled in. */
  fulfilmentSettings(settings: unknown): YsellSettings;
  endpoint(connection: StoredConnection): Endpoint;
  create(connection: StoredConnection, transport: Transport): PrepCentre;
}

export interface DeliveryConnectionKind extends KindOf<'delivery'> {
  /** The settings all couriers share, with their defaults filled in. */
  courierSettings(settings: unknown): CourierSettings;
  endpoint(connection: StoredConnection): Endpoint;
  create(connection: StoredConnection, transport: Transport): Courier;
}

/** One kind of connection, whatever its types inside. */
export type ConnectionKind =
  MarketplaceConnectionKind | PosConnectionKind | FulfilmentConnectionKind | DeliveryConnectionKind;

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

/** Reads what is stored of a connection by the schemas of its kind. @throws Failure `InvalidInput` naming each wrong field */
const readerOf =
  <Settings, Secrets>(kind: { settings: z.ZodType<Settings>; secrets: z.ZodType<Secrets> }) =>
  ({ id, settings, secrets }: StoredConnection) => ({
    id,
    settings: readOrFail(id, kind.settings, settings, 'settings'),
    secrets: readOrFail(id, kind.secrets, secrets, 'secrets'),
  });

/** Makes a kind of marketplace one of the kinds of connections. */
export const marketplaceConnection = <Settings extends MarketplaceSettings, Secrets>(
  marketplace: MarketplaceKindWithEndpoint<Settings, Secrets>,
): MarketplaceConnectionKind => {
  const read = readerOf(marketplace);
  return {
    kind: marketplace.kind,
    title: marketplace.title,
    category: 'marketplace',
    settings: marketplace.settings,
    secrets: marketplace.secrets,
    problemsTogether: () => [],
    marketplaceSettings: (settings) => readOrFail(marketplace.kind, marketplace.settings, settings, 'settings'),
    endpoint: (connection) => marketplace.endpoint(read(connection)),
    create: (connection, transport) => marketplace.create(read(connection), transport),
    webhook: (connection) => marketplace.webhook(read(connection)),
  };
};

/** Makes a kind of point of sale one of the kinds of connections. */
export const posConnection = <Settings extends PosSettings, Secrets>(
  pos: PosKind<Settings, Secrets>,
): PosConnectionKind => {
  const read = readerOf(pos);
  return {
    kind: pos.kind,
    title: pos.title,
    category: 'pos',
    settings: pos.settings,
    secrets: pos.secrets,
    problemsTogether: ({ settings, secrets }) => pos.problemsTogether(read({ id: pos.kind, settings, secrets })),
    posSettings: (settings) => readOrFail(pos.kind, pos.settings, settings, 'settings'),
    endpoint: (connection) => pos.endpoint(read(connection)),
    create: (connection, transport) => pos.create(read(connection), transport),
    push: (connection) => pos.push(read(connection)),
  };
};

/** Makes a kind of prep centre one of the kinds of connections. */
export const fulfilmentConnection = <Settings extends YsellSettings, Secrets>(
  centre: PrepCentreKind<Settings, Secrets>,
): FulfilmentConnectionKind => {
  const read = readerOf(centre);
  return {
    kind: centre.kind,
    title: centre.title,
    category: 'fulfilment',
    settings: centre.settings,
    secrets: centre.secrets,
    problemsTogether: () => [],
    fulfilmentSettings: (settings) => readOrFail(centre.kind, centre.settings, settings, 'settings'),
    endpoint: (connection) => centre.endpoint(read(connection)),
    create: (connection, transport) => centre.create(read(connection), transport),
  };
};

/** Makes a kind of courier one of the kinds of connections. */
export const deliveryConnection = <Settings extends CourierSettings, Secrets>(
  courier: CourierKind<Settings, Secrets>,
): DeliveryConnectionKind => {
  const read = readerOf(courier);
  return {
    kind: courier.kind,
    title: courier.title,
    category: 'delivery',
    settings: courier.settings,
    secrets: courier.secrets,
    problemsTogether: () => [],
    courierSettings: (settings) => readOrFail(courier.kind, courier.settings, settings, 'settings'),
    endpoint: (connection) => courier.endpoint(read(connection)),
    create: (connection, transport) => courier.create(read(connection), transport),
  };
};
