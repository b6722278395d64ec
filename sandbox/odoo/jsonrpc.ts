import { authenticate, checkCredentials } from './auth.ts';
import { contextOf, performCall } from './calls.ts';
import type { Engine } from './engine.ts';
import { asOdooError, keyError, operationalError, typeError } from './errors.ts';
import type { Faults } from './faults.ts';
import type { OdooRequest, OdooResponse } from './http.ts';
import { header, respondHtmlError, respondJson } from './http.ts';
import { bindPositional, findMethod } from './methods.ts';
import { isRecord } from './values.ts';
import { versionInfo } from './versions.ts';

export interface Server {
  readonly engine: Engine;
  readonly faults: Faults;
  readonly database: string;
}

/** `POST /jsonrpc`: always HTTP 200 once the body is readable; a None result has neither `result` nor `error`. */
export const handleJsonRpc = async (server: Server, request: OdooRequest): Promise<OdooResponse> => {
  const now = server.engine.clock.date();
  if (!header(request, 'content-type').toLowerCase().startsWith('application/json')) {
    return server.engine.major === 19
      ? respondHtmlError(now, 415, "Request inferred type is compatible with 'http' but '/jsonrpc' is type='jsonrpc'.")
      : respondHtmlError(now, 400, "Request inferred type is compatible with http but '/jsonrpc' is type='json'.");
  }
  const body = parseJson(request.body);
  if (!isRecord(body)) return respondHtmlError(now, 400, 'Invalid JSON data');
  const envelope = { jsonrpc: '2.0', id: body['id'] ?? null };
  try {
    const result = await dispatch(server, body['params']);
    return respondJson(now, 200, result === undefined ? envelope : { ...envelope, result });
  } catch (error) {
    return respondJson(now, 200, { ...envelope, error: describeError(server.engine.major, error) });
  }
};

export const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const describeError = (major: number, failure: unknown): Record<string, unknown> => {
  const { name, message } = asOdooError(failure);
  const debug = `Traceback (most recent call last):\n  File "/odoo/http.py", line 1786, in _serve_db\n${name}: ${message}`;
  const shared = { message, arguments: [message], context: {} };
  return major === 19
    ? { code: 0, message: 'Odoo Server Error', data: { name, ...shared, debug } }
    : { code: 200, message: 'Odoo Server Error', data: { name, debug, ...shared } };
};

/** What a web session that has ended is told. */
export const sessionExpired = (server: Server, request: OdooRequest): OdooResponse => {
  const body = parseJson(request.body);
  const data = {
    name: 'odoo.http.SessionExpiredException',
    debug: 'Traceback (most recent call last):\n',
    message: 'Session expired',
    arguments: ['Session expired'],
    context: {},
  };
  return respondJson(server.engine.clock.date(), 200, {
    jsonrpc: '2.0',
    id: isRecord(body) ? (body['id'] ?? null) : null,
    error: { code: 100, message: 'Odoo Session Expired', data },
  });
};

const dispatch = async (server: Server, params: unknown): Promise<unknown> => {
  if (!isRecord(params)) throw typeError('dispatch_rpc() missing 3 required positional arguments');
  const { service, method, args } = params;
  const list: unknown[] = Array.isArray(args) ? args : [];
  switch (service) {
    case 'common':
      return common(server, String(method), list);
    case 'object':
      return executeObject(server, String(method), list);
    case 'db':
      if (method === 'server_version') return versionInfo(server.engine.major)['server_version'];
      if (method === 'db_exist') return list[0] === server.database;
      if (method === 'list') return [server.database];
      throw keyError(String(method));
    default:
      throw keyError(String(service));
  }
};

const common = (server: Server, method: string, args: readonly unknown[]): unknown => {
  switch (method) {
    case 'version':
      return versionInfo(server.engine.major);
    case 'authenticate':
    case 'login': {
      const [database, login, password] = args;
      if (database !== server.database) throw operationalError(String(database));
      return authenticate(server.engine, login, password);
    }
    default:
      throw keyError(method);
  }
};

const executeObject = async (server: Server, service: string, args: readonly unknown[]): Promise<unknown> => {
  if (service !== 'execute_kw' && service !== 'execute') throw keyError(service);
  const [database, uid, password, model, name, ...rest] = args;
  if (database !== server.database) throw operationalError(String(database));
  const user = checkCredentials(server.engine, uid, password);
  const positional: unknown[] = service === 'execute' ? rest : Array.isArray(rest[0]) ? rest[0] : [];
  const { context, ...kwargs } = service === 'execute_kw' && isRecord(rest[1]) ? rest[1] : {};
  const { model: target, method } = findMethod(server.engine.registry, String(model), String(name), 'jsonrpc');
  const call = bindPositional(target, String(name), method, positional, kwargs);
  return performCall(server.engine, server.faults, user, contextOf(context), call);
};
