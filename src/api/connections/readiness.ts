import type { OfferSettings } from '../../config/connections/marketplace.ts';
import { findConnectionKind } from '../../connectors/kinds.ts';
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

/** How prices and stock reach the marketplace. @throws Problem 409 for a kind this version does not know; Failure for settings it cannot read */
export const offerSettingsOf = ({ id, kind, settings }: ConnectionRecord): OfferSettings => {
  const found = findConnectionKind(kind);
  if (found === undefined) throw refused(`This version knows no connections of kind ${kind}, so ${id} rests`);
  return found.marketplaceSettings(settings).offers;
};

const wayOut = {
  disabled: 'enable it first',
  paused: 'resume it first',
  unauthorized: 'save new secrets, or resume it',
} as const;
