import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { ConnectionInput } from '../../config/connections/connection.ts';
import { createConnection, getConnection, isSameSecrets, updateConnection } from '../../store/connections.ts';
import type { ConnectionContent, ConnectionRecord, OpenConnection } from '../../store/connections.ts';
import type { Database } from '../../store/schema.ts';
import type { SecretBox } from '../../store/secret-box.ts';
import { badInput } from '../parse-input.ts';
import { badField, notFound, refused } from '../problem.ts';
import { cleanSecrets, effectiveSettings, problemsOfContent } from './check-content.ts';

export interface ConnectionStore {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
}

/** What a connection shall be from now on; what is left out stays as it is. */
export interface ConnectionChange {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly settings?: Record<string, unknown> | undefined;
  /** A text is set, null is taken away; others stay. */
  readonly secrets?: Readonly<Record<string, string | null>> | undefined;
}

/** @throws Problem 400 naming each wrong field, 409 when the id is taken or was once */
export const makeConnection = async (
  { db, box }: ConnectionStore,
  input: ConnectionInput,
): Promise<ConnectionRecord> => {
  const created = await createConnection(db, box, { ...input, ...checked(input.kind, input) });
  if (created !== undefined) return created;
  const taken = await getConnection(db, input.id);
  throw refused(
    taken?.deletedAt == null
      ? `There is a connection ${input.id} already: change it with PUT, or choose another id`
      : `The id ${input.id} belonged to a connection that was deleted, and is never used again: choose another`,
  );
};

/** @throws Problem 400 naming each wrong field, 404 */
export const changeConnection = async (
  { db, box }: ConnectionStore,
  id: string,
  change: ConnectionChange,
): Promise<ConnectionRecord> => {
  const changed = await updateConnection(db, box, id, (stored) => {
    if (change.kind !== undefined && change.kind !== stored.kind) {
      throw badField('kind', `is ${stored.kind} and never changes: make another connection`);
    }
    const content = checked(stored.kind, merge(stored, change));
    return isSameContent(stored, content) ? undefined : content;
  });
  if (changed === undefined) throw notFound(`There is no connection ${id}`);
  return changed;
};

const checked = (kind: string, content: ConnectionContent): ConnectionContent => {
  const problems = problemsOfContent(kind, content);
  if (problems.length > 0) throw badInput('the connection', problems);
  return { ...content, secrets: cleanSecrets(kind, content.secrets) };
};

const merge = (stored: OpenConnection, change: ConnectionChange): ConnectionContent => {
  const secrets = new Map(Object.entries(stored.secrets));
  for (const [name, value] of Object.entries(change.secrets ?? {})) {
    if (value === null) secrets.delete(name);
    else secrets.set(name, value);
  }
  return {
    name: change.name ?? stored.name,
    enabled: change.enabled ?? stored.enabled,
    settings: change.settings ?? stored.settings,
    secrets: Object.fromEntries(secrets),
  };
};

/** Saying a default is not a change. */
const isSameContent = (stored: OpenConnection, content: ConnectionContent): boolean =>
  stored.name === content.name &&
  stored.enabled === content.enabled &&
  isSameSecrets(stored.secrets, content.secrets) &&
  isDeepStrictEqual(effectiveSettings(stored.kind, stored.settings), effectiveSettings(stored.kind, content.settings));
