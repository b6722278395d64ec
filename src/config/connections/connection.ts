import { z } from 'zod';

/** Part of workflow ids and queues, so it never changes; `odoo` is the queue of Odoo itself. */
export const connectionId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of the characters a-z, 0-9 and -')
  .refine((id) => id !== 'odoo', 'the id "odoo" is reserved')
  .describe('Names the connection in workflow ids, queues and addresses; it never changes.');

/** What every connection brings, whatever its kind; settings and secrets are then read by the kind. */
export const connectionSchema = z.strictObject({
  id: connectionId,
  kind: z.string().min(1).describe('What the connection talks to, one of GET /api/connection-kinds.'),
  name: z.string().trim().min(1).max(100).describe('How people call it, for example "Cartona Egypt".'),
  enabled: z.boolean().default(true).describe('A disabled connection keeps its data and makes no calls.'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('Settings of the kind.'),
  secrets: z.record(z.string(), z.string()).default({}).describe('Secrets of the kind; never given back.'),
});

/** A connection as it is edited: its settings still have to be read by its kind. */
export type ConnectionInput = z.output<typeof connectionSchema>;
