/** How an own dev server runs. */
export interface TemporalServerOptions {
  port: number;
  /** SQLite file; made when missing. */
  databaseFile: string;
  namespace: string;
  /** The Web UI's port; without one, `httpPort` is where readiness is asked. */
  uiPort?: number;
  httpPort?: number;
}

/** Search attributes of every workflow, by name and type (`interface.md` §5). */
export const searchAttributes = {
  Connection: 'Keyword',
  ExternalId: 'Keyword',
  OdooRef: 'Keyword',
  Stage: 'Keyword',
  Attention: 'Bool',
} as const;

/**
 * Arguments of the `temporal` command. WAL doubles the throughput of the database file; the two rates keep the one shard of a dev server from
 * waiting up to 50 ms at each step of a workflow (history service, default 20 polls a second).
 */
export const temporalArguments = (options: TemporalServerOptions): string[] => [
  ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
  ...['--db-filename', options.databaseFile, '--namespace', options.namespace],
  ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
  ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
  ...['--dynamic-config-value', 'history.timerProcessorMaxPollRPS=2000'],
  ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ...['--log-level', 'warn', '--log-format', 'json'],
  ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
  ...(options.httpPort === undefined ? [] : ['--http-port', String(options.httpPort)]),
];

/** Whether the server knows its namespace, asked over HTTP of the Web UI or of the server's own HTTP port. */
export const knowsNamespace = async (httpPort: number, namespace: string): Promise<boolean> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/api/v1/namespaces/${encodeURIComponent(namespace)}`, {
      signal: AbortSignal.timeout(2_000),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
};
