import type { Env } from '../env.ts';
import type { Model } from '../registry.ts';
import { parseLiteral, PythonFloat, pythonJson } from '../python.ts';
import type { Row } from '../values.ts';
import { flag, list, num, sameValue, text } from '../values.ts';
import { compileDomain } from './domain.ts';
import { fieldValue } from './read.ts';

/** Queues the webhooks of automation rules that a created (`before` undefined) or changed record sets off. */
export const fireRules = (env: Env, model: Model, id: number, before: Row | undefined): void => {
  for (const rule of env.lookup('base.automation', 'model_name', model.name)) {
    if (!flag(rule, 'active') || !isTriggered(env, rule, model, id, before)) continue;
    const domain = parseDomain(text(rule, 'filter_domain'));
    if (!compileDomain(env, model, domain)(env.get(model.name, id))) continue;
    for (const action of env.lookup('ir.actions.server', 'base_automation_id', num(rule, 'id')))
      queueWebhook(env, action, model, id);
  }
};

const parseDomain = (source: string): unknown[] => {
  const domain = source === '' ? [] : parseLiteral(source);
  return Array.isArray(domain) ? domain : [];
};

/** A write counts only if a trigger field has another value now; without trigger fields each write counts. */
const isTriggered = (env: Env, rule: Row, model: Model, id: number, before: Row | undefined): boolean => {
  const trigger = text(rule, 'trigger');
  if (!before) return trigger === 'on_create' || trigger === 'on_create_or_write';
  if (trigger !== 'on_write' && trigger !== 'on_create_or_write') return false;
  const after = env.get(model.name, id);
  const fields = list(rule, 'trigger_field_ids').map((field) => text(env.find('ir.model.fields', field), 'name'));
  return fields.length === 0 || fields.some((field) => !sameValue(before[field], after[field]));
};

/** The payload of a webhook action: sorted keys, bare ids, microseconds, floats as Python writes them. */
export const queueWebhook = (env: Env, action: Row, model: Model, id: number): void => {
  if (text(action, 'state') !== 'webhook' || text(action, 'webhook_url') === '') return;
  const row = env.get(model.name, id);
  // 17 and 18 rename a webhook action when it is made; 19 keeps the name it was given.
  const label = env.major === 19 ? text(action, 'name') : 'Send Webhook Notification';
  const payload: Record<string, unknown> = {
    _action: `${label}(#${num(action, 'id')})`,
    _id: id,
    _model: model.name,
    id,
  };
  for (const fieldId of list(action, 'webhook_field_ids')) {
    const name = text(env.find('ir.model.fields', fieldId), 'name');
    const field = model.fields.get(name);
    if (!field) continue;
    const value = fieldValue(env, model, row, name, field);
    const isFloat = field.type === 'float' || field.type === 'monetary';
    payload[name] = isFloat && typeof value === 'number' ? new PythonFloat(value) : value;
  }
  env.session.webhooks.push({ url: text(action, 'webhook_url'), body: pythonJson(payload) });
};
