/** Which method of which model a call to Odoo means; services of `/jsonrpc` count as models (`common`, `db`). */
export interface RpcCall {
  readonly model: string;
  readonly method: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const callOf = (model: unknown, method: unknown): RpcCall | null =>
  typeof model === 'string' && typeof method === 'string' ? { model, method } : null;

const parametersOf = (body: Buffer): Record<string, unknown> | null => {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(parsed) && isRecord(parsed['params']) ? parsed['params'] : null;
  } catch {
    return null; // what is not JSON is no remote call; the simulator answers it as Odoo would
  }
};

/** Reads `/jsonrpc`, `/json/2/<model>/<method>` and `/web/dataset/call_kw` calls; anything else is `null`. */
export const rpcCallOf = (path: string, body: Buffer): RpcCall | null => {
  const json2 = /^\/json\/2\/([^/?]+)\/([^/?]+)/.exec(path);
  if (json2) return callOf(json2[1], json2[2]);
  if (!path.startsWith('/jsonrpc') && !path.startsWith('/web/dataset/call_kw')) return null;
  const params = parametersOf(body);
  if (params === null) return null;
  if (path.startsWith('/web/')) return callOf(params['model'], params['method']);
  const { service, method, args } = params;
  if (service !== 'object') return callOf(service, method);
  return Array.isArray(args) ? callOf(args[3], args[4]) : null;
};
