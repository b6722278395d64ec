import { z } from 'zod';
import type { FieldProblem } from '../config/connections/problems.ts';
import {
  deliveryConnection,
  fulfilmentConnection,
  marketplaceConnection,
  posConnection,
  readBy,
} from './connection-kind.ts';
import type { ConnectionKind, Reading } from './connection-kind.ts';
import { opal } from './delivery/opal/opal.ts';
import { cartona } from './marketplaces/cartona/cartona.ts';
import { pos } from './pos/pos.ts';
import { ysell } from './ysell/ysell.ts';

export type { ConnectionKind } from './connection-kind.ts';

/** Every kind of connection there is, by its name. A new one is its folder and one line here. */
export const connectionKinds: Readonly<Record<string, ConnectionKind>> = {
  cartona: marketplaceConnection(cartona),
  pos: posConnection(pos),
  ysell: fulfilmentConnection(ysell),
  opal: deliveryConnection(opal),
};

export const findConnectionKind = (kind: string): ConnectionKind | undefined =>
  Object.hasOwn(connectionKinds, kind) ? connectionKinds[kind] : undefined;

const unknownKind = (kind: string): Reading<never> => ({
  ok: false,
  errors: [{ path: 'kind', message: `"${kind}" is not one of ${Object.keys(connectionKinds).join(', ')}` }],
});

/** Settings with their defaults filled in, or each wrong field by name (`settings.pageSize`). */
export const parseConnectionSettings = (kind: string, settings: unknown): Reading<unknown> => {
  const found = findConnectionKind(kind);
  return found === undefined ? unknownKind(kind) : readBy(found.settings, settings, 'settings');
};

/** Secrets, or each wrong field by name (`secrets.token`); messages never hold their values. */
export const parseConnectionSecrets = (kind: string, secrets: unknown): Reading<unknown> => {
  const found = findConnectionKind(kind);
  return found === undefined ? unknownKind(kind) : readBy(found.secrets, secrets, 'secrets');
};

/** What settings and secrets, each found right by itself, lack together (`secrets.pushKey`); nothing for a kind that is not known. */
export const problemsTogether = (
  kind: string,
  connection: { readonly settings: unknown; readonly secrets: unknown },
): readonly FieldProblem[] => findConnectionKind(kind)?.problemsTogether(connection) ?? [];

export interface ConnectionKindSchema {
  readonly kind: string;
  readonly title: string;
  readonly category: ConnectionKind['category'];
  /** JSON schemas of what a person writes; what has a default may be left out. */
  readonly settings: unknown;
  readonly secrets: unknown;
}

/** The kinds as `GET /api/connection-kinds` shows them. */
export const describeConnectionKinds = (): readonly ConnectionKindSchema[] =>
  Object.values(connectionKinds).map(({ kind, title, category, settings, secrets }) => ({
    kind,
    title,
    category,
    settings: z.toJSONSchema(settings, { io: 'input' }),
    secrets: z.toJSONSchema(secrets, { io: 'input' }),
  }));
