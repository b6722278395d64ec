import { z } from 'zod';
import { findConnectionKind } from '../../connectors/kinds.ts';
import type { ConnectionRecord } from '../../store/connections.ts';
import { effectiveSettings } from './check-content.ts';

export const connectionStates = ['running', 'disabled', 'paused', 'unauthorized'] as const;

export const connectionShape = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    settings: z.record(z.string(), z.unknown()).describe('With their defaults filled in.'),
    secrets: z.record(z.string(), z.boolean()).describe('Which secrets are set; their values never come out.'),
    state: z
      .enum(connectionStates)
      .describe('`unauthorized`: paused until new secrets are saved, because the other side refused the present ones.'),
    pausedReason: z.string().nullable(),
    pausedAt: z.iso.datetime().nullable(),
    version: z.int().describe('Raised by each change.'),
    webhookUrl: z
      .string()
      .nullable()
      .describe('Where the other side sends its webhooks, a point of sale its orders; null where it sends nothing.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Connection' });

export const stateOf = ({ enabled, pausedBy }: ConnectionRecord): (typeof connectionStates)[number] => {
  if (!enabled) return 'disabled';
  if (pausedBy === 'unauthorized') return 'unauthorized';
  return pausedBy === 'operator' ? 'paused' : 'running';
};

export const toConnection = (connection: ConnectionRecord, publicUrl: string): z.input<typeof connectionShape> => ({
  id: connection.id,
  kind: connection.kind,
  name: connection.name,
  enabled: connection.enabled,
  settings: effectiveSettings(connection.kind, connection.settings),
  secrets: Object.fromEntries(secretNames(connection).map((name) => [name, connection.secretNames.includes(name)])),
  state: stateOf(connection),
  pausedReason: connection.pausedReason,
  pausedAt: connection.pausedAt?.toISOString() ?? null,
  version: connection.version,
  webhookUrl: webhookUrlOf(connection, publicUrl),
  createdAt: connection.createdAt.toISOString(),
  updatedAt: connection.updatedAt.toISOString(),
});

const webhookUrlOf = ({ id, kind }: ConnectionRecord, publicUrl: string): string | null => {
  const url = `${publicUrl}/webhooks/${id}`;
  switch (findConnectionKind(kind)?.category) {
    case 'fulfilment':
    case 'delivery':
      return null;
    case 'pos':
      return `${url}/orders`;
    case 'marketplace':
    case undefined:
      return url;
  }
};

/** Those the kind knows, set or not, and any other that is stored. */
const secretNames = ({ kind, secretNames: stored }: ConnectionRecord): string[] => {
  const schema = findConnectionKind(kind)?.secrets;
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return [...new Set([...known, ...stored])];
};
