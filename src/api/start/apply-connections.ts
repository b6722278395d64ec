import { getConnection } from '../../store/connections.ts';
import type { ConnectionInput } from '../../config/connections/connection.ts';
import { changeConnection, makeConnection } from '../connections/save-connection.ts';
import type { ConnectionStore } from '../connections/save-connection.ts';

export interface AppliedConnection {
  readonly id: string;
  readonly change: 'created' | 'updated' | 'unchanged';
}

/**
 * Makes each connection be as wanted; the others stay as they are. Repeating it changes nothing, and so does doing it in two processes at once.
 *
 * @throws Problem in words when one is wrong; those before it are applied
 */
export const applyConnections = async (
  store: ConnectionStore,
  wanted: readonly ConnectionInput[],
): Promise<AppliedConnection[]> => {
  const applied: AppliedConnection[] = [];
  for (const connection of wanted) applied.push({ id: connection.id, change: await apply(store, connection) });
  return applied;
};

const apply = async (store: ConnectionStore, wanted: ConnectionInput): Promise<AppliedConnection['change']> => {
  const before = await getConnection(store.db, wanted.id);
  if (before === undefined || before.deletedAt !== null) {
    await makeConnection(store, wanted);
    return 'created';
  }
  const after = await changeConnection(store, wanted.id, wanted);
  return after.version === before.version ? 'unchanged' : 'updated';
};
