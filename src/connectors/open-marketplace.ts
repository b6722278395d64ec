import type { ConnectionKind, StoredConnection } from './connection-kind.ts';
import type { Marketplace } from './marketplaces/port.ts';
import { createTransport } from './transport.ts';
import type { TransportOptions } from './transport.ts';

/** Opens a connection's marketplace over a transport of its own; all its secrets are hidden in logs and errors. */
export const openMarketplace = (
  kind: ConnectionKind,
  connection: StoredConnection,
  surroundings: Pick<TransportOptions, 'quota' | 'log' | 'userAgent' | 'signal' | 'maxBytes'>,
): Marketplace => {
  const { baseUrl, headers, timeoutMs } = kind.endpoint(connection);
  const secrets = Object.values(connection.secrets ?? {}).filter(
    (secret): secret is string => typeof secret === 'string',
  );
  const transport = createTransport({
    connection: connection.id,
    baseUrl,
    headers,
    timeoutMs,
    secrets,
    ...surroundings,
  });
  return kind.create(connection, transport);
};
