import { z } from 'zod';
import type { SetupDoor } from './setup-door.ts';
import type { SetupItem } from './setup-item.ts';
import type { WantedField } from './wanted-setup.ts';

const idRow = z.object({ id: z.int() });

/** Makes a text field of the user's own where the model has none of that name. Needs Settings rights (odoo.md §4). */
export const setUpField = async (door: SetupDoor, field: WantedField, apply: boolean): Promise<SetupItem> => {
  const item = { what: 'field', model: field.model, name: field.name, detail: field.label } as const;
  if (await door.hasField(field.model, field.name)) return { ...item, state: 'present' };
  if (!apply) return { ...item, state: 'missing' };
  const [model] = await door.searchRead(idRow, 'ir.model', [['model', '=', field.model]], ['id']);
  if (model === undefined) return { ...item, state: 'refused', detail: `Odoo has no model ${field.model}` };
  await door.create('ir.model.fields', {
    name: field.name,
    model_id: model.id,
    ttype: 'char',
    field_description: field.label,
    state: 'manual',
    store: true,
    index: true,
    copied: false,
  });
  return { ...item, state: 'made' };
};
