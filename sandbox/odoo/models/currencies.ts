import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { num, text } from '../values.ts';
import { READ_FOR_ALL } from './groups.ts';

export const currencyModels = (): Model[] => [
  defineModel({
    name: 'res.currency',
    description: 'Currency',
    access: READ_FOR_ALL,
    order: 'active desc, name',
    fields: {
      name: f.char('Currency', { required: true, index: true }),
      full_name: f.char('Name'),
      symbol: f.char('Symbol', { required: true }),
      rounding: f.float('Rounding Factor', { default: 0.01 }),
      decimal_places: f.integer('Decimal Places', { default: 2 }),
      position: f.selection(
        'Symbol Position',
        { after: 'After Amount', before: 'Before Amount' },
        { default: 'after' },
      ),
      rate: f.float('Current Rate', { compute: rateOf }),
      rate_ids: f.one2many('Rates', 'res.currency.rate', 'currency_id'),
      active: active(),
    },
  }),
  defineModel({
    name: 'res.currency.rate',
    description: 'Currency Rate',
    access: READ_FOR_ALL,
    order: 'name desc, id',
    fields: {
      name: f.date('Date', { required: true, default: (env) => env.today }),
      currency_id: f.many2one('Currency', 'res.currency', { required: true }),
      rate: f.float('Technical Rate'),
      company_id: f.many2one('Company', 'res.company', { default: (env) => env.companyId() }),
    },
  }),
];

/** Units of the currency for one of the company's: the last rate up to the day, 1 without one. */
function rateOf(env: Env, row: Row): number {
  const day = typeof env.context['date'] === 'string' ? env.context['date'].slice(0, 10) : env.today;
  const rates = env
    .lookup('res.currency.rate', 'currency_id', num(row, 'id'))
    .filter((rate) => text(rate, 'name') <= day)
    .sort((a, b) => (text(a, 'name') < text(b, 'name') ? 1 : -1));
  return num(rates[0], 'rate') || 1;
}

/** Unrounded, by today's rates. */
export const convert = (env: Env, amount: number, from: number, to: number): number =>
  from === to
    ? amount
    : amount * (rateOf(env, env.get('res.currency', to)) / rateOf(env, env.get('res.currency', from)));
