import type { OfferSettings } from '../../config/connections/marketplace.ts';
import { findConnectionKind } from '../../connectors/kinds.ts';
import type { ConnectionKind } from '../../connectors/kinds.ts';
import { categoryWords, processesOf } from '../../domain/connection-category.ts';
import type { SyncProcess } from '../../domain/connection-category.ts';
import type { ConnectionRecord } from '../../store/connections.ts';
import { refused } from '../problem.ts';
import { stateOf } from './connection-shape.ts';

/** @throws Problem 409 with the way out, when the connection does not work now */
export const assertRunning = (connection: ConnectionRecord): void => {
  const state = stateOf(connection);
  if (state !== 'running') throw refused(`The connection ${connection.id} is ${state}: ${wayOut[state]}`);
};

/** @throws Problem 409 while offers of the connection are off */
export const assertOffersAreOn = (connection: ConnectionRecord): void => {
  if (!offerSettingsOf(connection).enabled) {
    throw refused(`Offers of ${connection.id} are off: set \`offers.enabled\` in the settings of the connection first`);
  }
};

/** @throws Problem 409 for a kind this version does not know */
const kindOf = ({ id, kind }: ConnectionRecord): ConnectionKind => {
  const found = findConnectionKind(kind);
  if (found === undefined) throw refused(`This version knows no connections of kind ${kind}, so ${id} rests`);
  return found;
};

/** @throws Problem 409 when connections of its kind have no such process, or its settings leave it nothing to do */
export const assertHasProcess = (connection: ConnectionRecord, process: SyncProcess): void => {
  const kind = kindOf(connection);
  const { id } = connection;
  const has = processesOf(kind.category);
  if (!has.includes(process)) {
    throw refused(`${id} is ${categoryWords(kind.category)}: it has no process ${process}, only ${has.join(', ')}`);
  }
  if (kind.category === 'pos' && kind.posSettings(connection.settings).url === undefined) {
    throw refused(
      `${id} has no url to fetch orders from: they are pushed. Set \`url\` in the settings of the connection first`,
    );
  }
};

/**
 * How prices and stock reach the marketplace.
 *
 * @throws Problem 409 for a connection that is no marketplace; Failure for settings that cannot be read
 */
export const offerSettingsOf = (connection: ConnectionRecord): OfferSettings => {
  const kind = kindOf(connection);
  if (kind.category === 'marketplace') return kind.marketplaceSettings(connection.settings).offers;
  throw refused(`${connection.id} is ${categoryWords(kind.category)}: it has no offers`);
};

const wayOut = {
  disabled: 'enable it first',
  paused: 'resume it first',
  unauthorized: 'save new secrets, or resume it',
} as const;
