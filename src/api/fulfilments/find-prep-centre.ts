import { findConnectionKind } from '../../connectors/kinds.ts';
import { categoryWords } from '../../domain/connection-category.ts';
import type { ConnectionRecord } from '../../store/connections.ts';
import type { ApiDeps } from '../deps.ts';
import { refused } from '../problem.ts';
import { findConnection } from '../routes/connections/connection-params.ts';

/** @throws Problem 404 for a connection there is not, 409 for one that is no prep centre */
export const findPrepCentre = async (deps: ApiDeps, id: string): Promise<ConnectionRecord> => {
  const connection = await findConnection(deps, id);
  const category = findConnectionKind(connection.kind)?.category;
  if (category === 'fulfilment') return connection;
  throw refused(
    category === undefined
      ? `This version knows no connections of kind ${connection.kind}, so ${id} rests`
      : `${id} is ${categoryWords(category)}, not a prep centre: it ships nothing`,
  );
};
