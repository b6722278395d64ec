import { connection } from './answers.ts';
import type { Connection } from './answers.ts';
import { ApiProblem } from './api-problem.ts';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { changedFields } from './connection-changes.ts';
import type { AppliedConnection } from './connection-changes.ts';
import type { WantedConnection } from '../config/connections/connections-file.ts';

/**
 * Makes each connection be as wanted, one after the other, and tells what the server says has changed. A connection that is refused leaves
 * the others to go on. Connections the file does not name stay as they are.
 */
export const applyConnections = async (
  client: ApiClient,
  wanted: readonly WantedConnection[],
): Promise<AppliedConnection[]> => {
  const existing = await client.list(connection, apiPath('connections'), {}, Infinity);
  const byId = new Map(existing.items.map((item) => [item.id, item]));
  const applied: AppliedConnection[] = [];
  for (const each of wanted) applied.push(await applyConnection(client, each, byId.get(each.id)));
  return applied;
};

const applyConnection = async (
  client: ApiClient,
  wanted: WantedConnection,
  before: Connection | undefined,
): Promise<AppliedConnection> => {
  try {
    const after =
      before === undefined
        ? await client.post(connection, apiPath('connections'), wanted)
        : await client.put(connection, apiPath('connections', wanted.id), wanted);
    return outcome(wanted, before, after);
  } catch (error) {
    // A token that may not do this is the same for all of them.
    if (!(error instanceof ApiProblem) || error.status === 401 || error.status === 403) throw error;
    return { id: wanted.id, action: 'refused', changes: [], secrets: {}, problem: error.document };
  }
};

/** The server tells no secret, so whether one changed is seen by the version: it moves with every change, and only then. */
const outcome = (wanted: WantedConnection, before: Connection | undefined, after: Connection): AppliedConnection => {
  const { id } = wanted;
  // Of a new one the file's own words are enough: the server fills in all defaults.
  const changes = before === undefined ? changedFields(undefined, wanted) : changedFields(before, after);
  const isUnchanged = changes.length === 0 && before !== undefined && before.version === after.version;
  const sent = new Set(Object.keys(wanted.secrets));
  const secrets = Object.fromEntries(
    Object.entries(after.secrets)
      .filter(([, isSet]) => isSet)
      .map(([name]) => [name, !isUnchanged && sent.has(name) ? ('changed' as const) : ('kept' as const)]),
  );
  if (before === undefined) return { id, action: 'created', changes, secrets };
  return { id, action: isUnchanged ? 'unchanged' : 'updated', changes, secrets };
};
