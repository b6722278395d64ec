import { userOfKey } from './auth.ts';
import { contextOf, performCall } from './calls.ts';
import { asOdooError, HttpError } from './errors.ts';
import type { OdooRequest, OdooResponse } from './http.ts';
import { header, respond, respondHtmlError, respondJson } from './http.ts';
import type { Server } from './jsonrpc.ts';
import { parseJson } from './jsonrpc.ts';
import { bindNamed, findMethod } from './methods.ts';
import { isRecord } from './values.ts';

const NO_DATABASE =
  '<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>\n<p>Please verify the hostname, <a href=/web/login>login</a> and try again.</p>\n\n<!-- Alternatively, use the X-Odoo-Database header. -->\n';

/** `POST /json/2/<model>/<method>` of Odoo 19: the bare result, or an HTTP status with a flat error. */
export const handleJson2 = async (
  server: Server,
  request: OdooRequest,
  model: string,
  name: string,
): Promise<OdooResponse> => {
  const now = server.engine.clock.date();
  const database = header(request, 'x-odoo-database');
  if (database !== '' && database !== server.database) return respond(now, 404, 'text/html', NO_DATABASE);
  if (request.method !== 'POST') return respondHtmlError(now, 404, 'The requested URL was not found on the server.');
  if (!header(request, 'content-type').toLowerCase().startsWith('application/json')) {
    return respondHtmlError(now, 415, "Request inferred type is compatible with 'http' but '/json/2' is type='json2'.");
  }
  const parsed = parseJson(request.body);
  if (parsed === undefined) return respondHtmlError(now, 400, 'could not parse the body as json');
  // An array is no error: the call runs without ids and arguments.
  const body = isRecord(parsed) ? parsed : {};
  try {
    const uid = userOfKey(server.engine, header(request, 'authorization'));
    const { model: target, method } = findMethod(server.engine.registry, model, name, 'json2');
    if (!isRecord(parsed)) return respondJson(now, 200, []);
    const call = bindNamed(target, name, method, body);
    const result = await performCall(server.engine, server.faults, uid, contextOf(body['context']), call);
    return respondJson(now, 200, name === 'create' && typeof result === 'number' ? [result] : result);
  } catch (error) {
    return describe(now, error);
  }
};

const describe = (now: Date, failure: unknown): OdooResponse => {
  const debug = 'Traceback (most recent call last):\n  File "/odoo/http.py", line 2271, in _serve_db\n';
  if (failure instanceof HttpError) {
    const { name, message, status } = failure;
    const headers: Record<string, string> = status === 401 ? { 'WWW-Authenticate': 'Bearer ' } : {};
    return respondJson(now, status, { name, message, arguments: [message, status], context: {}, debug }, headers);
  }
  const { name, message } = asOdooError(failure);
  return respondJson(now, statusOf(name), { name, message, arguments: [message], context: {}, debug });
};

const statusOf = (name: string): number => {
  switch (name) {
    case 'odoo.exceptions.AccessDenied':
      return 401;
    case 'odoo.exceptions.AccessError':
      return 403;
    case 'odoo.exceptions.MissingError':
      return 404;
    case 'odoo.exceptions.UserError':
    case 'odoo.exceptions.ValidationError':
      return 422;
    default:
      return 500;
  }
};
