import type { Db } from './database.ts';

/** What a database belongs to: one Odoo, and either the sandbox or the real world. */
export interface Identity {
  readonly odooUrl: string;
  readonly odooDatabase: string;
  readonly sandbox: boolean;
}

/** The database belongs to another Odoo, or to the sandbox where the real one is meant. The start is refused with these words. */
export class IdentityMismatch extends Error {
  constructor(recorded: Identity, wanted: Identity) {
    super(
      `This database belongs to ${inWords(recorded)}, and the environment names ${inWords(wanted)}. ` +
        'Use another CONVEYOR_HOME (or DATABASE_URL), or begin anew with `start --fresh`',
    );
    this.name = 'IdentityMismatch';
  }
}

/**
 * Records what the database belongs to, or checks that it is the same as ever. Safe to repeat, and from several processes at once.
 *
 * @returns whether this was the first start with this database
 * @throws IdentityMismatch
 */
export const claimIdentity = async (db: Db, wanted: Identity): Promise<{ isFirstStart: boolean }> => {
  const written = await db
    .insertInto('identity')
    .values({ odoo_url: normalUrl(wanted.odooUrl), odoo_database: wanted.odooDatabase, sandbox: wanted.sandbox })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows === 1n) return { isFirstStart: true };
  const row = await db.selectFrom('identity').selectAll().executeTakeFirstOrThrow();
  const recorded = { odooUrl: row.odoo_url, odooDatabase: row.odoo_database, sandbox: row.sandbox };
  if (!isSame(recorded, wanted)) throw new IdentityMismatch(recorded, wanted);
  return { isFirstStart: false };
};

const isSame = (recorded: Identity, wanted: Identity): boolean =>
  recorded.sandbox === wanted.sandbox &&
  recorded.odooDatabase === wanted.odooDatabase &&
  (normalUrl(recorded.odooUrl) === normalUrl(wanted.odooUrl) ||
    // The sandbox's Odoo is the same one on another port.
    (wanted.sandbox && isLoopback(recorded.odooUrl) && isLoopback(wanted.odooUrl)));

const normalUrl = (url: string): string => new URL(url).href.replace(/\/+$/, '');

const isLoopback = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

const inWords = (identity: Identity): string =>
  `${identity.sandbox ? 'the sandbox with' : ''} Odoo ${normalUrl(identity.odooUrl)} (database ${identity.odooDatabase})`.trim();
