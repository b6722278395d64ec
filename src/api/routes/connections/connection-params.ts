import { z } from 'zod';
import { getConnection } from '../../../store/connections.ts';
import type { ConnectionRecord } from '../../../store/connections.ts';
import type { ApiDeps } from '../../deps.ts';
import { notFound } from '../../problem.ts';

export const connectionParams = z.strictObject({ id: z.string().describe('Id of the connection.') });

/** @throws Problem 404, also for a connection that was deleted */
export const findConnection = async ({ db }: ApiDeps, id: string): Promise<ConnectionRecord> => {
  const connection = await getConnection(db, id);
  if (connection === undefined) throw notFound(`There is no connection ${id}`);
  if (connection.deletedAt !== null)
    throw notFound(`The connection ${id} was deleted on ${connection.deletedAt.toISOString()}`);
  return connection;
};
