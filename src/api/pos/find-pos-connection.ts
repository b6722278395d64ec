import { findConnectionKind } from '../../connectors/kinds.ts';
import { categoryWords } from '../../domain/connection-category.ts';
import type { ConnectionRecord } from '../../store/connections.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound } from '../problem.ts';
import { findConnection } from '../routes/connections/connection-params.ts';

/** @throws Problem 404, also for a connection that is no point of sale */
export const findPosConnection = async (deps: ApiDeps, id: string): Promise<ConnectionRecord> => {
  const connection = await findConnection(deps, id);
  const category = findConnectionKind(connection.kind)?.category;
  if (category === 'pos') return connection;
  throw notFound(
    category === undefined
      ? `This version knows no connections of kind ${connection.kind}, so ${id} rests`
      : `${id} is ${categoryWords(category)}, not a point of sale`,
  );
};
