import type { Cost, Engine } from './engine.ts';
import type { FaultKind, Faults } from './faults.ts';
import { faultError, lostRaceAnswer } from './faults.ts';
import type { BoundCall } from './methods.ts';
import { runCall } from './methods.ts';
import { Recordset } from './registry.ts';
import { reprRecordset } from './python.ts';
import type { Context } from './values.ts';
import { isRecord } from './values.ts';

/** Runs a bound call as one transaction and gives its result as this version prints it. */
export const performCall = async (
  engine: Engine,
  faults: Faults,
  uid: number,
  context: Context,
  call: BoundCall,
): Promise<unknown> => {
  const fault: FaultKind | undefined = faults.take(call.model.name, call.name);
  if (fault === 'lost-race') return lostRaceAnswer;
  if (fault !== undefined) throw faultError(fault);
  const delay = faults.takeDelay(call.model.name, call.name);
  const delayed = delay === undefined ? {} : delay.waits ? { delayMs: delay.ms } : { beganMsAgo: delay.ms };
  const cost = { ...costOf(call), ...delayed };
  const result = await engine.call(uid, context, cost, (env) => runCall(env, call));
  if (!(result instanceof Recordset)) return result;
  return engine.major === 19 ? result.ids : reprRecordset(result.model, result.ids);
};

export const contextOf = (value: unknown): Context => (isRecord(value) ? value : {});

const costOf = (call: BoundCall): Cost => {
  const vals = call.args['vals_list'];
  const rows = call.args['data'];
  switch (call.name) {
    case 'read':
    case 'web_read':
    case 'search':
    case 'search_read':
    case 'search_count':
      return { kind: 'read', records: 0 };
    case 'create':
      return { kind: 'create', records: Array.isArray(vals) ? vals.length : 1 };
    case 'load':
      return { kind: 'load', records: Array.isArray(rows) ? rows.length : 1 };
    case 'write':
      return { kind: 'write', records: call.ids.length };
    case 'action_confirm':
    case 'check':
      return { kind: 'confirm', records: call.ids.length };
    case 'button_validate':
      return { kind: 'validate', records: call.ids.length };
    default:
      return { kind: 'other', records: call.ids.length };
  }
};
