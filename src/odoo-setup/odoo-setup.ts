import type { SetupDoor } from './setup-door.ts';
import type { SetupItem } from './setup-item.ts';
import { setUpField } from './manual-fields.ts';
import type { WantedField, WantedRule } from './wanted-setup.ts';
import { setUpRule } from './webhook-rules.ts';

export interface OdooSetup {
  readonly rules: readonly WantedRule[];
  readonly fields: readonly WantedField[];
  /** Where the rules post to: it holds the secret by which Conveyor knows them. */
  readonly webhookUrl: string;
  /** false: only look. */
  readonly apply: boolean;
}

/** Looks at, or makes, what helps inside Odoo. One thing that Odoo refuses leaves the others to go on. May be repeated. */
export const setUpOdoo = async (door: SetupDoor, setup: OdooSetup): Promise<SetupItem[]> => {
  const items: SetupItem[] = [];
  for (const field of setup.fields)
    items.push(await refusedInWords({ what: 'field', ...field }, () => setUpField(door, field, setup.apply)));
  for (const rule of setup.rules)
    items.push(
      await refusedInWords({ what: 'rule', ...rule }, () => setUpRule(door, rule, setup.webhookUrl, setup.apply)),
    );
  return items;
};

const refusedInWords = async (
  item: Pick<SetupItem, 'what' | 'model' | 'name'>,
  work: () => Promise<SetupItem>,
): Promise<SetupItem> => {
  try {
    return await work();
  } catch (error) {
    const { what, model, name } = item;
    return { what, model, name, state: 'refused', detail: firstLine(error) };
  }
};

/** Odoo goes on with the list of groups that would be allowed. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
