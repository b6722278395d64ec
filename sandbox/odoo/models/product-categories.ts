import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import { num, text } from '../values.ts';
import { PRODUCTS } from './groups.ts';

export const categoryModels = (): Model[] => [
  defineModel({
    name: 'product.category',
    description: 'Product Category',
    access: PRODUCTS,
    order: 'complete_name',
    recName: 'complete_name',
    fields: {
      name: f.char('Name', { required: true }),
      parent_id: f.many2one('Parent Category', 'product.category', { index: true }),
      complete_name: f.char('Complete Name', { readonly: true }),
      parent_path: f.char('Parent Path', { readonly: true }),
    },
    afterCreate: place,
    afterWrite: (env, ids, vals) => {
      if ('name' in vals || 'parent_id' in vals) for (const id of ids) place(env, id);
    },
  }),
];

/** `All / Saleable` and `1/2/`: the way from the root, of the category and those below it. */
function place(env: Env, id: number): void {
  const row = env.get('product.category', id);
  const parent = env.find('product.category', num(row, 'parent_id'));
  const complete_name = parent ? `${text(parent, 'complete_name')} / ${text(row, 'name')}` : text(row, 'name');
  if (!env.patch('product.category', id, { complete_name, parent_path: `${text(parent, 'parent_path')}${id}/` }))
    return;
  for (const child of env.lookup('product.category', 'parent_id', id)) place(env, num(child, 'id'));
}

/** Names what was made before categories were named in full. */
export const placeCategories = (env: Env): void => {
  for (const id of env.search('product.category', [['parent_id', '=', false]])) place(env, id);
};

/** Whether the category is the other one or below it. */
export const isBelow = (env: Env, id: number, other: number): boolean =>
  id > 0 && (id === other || isBelow(env, env.ref('product.category', id, 'parent_id'), other));
