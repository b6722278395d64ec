import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './database.ts';

export const tokenScopes = ['read', 'operate', 'admin'] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** A token as it may be shown: the text itself is known only to who made it. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

/** Name of the token that comes from the environment: it is changed there, and only there. */
export const environmentTokenName = 'CONVEYOR_TOKEN';

/** Makes a token of 256 random bits. The text is returned here and never again. */
export const createToken = async (
  db: Db,
  { name, scope }: { name: string; scope: TokenScope },
): Promise<TokenRecord & { token: string }> => {
  const token = `conveyor_${randomBytes(32).toString('base64url')}`;
  const row = await db
    .insertInto('tokens')
    .values({ name, scope, hash: hashToken(token) })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { ...toRecord(row), token };
};

/**
 * Makes the environment's token an admin token; one that an earlier environment named is revoked. Safe to repeat.
 */
export const keepEnvironmentToken = async (db: Db, token: string): Promise<void> => {
  const hash = hashToken(token);
  await db
    .insertInto('tokens')
    .values({ name: environmentTokenName, scope: 'admin', hash })
    .onConflict((conflict) =>
      conflict.column('hash').doUpdateSet({ name: environmentTokenName, scope: 'admin', revoked_at: null }),
    )
    .execute();
  await db
    .updateTable('tokens')
    .set({ revoked_at: new Date() })
    .where('name', '=', environmentTokenName)
    .where('hash', '!=', hash)
    .where('revoked_at', 'is', null)
    .execute();
};

/** All tokens, revoked ones last, by name. */
export const listTokens = async (db: Db): Promise<TokenRecord[]> => {
  const rows = await db
    .selectFrom('tokens')
    .select(columns)
    .orderBy(sql`revoked_at is not null`)
    .orderBy('name')
    .orderBy('created_at')
    .execute();
  return rows.map(toRecord);
};

export const getToken = async (db: Db, id: string): Promise<TokenRecord | undefined> => {
  const row = await db.selectFrom('tokens').select(columns).where('id', '=', id).executeTakeFirst();
  return row && toRecord(row);
};

/** @returns whether there was such a token that was not revoked yet. */
export const revokeToken = async (db: Db, id: string): Promise<boolean> => {
  const result = await db
    .updateTable('tokens')
    .set({ revoked_at: new Date() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

/** Who a living token belongs to. Notes its use, at most once a minute. */
export const findTokenByText = async (db: Db, token: string): Promise<TokenRecord | undefined> => {
  const row = await db
    .selectFrom('tokens')
    .select(columns)
    .where('hash', '=', hashToken(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.last_used_at === null || Date.now() - row.last_used_at.getTime() > 60_000) {
    await db.updateTable('tokens').set({ last_used_at: new Date() }).where('id', '=', row.id).execute();
  }
  return toRecord(row);
};

/** Tokens carry 256 bits of chance (the environment's at least 32 characters), so a plain hash cannot be searched. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const columns = ['id', 'name', 'scope', 'created_at', 'revoked_at', 'last_used_at'] as const;

const toRecord = (row: {
  id: string;
  name: string;
  scope: TokenScope;
  created_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}): TokenRecord => ({
  id: row.id,
  name: row.name,
  scope: row.scope,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
});
