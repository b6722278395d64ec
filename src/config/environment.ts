import { dirname, join, resolve } from 'node:path';
import { readFirstToken } from '../runtime/secret-files.ts';
import { readChildEnvironment, readLivingRun } from '../runtime/run-file.ts';
import { EnvironmentError } from './environment-error.ts';
import { withEnvFile } from './env-file.ts';
import type { Variables } from './env-file.ts';
import { readTemporalConnection } from './temporal.ts';
import type { TemporalConnection } from './temporal.ts';
import { nearestName } from './nearest-name.ts';
import { isVariableName, shownValue, variables, wantedOf } from './variables.ts';
import type { ParsedVariables } from './variables.ts';

/** Who asks: `start` makes what is missing, `worker` and `api` need it given, `client` only talks to the API. */
export type EnvironmentRole = 'start' | 'worker' | 'api' | 'client';

/** The Odoo all of it is about. */
export interface OdooEnvironment {
  url: string;
  database: string;
  user: string;
  password: string;
  /** Minutes between mirror runs. */
  syncIntervalMinutes: number;
  watchIntervalMs: number;
  /** Calls at once from each worker process. */
  concurrency: number;
  /** Time for one call; undefined: as the Odoo's version wants it (60 s, 180 s on 17). */
  timeoutMs: number | undefined;
}

/** Everything the environment says, checked and with its defaults. */
export interface Environment {
  host: string;
  port: number;
  /** The API from this machine. */
  localUrl: string;
  /** How others reach us, without a slash at the end. */
  publicUrl: string;
  /** What client commands talk to, without a slash at the end. */
  apiUrl: string;
  /** Absolute path of `CONVEYOR_HOME`. */
  home: string;
  /** Undefined under `start` without a `DATABASE_URL`: it runs its own. */
  databaseUrl: string | undefined;
  /** Undefined under `start` without a `TEMPORAL_ADDRESS`: it runs its own. */
  temporal: TemporalConnection | undefined;
  /** The own dev server: where its command is, and its ports. */
  temporalServer: { cli: string | undefined; port: number; uiPort: number; uiUrl: string; namespace: string };
  odoo: OdooEnvironment;
  sandbox: { enabled: boolean; port: number };
  /** The first admin token; for clients also the one that `start` generated. */
  token: string | undefined;
  /** 32 bytes in base64. */
  key: string | undefined;
  previousKeys: readonly string[];
  /** Absolute path of a connections file to apply at start. */
  connectionsFile: string | undefined;
  alert: { url: string; secret: string } | undefined;
  exchangeDays: number;
  log: LogEnvironment;
}

export interface LogEnvironment {
  level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  format: 'pretty' | 'json';
}

/** An environment in which a process of the product can work: `worker` and `api` are refused without any of this. */
export type ServiceEnvironment = Environment & { databaseUrl: string; temporal: TemporalConnection; key: string };

/** Where the variables come from; tests give their own. */
export interface EnvironmentSource {
  variables: Variables;
  /** The folder of `.env` and of the default `CONVEYOR_HOME`. */
  folder: string;
}

const projectFolder = dirname(dirname(import.meta.dirname));
const ownSource = (): EnvironmentSource => ({ variables: process.env, folder: projectFolder });

/**
 * Reads and checks the environment (process first, then `.env`).
 *
 * @throws EnvironmentError with one line for each variable that is unknown, wrong or missing
 */
export function readEnvironment(role: 'worker' | 'api', source?: EnvironmentSource): ServiceEnvironment;
export function readEnvironment(role: EnvironmentRole, source?: EnvironmentSource): Environment;
export function readEnvironment(role: EnvironmentRole, source: EnvironmentSource = ownSource()): Environment {
  const given = withEnvFile(source.folder, source.variables);
  const home = pathIn(source, 'CONVEYOR_HOME', given) ?? join(source.folder, '.conveyor');
  const found = { ...joinedVariables(role, home), ...given };
  const parsed = parseVariables(found);
  const temporal = readTemporalConnection(found);
  const missing = missingVariables(role, parsed, temporal);
  if (missing.length > 0) throw new EnvironmentError(missing);
  const connectionsFile = pathIn(source, 'CONVEYOR_CONNECTIONS', found);
  return { ...assemble(role, home, parsed, temporal, found), connectionsFile };
}

/** A path from the shell is meant from where one stands, one from `.env` from where the file lies. */
const pathIn = (source: EnvironmentSource, name: string, found: Record<string, string>): string | undefined => {
  const path = found[name];
  if (path === undefined) return undefined;
  return resolve(source.variables[name] === undefined ? source.folder : process.cwd(), path);
};

/** `worker` and `api` join a living start where its `run.json` is; what is given in their own environment goes first. */
const joinedVariables = (role: EnvironmentRole, home: string): Record<string, string> => {
  if (role === 'start' || readLivingRun(home) === undefined) return {};
  return readChildEnvironment(home);
};

