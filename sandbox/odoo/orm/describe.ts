import type { Field } from '../fields.ts';
import { isStored } from '../fields.ts';
import type { Model } from '../registry.ts';

/** `fields_get`: what each field is, cut down to the attributes asked for. */
export const describeFields = (
  model: Model,
  names: readonly string[],
  attributes: readonly string[],
): Record<string, Record<string, unknown>> => {
  const described: Record<string, Record<string, unknown>> = {};
  for (const [name, field] of model.fields) {
    if (field.secret === true || (names.length > 0 && !names.includes(name))) continue;
    const full = describeField(name, field);
    described[name] =
      attributes.length === 0
        ? full
        : Object.fromEntries(attributes.filter((key) => key in full).map((key) => [key, full[key]]));
  }
  return described;
};

const describeField = (name: string, field: Field): Record<string, unknown> => ({
  type: field.type,
  string: field.string,
  name,
  required: field.required === true,
  readonly: field.readonly === true || (!isStored(field) && field.take === undefined && field.type !== 'one2many'),
  store: isStored(field),
  sortable: isStored(field),
  searchable: true,
  manual: field.manual === true,
  ...(field.relation !== undefined && { relation: field.relation, domain: [], context: {} }),
  ...(field.inverse !== undefined && { relation_field: field.inverse }),
  ...(field.selection !== undefined && { selection: field.selection }),
  ...(field.digits !== undefined && field.type === 'float' && { digits: [16, field.digits] }),
});
