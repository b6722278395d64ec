import type { Env } from '../env.ts';
import type { Row } from '../values.ts';
import { flag, list, num, round, text } from '../values.ts';

export const templateOf = (env: Env, product: Row): Row => env.get('product.template', num(product, 'product_tmpl_id'));

/** A product whose stock is counted. */
export const isStorable = (env: Env, product: Row): boolean => {
  const template = env.find('product.template', num(product, 'product_tmpl_id'));
  return env.major === 17 ? text(template, 'detailed_type') === 'product' : flag(template, 'is_storable');
};

export const isService = (env: Env, product: Row): boolean =>
  text(env.find('product.template', num(product, 'product_tmpl_id')), 'type') === 'service';

export const taxesOf = (env: Env, product: Row): readonly number[] => list(templateOf(env, product), 'taxes_id');

export const companyCurrency = (env: Env): number => num(env.find('res.company', env.companyId()), 'currency_id');

/** What the attribute values of a variant add to the price of its template. */
export const extraOf = (env: Env, product: Row): number =>
  list(product, 'product_template_attribute_value_ids').reduce(
    (sum, id) => sum + num(env.find('product.template.attribute.value', id), 'price_extra'),
    0,
  );

export const salesPriceOf = (env: Env, product: Row): number =>
  round(num(templateOf(env, product), 'list_price') + extraOf(env, product), 2);
