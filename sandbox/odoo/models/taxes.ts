import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { flag, list, num, round, text } from '../values.ts';
import { ACCOUNTS } from './groups.ts';
import { taxAmounts17 } from './tax-amounts-17.ts';
import { taxAmounts18 } from './tax-amounts-18.ts';
import type { TaxAmount, TaxRule } from './tax-rules.ts';

const TYPES = {
  group: 'Group of Taxes',
  fixed: 'Fixed',
  percent: 'Percentage of Price',
  division: 'Percentage of Price Tax Included',
};

export const taxModels = (major: Major): Model[] => [
  defineModel({
    name: 'account.tax',
    description: 'Tax',
    order: 'sequence, id',
    access: ACCOUNTS,
    fields: {
      name: f.char('Tax Name', { required: true }),
      sequence: f.integer('Sequence', { required: true, default: 1 }),
      amount: f.float('Amount', { digits: 4, required: true }),
      amount_type: f.selection('Tax Computation', TYPES, { required: true, default: 'percent' }),
      type_tax_use: f.selection(
        'Tax Type',
        { sale: 'Sales', purchase: 'Purchases', none: 'None' },
        { required: true, default: 'sale' },
      ),
      // From 18 on the tax says how it departs from its company, and the flag is worked out.
      price_include:
        major === 17
          ? f.boolean('Included in Price')
          : f.boolean('Price Include', { compute: (env, row) => includesItself(env, row) }),
      price_include_override:
        major > 17 && f.selection('Included in Price', { tax_included: 'Tax Included', tax_excluded: 'Tax Excluded' }),
      include_base_amount: f.boolean('Affect Base of Subsequent Taxes'),
      is_base_affected: f.boolean('Base Affected by Previous Taxes', { default: true }),
      children_tax_ids: f.many2many('Children Taxes', 'account.tax'),
      original_tax_ids: major === 19 && f.many2many('Replaces', 'account.tax'),
      fiscal_position_ids: major === 19 && f.many2many('Fiscal Positions', 'account.fiscal.position'),
      description: f.html('Description'),
      invoice_label: f.char('Label on Invoices'),
      company_id: f.many2one('Company', 'res.company', { required: true, default: (env) => env.companyId() }),
      active: active(),
    },
  }),
];

function includesItself(env: Env, tax: Row): boolean {
  if (env.major === 17) return flag(tax, 'price_include');
  const own = text(tax, 'price_include_override');
  return (own || text(env.find('res.company', num(tax, 'company_id')), 'account_price_include')) === 'tax_included';
}

export interface TaxedPrice {
  readonly excluded: number;
  readonly included: number;
  readonly taxes: readonly TaxAmount[];
}

export interface PriceToTax {
  /** After the discount. */
  readonly price: number;
  readonly quantity: number;
  /** `document`: the taxes of a whole order are rounded once, and so not here. */
  readonly rounding?: 'line' | 'document';
}

/** Groups give way to their children; all in the order in which they are worked out. */
const flatten = (env: Env, ids: readonly number[]): Row[] =>
  env
    .rows('account.tax', ids)
    .sort((a, b) => num(a, 'sequence') - num(b, 'sequence') || num(a, 'id') - num(b, 'id'))
    .flatMap((tax) => (text(tax, 'amount_type') === 'group' ? flatten(env, list(tax, 'children_tax_ids')) : [tax]));

const ruleOf = (env: Env, tax: Row): TaxRule => {
  const type = text(tax, 'amount_type');
  return {
    id: num(tax, 'id'),
    type: type === 'fixed' || type === 'division' ? type : 'percent',
    amount: num(tax, 'amount'),
    isInside: includesItself(env, tax),
    raisesBase: flag(tax, 'include_base_amount'),
    isRaised: flag(tax, 'is_base_affected'),
  };
};

const cents = (amount: number): number => round(amount, 2);
const exactly = (amount: number): number => amount;

/** The taxes of a line as the version works them out; what is taken back is worked out as a sale and turned round. */
export const computeTaxes = (
  env: Env,
  ids: readonly number[],
  { price, quantity, rounding = 'line' }: PriceToTax,
): TaxedPrice => {
  const sign = price * quantity < 0 || (price === 0 && quantity < 0) ? -1 : 1;
  const isWhole = rounding === 'document';
  const line = {
    rules: flatten(env, ids).map((tax) => ruleOf(env, tax)),
    price: Math.abs(price),
    quantity: Math.abs(quantity),
    // 17 rounds prices all the same, and keeps five more decimals of the taxes.
    roundBase: isWhole && env.major > 17 ? exactly : cents,
    roundTax: isWhole ? (env.major > 17 ? exactly : (amount: number) => round(amount, 7)) : cents,
  };
  const { excluded, taxes } = env.major === 17 ? taxAmounts17(line) : taxAmounts18(line);
  const included = excluded + taxes.reduce((sum, { amount }) => sum + amount, 0);
  return {
    excluded: sign * excluded,
    included: sign * (isWhole ? included : cents(included)),
    taxes: taxes.map(({ id, amount, base }) => ({ id, amount: sign * amount, base: sign * base })),
  };
};

/** Whether the price of a line includes all of its taxes. */
export const isAllInside = (env: Env, ids: readonly number[]): boolean =>
  flatten(env, ids).every((tax) => includesItself(env, tax));
