import { z } from 'zod';
import type { SetupDoor } from './setup-door.ts';
import type { SetupItem } from './setup-item.ts';
import type { WantedRule } from './wanted-setup.ts';

const ruleRow = z.object({ id: z.int(), active: z.boolean(), action_server_ids: z.array(z.int()) });
const actionRow = z.object({ id: z.int(), webhook_url: z.union([z.string(), z.literal(false)]) });
const idRow = z.object({ id: z.int() });

/**
 * Makes a rule of ours post to `url`. Found by its name first, for creating is not idempotent (odoo.md §5); its address is corrected where
 * it points elsewhere. Needs the module `base_automation` and Settings rights.
 */
export const setUpRule = async (door: SetupDoor, rule: WantedRule, url: string, apply: boolean): Promise<SetupItem> => {
  const item = { what: 'rule', model: rule.model, name: rule.name } as const;
  const [found] = await door.searchRead(
    ruleRow,
    'base.automation',
    [
      ['name', '=', rule.name],
      ['active', 'in', [true, false]],
    ],
    ['active', 'action_server_ids'],
  );
  if (found === undefined) {
    if (apply) await createRule(door, rule, url);
    return {
      ...item,
      state: apply ? 'made' : 'missing',
      detail: `posts to ${url} when ${rule.triggerFields.join(' or ')} changes`,
    };
  }
  if (!found.active) return { ...item, state: 'present', detail: 'archived by somebody in Odoo, and left so' };
  const actions = await door.searchRead(
    actionRow,
    'ir.actions.server',
    [['id', 'in', found.action_server_ids]],
    ['webhook_url'],
  );
  const strays = actions.filter((action) => action.webhook_url !== url);
  if (strays.length === 0) return { ...item, state: 'present', detail: `posts to ${url}` };
  if (apply) for (const stray of strays) await door.write('ir.actions.server', stray.id, { webhook_url: url });
  return { ...item, state: apply ? 'corrected' : 'different', detail: `posts elsewhere; wanted is ${url}` };
};

const createRule = async (door: SetupDoor, rule: WantedRule, url: string): Promise<void> => {
  const modelId = await onlyId(door, 'ir.model', [['model', '=', rule.model]]);
  const fieldIds: number[] = [];
  for (const field of rule.triggerFields) {
    const named = [
      ['model', '=', rule.model],
      ['name', '=', field],
    ];
    fieldIds.push(await onlyId(door, 'ir.model.fields', named));
  }
  const fields = [[6, 0, fieldIds]];
  const action = {
    name: rule.name,
    model_id: modelId,
    state: 'webhook',
    usage: 'base_automation',
    webhook_url: url,
    webhook_field_ids: fields,
  };
  await door.create('base.automation', {
    name: rule.name,
    model_id: modelId,
    trigger: 'on_create_or_write',
    trigger_field_ids: fields,
    action_server_ids: [[0, 0, action]],
  });
};

const onlyId = async (door: SetupDoor, model: string, domain: readonly unknown[]): Promise<number> => {
  const [row] = await door.searchRead(idRow, model, domain, ['id']);
  if (row === undefined)
    throw new Error(`Odoo has no ${model} for ${JSON.stringify(domain)}: is the Sales app installed?`);
  return row.id;
};
