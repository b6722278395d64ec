import { z } from 'zod';
import { tokenScopes } from '../../../store/tokens.ts';
import type { TokenRecord } from '../../../store/tokens.ts';

const token = {
  id: z.string(),
  name: z.string(),
  scope: z
    .enum(tokenScopes)
    .describe('`read`: all GETs; `operate`: actions too; `admin`: connections, tokens and keys too.'),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
};

export const tokenShape = z.strictObject(token).meta({ id: 'Token' });

export const createdTokenShape = z
  .strictObject({ ...token, token: z.string().describe('Shown this once.') })
  .meta({ id: 'CreatedToken' });

export const toToken = ({
  createdAt,
  revokedAt,
  lastUsedAt,
  id,
  name,
  scope,
}: TokenRecord): z.input<typeof tokenShape> => ({
  id,
  name,
  scope,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
