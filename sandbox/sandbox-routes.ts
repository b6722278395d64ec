import { z } from 'zod';
import { jsonAnswer } from './answers.ts';
import type { CallLog, LoggedCall } from './call-log.ts';
import { moreGoodsSchema } from './catalogue.ts';
import type { Faults } from './faults.ts';
import { faultRuleSchema } from './fault-rules.ts';
import type { SimulatorRequest, SimulatorResponse } from './simulator.ts';

export interface SandboxParts {
  readonly faults: Faults;
  readonly log: CallLog;
  /** Makes more goods at both ends. @returns ids of the products in Odoo */
  growCatalogue(goods: z.output<typeof moreGoodsSchema>): Promise<readonly number[]>;
  /** Forgets everything: faults, log, and the state of each simulator. */
  reset(): Promise<void>;
}

const rulesSchema = z.union([faultRuleSchema, z.array(faultRuleSchema)]);

const readLog = (log: CallLog, query: URLSearchParams): unknown => {
  const [system, method, path, rpc] = ['system', 'method', 'path', 'rpc'].map((name) => query.get(name));
  const since = Date.parse(query.get('since') ?? '');
  const wanted = (call: LoggedCall): boolean =>
    (system == null || system === call.system) &&
    (method == null || method === call.method) &&
    (path == null || new RegExp(path).test(call.path)) &&
    (rpc == null || rpc === (call.rpc ? `${call.rpc.model}.${call.rpc.method}` : null)) &&
    (Number.isNaN(since) || Date.parse(call.at) >= since);
  const limit = Number(query.get('limit') ?? 1000);
  return { counts: log.counts(), calls: limit === 0 ? [] : log.calls().filter(wanted).slice(-limit) };
};

/** What a body says, or the answer to a wrong one. */
const read = <T>(
  schema: z.ZodType<T>,
  body: Buffer,
  what: string,
): { readonly value: T } | { readonly refusal: SimulatorResponse } => {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return { refusal: jsonAnswer(400, { error: 'the body is not JSON' }) };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  return { refusal: jsonAnswer(422, { error: `not ${what}`, errors: parsed.error.issues }) };
};

const addFaults = ({ faults }: SandboxParts, body: Buffer): SimulatorResponse => {
  const rules = read(rulesSchema, body, 'a fault rule');
  if ('refusal' in rules) return rules.refusal;
  const { value } = rules;
  return jsonAnswer(201, Array.isArray(value) ? value.map((rule) => faults.add(rule)) : faults.add(value));
};

const addGoods = async (parts: SandboxParts, body: Buffer): Promise<SimulatorResponse> => {
  const goods = read(moreGoodsSchema, body, 'a number of goods');
  return 'refusal' in goods ? goods.refusal : jsonAnswer(201, await parts.growCatalogue(goods.value));
};

/** The sandbox's own doors: `/_health`, `/_faults`, `/_log`, `/_catalogue`, `/_reset`. Nothing here is logged or hit by a fault. */
export const handleSandboxRoute = async (
  parts: SandboxParts,
  request: SimulatorRequest,
): Promise<SimulatorResponse> => {
  const { pathname, searchParams } = new URL(request.path, 'http://sandbox');
  const [, , id] = pathname.split('/');
  switch (`${request.method} /${pathname.split('/')[1] ?? ''}`) {
    case 'GET /_health':
      return jsonAnswer(200, { ok: true });
    case 'GET /_faults':
      return jsonAnswer(200, parts.faults.list());
    case 'POST /_faults':
      return addFaults(parts, request.body);
    case 'DELETE /_faults':
      if (id === undefined) parts.faults.clear();
      else if (!parts.faults.remove(decodeURIComponent(id))) return jsonAnswer(404, { error: `no fault ${id}` });
      return jsonAnswer(200, parts.faults.list());
    case 'GET /_log':
      return jsonAnswer(200, readLog(parts.log, searchParams));
    case 'DELETE /_log':
      parts.log.clear();
      return jsonAnswer(200, {});
    case 'POST /_catalogue':
      return addGoods(parts, request.body);
    case 'POST /_reset':
      await parts.reset();
      return jsonAnswer(200, {});
    default:
      return jsonAnswer(404, { error: `${request.method} ${pathname} is not known` });
  }
};
