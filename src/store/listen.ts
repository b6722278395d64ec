import pg from 'pg';

export interface ListenOptions {
  readonly channels: readonly string[];
  readonly applicationName: string;
  /** A notice came. */
  readonly onNotice: (channel: string, payload: string) => void;
  /** Listening (again): notices of the time before are lost, so look at everything. */
  readonly onListening: () => void;
  /** The connection was lost or cannot be had; it is tried again each second. */
  readonly onError: (error: Error) => void;
}

/** Listens to notices of PostgreSQL on a connection of its own, and again after each loss of it, until closed. */
export const listen = (url: string, options: ListenOptions): { close(): Promise<void> } => {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: options.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client = next;
    next.on('notification', ({ channel, payload }) => options.onNotice(channel, payload ?? ''));
    next.on('error', options.onError);
    // Also after an error, and when the server ends the connection in order.
    next.once('end', () => again());
    await next.connect();
    for (const channel of options.channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    if (!isClosed) options.onListening();
  };

  const again = () => {
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(start, 1_000);
  };

  const start = () => {
    connect().catch((error: unknown) => {
      if (isClosed) return;
      options.onError(error instanceof Error ? error : new Error(String(error)));
      again();
    });
  };

  start();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
};
