import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { flag, list, num, toIds } from '../values.ts';
import { ACCOUNTS } from './groups.ts';

export const fiscalPositionModels = (major: Major): Model[] => [
  defineModel({
    name: 'account.fiscal.position',
    description: 'Fiscal Position',
    order: 'sequence, id',
    access: ACCOUNTS,
    fields: {
      name: f.char('Fiscal Position', { required: true }),
      active: active(),
      sequence: f.integer('Sequence'),
      auto_apply: f.boolean('Detect Automatically'),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
      // Rows of source and follower until 18; from 19 on the taxes themselves say where they belong.
      tax_ids:
        major === 19
          ? f.many2many('Taxes', 'account.tax', { compute: taxesIn, take: takeTaxes })
          : f.one2many('Tax Mapping', 'account.fiscal.position.tax', 'position_id'),
      tax_map: major === 19 && {
        type: 'binary',
        string: 'Tax Map',
        compute: () => false,
        show: (env, row) => Object.fromEntries(followers(env, row)),
      },
    },
  }),
  ...(major === 19
    ? []
    : [
        defineModel({
          name: 'account.fiscal.position.tax',
          description: 'Tax Mapping of Fiscal Position',
          access: ACCOUNTS,
          fields: {
            position_id: f.many2one('Fiscal Position', 'account.fiscal.position', { required: true }),
            tax_src_id: f.many2one('Tax on Product', 'account.tax', { required: true }),
            tax_dest_id: f.many2one('Tax to Apply', 'account.tax'),
            tax_dest_active: f.boolean('Active', { related: 'tax_dest_id.active' }),
          },
        }),
      ]),
];

function taxesIn(env: Env, position: Row): number[] {
  return env.search('account.tax', [['fiscal_position_ids', 'in', [num(position, 'id')]]]);
}

/** Links and replacements; a position takes taxes in by being named on them. */
function takeTaxes(env: Env, id: number, value: unknown): void {
  const commands: unknown[] = Array.isArray(value) ? value : [];
  for (const command of commands) {
    const [code, target, ids] = Array.isArray(command) ? (command as unknown[]) : [4, command, []];
    const wanted = code === 4 ? toIds(target) : toIds(ids);
    for (const tax of wanted) env.write('account.tax', [tax], { fiscal_position_ids: [[4, id, 0]] });
    const gone =
      code === 6 ? taxesIn(env, env.get('account.fiscal.position', id)).filter((tax) => !wanted.includes(tax)) : [];
    for (const tax of gone) env.write('account.tax', [tax], { fiscal_position_ids: [[3, id, 0]] });
  }
}

/** Source to followers. */
const followers = (env: Env, position: Row): Map<number, number[]> => {
  const map = new Map<number, number[]>();
  for (const tax of env.rows('account.tax', taxesIn(env, position)))
    for (const source of list(tax, 'original_tax_ids')) map.set(source, [...(map.get(source) ?? []), num(tax, 'id')]);
  return map;
};

/** What a fiscal position makes of taxes; without one they stay. */
export const mapTaxes = (env: Env, positionId: number, taxes: readonly number[]): readonly number[] => {
  const position = env.find('account.fiscal.position', positionId);
  if (!position) return taxes;
  if (env.major === 19) {
    if (taxesIn(env, position).length === 0) return [];
    const map = followers(env, position);
    return [...new Set(taxes.flatMap((tax) => map.get(tax) ?? [tax]))];
  }
  const rows = env.lookup('account.fiscal.position.tax', 'position_id', positionId);
  const follow = (tax: number): readonly number[] => {
    const found = rows.filter((row) => num(row, 'tax_src_id') === tax && counts(env, row));
    return found.length === 0 ? [tax] : found.map((row) => num(row, 'tax_dest_id')).filter((id) => id > 0);
  };
  return [...new Set(taxes.flatMap(follow))];
};

/** A row whose follower is archived counts for nothing. */
const counts = (env: Env, row: Row): boolean =>
  num(row, 'tax_dest_id') === 0 || flag(env.find('account.tax', num(row, 'tax_dest_id')), 'active');
