import type {
  DeliveryConnectionKind,
  FulfilmentConnectionKind,
  MarketplaceConnectionKind,
  PosConnectionKind,
  StoredConnection,
} from './connection-kind.ts';
import type { Courier } from './delivery/port.ts';
import type { Endpoint } from './endpoint.ts';
import type { Transport } from './http.ts';
import type { Marketplace } from './marketplaces/port.ts';
import type { PosSource } from './pos/port.ts';
import type { PrepCentre } from './ysell/port.ts';
import { createTransport } from './transport.ts';
import type { TransportOptions } from './transport.ts';

/** What a connection's calls pass through on their way. */
export type Surroundings = Pick<TransportOptions, 'quota' | 'log' | 'userAgent' | 'signal' | 'maxBytes'>;

/** Opens a connection's marketplace over a transport of its own; all its secrets are hidden in logs and errors. */
export const openMarketplace = (
  kind: MarketplaceConnectionKind,
  connection: StoredConnection,
  surroundings: Surroundings,
): Marketplace => kind.create(connection, openTransport(connection, kind.endpoint(connection), surroundings));

/** Opens a connection's point of sale over a transport of its own; all its secrets are hidden in logs and errors. */
export const openPosSource = (
  kind: PosConnectionKind,
  connection: StoredConnection,
  surroundings: Surroundings,
): PosSource => {
  const endpoint = kind.endpoint(connection);
  return kind.create(connection, endpoint === null ? null : openTransport(connection, endpoint, surroundings));
};

/** Opens a connection's prep centre over a transport of its own; all its secrets are hidden in logs and errors. */
export const openPrepCentre = (
  kind: FulfilmentConnectionKind,
  connection: StoredConnection,
  surroundings: Surroundings,
): PrepCentre => kind.create(connection, openTransport(connection, kind.endpoint(connection), surroundings));

/** Opens a connection's courier over a transport of its own; all its secrets are hidden in logs and errors. */
export const openCourier = (
  kind: DeliveryConnectionKind,
  connection: StoredConnection,
  surroundings: Surroundings,
): Courier => kind.create(connection, openTransport(connection, kind.endpoint(connection), surroundings));

const openTransport = (
  { id, secrets }: StoredConnection,
  { baseUrl, query, headers, timeoutMs }: Endpoint,
  surroundings: Surroundings,
): Transport =>
  createTransport({
    connection: id,
    baseUrl,
    ...(query === undefined ? {} : { query }),
    headers,
    timeoutMs,
    secrets: Object.values(secrets ?? {}).filter((secret): secret is string => typeof secret === 'string'),
    ...surroundings,
  });
