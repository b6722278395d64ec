import pg from 'pg';

/** Milliseconds until a lost connection is tried again. */
const reconnectAfterMs = 1_000;

export interface Listener {
  close(): Promise<void>;
}

/**
 * Hears PostgreSQL's notices on its own connection and reconnects for ever. After each (re)connect every channel is told once: what was said
 * while nobody listened is looked up.
 */
export const listen = (
  url: string,
  handlers: Readonly<Record<string, (payload: string) => void>>,
  onError: (error: Error) => void,
): Listener => {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: 'conveyor-listen',
    });
    client = next;
    next.on('notification', ({ channel, payload }) => handlers[channel]?.(payload ?? ''));
    next.on('error', lost);
    next.on('end', () => lost());
    await next.connect();
    for (const channel of Object.keys(handlers)) await next.query(`listen ${next.escapeIdentifier(channel)}`);
    for (const told of Object.values(handlers)) told('');
  };

  const lost = (error?: Error): void => {
    if (closed || timer !== undefined) return;
    if (error !== undefined) onError(error);
    const gone = client;
    client = undefined;
    gone?.removeAllListeners();
    gone?.on('error', onError);
    void gone?.end().catch(onError);
    timer = setTimeout(() => {
      timer = undefined;
      open();
    }, reconnectAfterMs);
  };

  const open = (): void => {
    connect().catch((error: unknown) => lost(error instanceof Error ? error : new Error(String(error))));
  };
  open();

  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      const gone = client;
      gone?.removeAllListeners();
      gone?.on('error', onError);
      await gone?.end().catch(onError);
    },
  };
};
