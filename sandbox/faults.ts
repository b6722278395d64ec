import { faultRuleSchema } from './fault-rules.ts';
import type { FaultEffect, FaultRule, FaultRuleInput } from './fault-rules.ts';
import type { RpcCall } from './rpc-call.ts';

/** What rules are matched against. */
export interface FaultableCall {
  readonly system: string;
  readonly method: string;
  readonly path: string;
  readonly rpc: RpcCall | null;
}

/** A rule with what it did so far. */
export type ActiveFault = FaultRule & {
  readonly id: string;
  /** Calls that matched, those left alone by `skip` and `probability` included. */
  matched: number;
  /** Calls it took effect on. */
  hits: number;
};

export interface Faults {
  add(rule: FaultRuleInput): ActiveFault;
  remove(id: string): boolean;
  clear(): void;
  list(): ActiveFault[];
  /** Counts the call on the rules it matches and gives the first one that takes effect. */
  take(call: FaultableCall): { id: string; effect: FaultEffect } | null;
}

const matches = (rule: ActiveFault, call: FaultableCall): boolean =>
  (rule.system === undefined || rule.system === call.system) &&
  (rule.method === undefined || rule.method.toUpperCase() === call.method) &&
  (rule.path === undefined || new RegExp(rule.path).test(call.path)) &&
  (rule.rpc === undefined ||
    (call.rpc !== null &&
      (rule.rpc.model === undefined || rule.rpc.model === call.rpc.model) &&
      (rule.rpc.method === undefined || rule.rpc.method === call.rpc.method)));

export const createFaults = (): Faults => {
  const rules = new Map<string, ActiveFault>();
  const endOf = new Map<string, number>();
  let lastId = 0;

  const isSpent = (rule: ActiveFault): boolean => {
    if (rule.effect.type === 'outage') {
      if (Date.now() >= (endOf.get(rule.id) ?? Infinity)) return true;
      return rule.times !== undefined && rule.times !== 'unlimited' && rule.hits >= rule.times;
    }
    return rule.times !== 'unlimited' && rule.hits >= (rule.times ?? 1);
  };

  return {
    add(input) {
      const rule = faultRuleSchema.parse(input);
      const active = { ...rule, id: rule.id ?? `fault-${++lastId}`, matched: 0, hits: 0 };
      rules.set(active.id, active);
      endOf.delete(active.id);
      if (rule.effect.type === 'outage' && rule.effect.ms !== undefined)
        endOf.set(active.id, Date.now() + rule.effect.ms);
      return active;
    },
    remove: (id) => rules.delete(id),
    clear: () => rules.clear(),
    list: () => [...rules.values()],
    take(call) {
      for (const rule of rules.values()) {
        if (isSpent(rule) || !matches(rule, call)) continue;
        rule.matched += 1;
        if (rule.matched <= rule.skip || Math.random() >= rule.probability) continue;
        rule.hits += 1;
        return { id: rule.id, effect: rule.effect };
      }
      return null;
    },
  };
};
