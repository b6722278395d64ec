import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { flag, list, num, round, text } from '../values.ts';
import { ACCOUNTS } from './groups.ts';

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
  readonly taxes: readonly { readonly id: number; readonly amount: number; readonly base: number }[];
}

export interface PriceToTax {
  /** After the discount. */
  readonly price: number;
  readonly quantity: number;
  /** Decimals each tax is rounded to; Odoo keeps five more when it rounds whole documents. */
  readonly digits: number;
}

/** Groups give way to their children; all in the order in which they are worked out. */
const flatten = (env: Env, ids: readonly number[]): Row[] =>
  env
    .rows('account.tax', ids)
    .sort((a, b) => num(a, 'sequence') - num(b, 'sequence') || num(a, 'id') - num(b, 'id'))
    .flatMap((tax) => (text(tax, 'amount_type') === 'group' ? flatten(env, list(tax, 'children_tax_ids')) : [tax]));

/** What is inside a price, gathered from the last tax to the first. */
class Included {
  percent = 0;
  division = 0;
  fixed = 0;

  take(tax: Row, quantity: number): void {
    const amount = num(tax, 'amount');
    switch (text(tax, 'amount_type')) {
      case 'percent':
        this.percent += amount;
        break;
      case 'division':
        this.division += amount;
        break;
      default:
        this.fixed += Math.abs(quantity) * amount;
    }
  }

  withoutThem(base: number): number {
    const net = ((base - this.fixed) / (1 + this.percent / 100)) * ((100 - this.division) / 100);
    [this.percent, this.division, this.fixed] = [0, 0, 0];
    return net;
  }
}

const amountOf = (tax: Row, base: number, quantity: number): number => {
  const amount = num(tax, 'amount');
  switch (text(tax, 'amount_type')) {
    case 'fixed':
      return Math.abs(quantity) * amount;
    case 'division':
      return amount === 100 ? 0 : base / (1 - amount / 100) - base;
    default:
      return (base * amount) / 100;
  }
};

/**
 * The taxes of a line as Odoo works them out: prices that include taxes are taken apart first, then each tax is laid
 * on the base, which grows by those that say so.
 */
export const computeTaxes = (env: Env, ids: readonly number[], { price, quantity, digits }: PriceToTax): TaxedPrice => {
  const taxes = flatten(env, ids);
  const sign = price * quantity < 0 ? -1 : 1;
  const gross = round(Math.abs(price * quantity), digits);
  const included = new Included();
  const checkpoints = new Map<number, number>();
  let base = gross;
  let isCheckpointDue = true;
  for (const [at, tax] of [...taxes.entries()].reverse()) {
    if (flag(tax, 'include_base_amount')) {
      base = included.withoutThem(base);
      isCheckpointDue = true;
    }
    if (!includesItself(env, tax)) continue;
    included.take(tax, quantity);
    if (isCheckpointDue) checkpoints.set(at, base);
    isCheckpointDue = false;
  }
  const excluded = round(included.withoutThem(base), digits);
  let running = excluded;
  let total = excluded;
  let pending = 0;
  const found = taxes.map((tax, at) => {
    const isInside = includesItself(env, tax);
    const own = isInside || flag(tax, 'is_base_affected') ? running : excluded;
    const checkpoint = isInside ? checkpoints.get(at) : undefined;
    const amount = round(
      checkpoint === undefined ? amountOf(tax, own, quantity) : checkpoint - (running + pending),
      digits,
    );
    if (checkpoint !== undefined) pending = 0;
    else if (isInside) pending += amount;
    if (flag(tax, 'include_base_amount')) running += amount;
    total += amount;
    return { id: num(tax, 'id'), amount: sign * amount, base: sign * own };
  });
  return { excluded: sign * excluded, included: sign * round(total, digits), taxes: found };
};