const parseVariables = (found: Record<string, string>): ParsedVariables => {
  const unknown = Object.keys(found)
    .filter((name) => name.startsWith('CONVEYOR_') && !isVariableName(name))
    .map((name) => `${name}: found a variable Conveyor does not know, wanted ${likelyName(name)}`);
  const result = variables.safeParse(found);
  const wrong = new Set(result.success ? [] : result.error.issues.map((issue) => String(issue.path[0])));
  const bad = [...wrong].filter(isVariableName).map((name) => {
    return `${name}: found ${shownValue(name, found[name] ?? '')}, wanted ${wantedOf(name)}`;
  });
  if (unknown.length > 0 || !result.success) throw new EnvironmentError([...unknown, ...bad]);
  return result.data;
};

const likelyName = (name: string): string => {
  const nearest = nearestName(name, Object.keys(variables.shape));
  return nearest === undefined ? 'one of the names in the README' : `perhaps ${nearest}`;
};

const missingVariables = (
  role: EnvironmentRole,
  parsed: ParsedVariables,
  temporal: TemporalConnection | undefined,
): string[] => {
  const problems: string[] = [];
  const need = (name: keyof ParsedVariables, why: string): void => {
    if (parsed[name] === undefined) problems.push(`${name}: found nothing, wanted ${wantedOf(name)} (${why})`);
  };
  if (role === 'worker' || role === 'api') {
    const alone = `${role} needs it where no "conveyor start" runs on this CONVEYOR_HOME`;
    need('DATABASE_URL', alone);
    if (temporal === undefined)
      problems.push(`TEMPORAL_ADDRESS: found nothing, wanted host:port of Temporal (${alone})`);
    need('CONVEYOR_KEY', alone);
  }
  if (role !== 'client' && parsed.CONVEYOR_SANDBOX === 'off')
    need('ODOO_URL', 'there is no sandbox to stand in for it');
  if (role !== 'client' && parsed.ODOO_URL !== undefined) {
    for (const name of ['ODOO_DB', 'ODOO_USER', 'ODOO_PASSWORD'] as const) need(name, 'ODOO_URL is set');
  }
  if (parsed.CONVEYOR_ALERT_URL !== undefined) need('CONVEYOR_ALERT_SECRET', 'alerts are signed');
  return problems;
};

const assemble = (
  role: EnvironmentRole,
  home: string,
  parsed: ParsedVariables,
  temporal: TemporalConnection | undefined,
  found: Record<string, string>,
): Omit<Environment, 'connectionsFile'> => {
  const host = parsed.CONVEYOR_HOST ?? '127.0.0.1';
  const port = parsed.CONVEYOR_PORT ?? 3210;
  const localUrl = `http://${reachableHost(host)}:${port}`;
  const uiPort = parsed.TEMPORAL_UI_PORT ?? 8233;
  const sandbox = {
    enabled: (parsed.CONVEYOR_SANDBOX ?? (parsed.ODOO_URL === undefined ? 'on' : 'off')) === 'on',
    port: parsed.CONVEYOR_SANDBOX_PORT ?? 3211,
  };
  return {
    host,
    port,
    localUrl,
    publicUrl: parsed.CONVEYOR_PUBLIC_URL ?? localUrl,
    apiUrl: parsed.CONVEYOR_URL ?? localUrl,
    home,
    databaseUrl: parsed.DATABASE_URL,
    temporal,
    temporalServer: {
      cli: parsed.TEMPORAL_CLI,
      port: parsed.TEMPORAL_PORT ?? 7233,
      uiPort,
      uiUrl: `http://127.0.0.1:${uiPort}`,
      namespace: found['TEMPORAL_NAMESPACE'] ?? 'default',
    },
    odoo: odooEnvironment(parsed, sandbox.port),
    sandbox,
    token: parsed.CONVEYOR_TOKEN ?? (role === 'client' ? readFirstToken(home) : undefined),
    key: parsed.CONVEYOR_KEY,
    previousKeys: parsed.CONVEYOR_PREVIOUS_KEYS ?? [],
    alert:
      parsed.CONVEYOR_ALERT_URL === undefined || parsed.CONVEYOR_ALERT_SECRET === undefined
        ? undefined
        : { url: parsed.CONVEYOR_ALERT_URL, secret: parsed.CONVEYOR_ALERT_SECRET },
    exchangeDays: parsed.CONVEYOR_EXCHANGE_DAYS ?? 30,
    log: {
      level: parsed.LOG_LEVEL ?? 'info',
      format: parsed.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    },
  };
};

/** Without an `ODOO_URL` it is the sandbox's Odoo, with the login it ships with. */
const odooEnvironment = (parsed: ParsedVariables, sandboxPort: number): OdooEnvironment => ({
  url: parsed.ODOO_URL ?? `http://127.0.0.1:${sandboxPort}/odoo`,
  database: parsed.ODOO_DB ?? 'sandbox',
  user: parsed.ODOO_USER ?? 'admin',
  password: parsed.ODOO_PASSWORD ?? 'admin',
  syncIntervalMinutes: parsed.ODOO_SYNC_INTERVAL ?? 15,
  watchIntervalMs: parsed.ODOO_WATCH_INTERVAL_MS ?? 1000,
  concurrency: parsed.ODOO_CONCURRENCY ?? 2,
  timeoutMs: parsed.ODOO_TIMEOUT_MS,
});

/** An address to listen on everywhere is not one to call. */
const reachableHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};
