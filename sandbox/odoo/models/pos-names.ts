import type { Env } from '../env.ts';
import type { Row, Vals } from '../values.ts';
import { num, text } from '../values.ts';

/** Orders whose lines this one takes back. */
export function originalsOf(env: Env, order: Row): number[] {
  const found = env
    .lookup('pos.order.line', 'order_id', num(order, 'id'))
    .map((line) => num(env.find('pos.order.line', num(line, 'refunded_orderline_id')), 'order_id'))
    .filter((id) => id > 0);
  return [...new Set(found)];
}

/** 17 and 18 count the paid orders of a till; 19 takes the last part of the receipt's number. */
export const orderName = (env: Env, order: Row): string => {
  const originals = env.rows('pos.order', originalsOf(env, order)).map((row) => text(row, 'name'));
  if (originals.length > 0) return `${env.major === 17 ? originals.join(',') : (originals[0] ?? '')} REFUND`;
  const config = env.get('pos.config', num(order, 'config_id'));
  if (env.major < 19) return nextName(env, config);
  return `${text(config, 'name')} - ${text(order, 'pos_reference').split('-').at(-1) ?? ''}`;
};

export const nextName = (env: Env, config: Row): string =>
  `${text(config, 'name')}/${pad(env.session.store.nextValue(`pos-order-${num(config, 'id')}`), 4)}`;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** 19 numbers without gaps: a number that was rolled back is given again. */
const nextOf = (env: Env, sequence: number): number => {
  const next = num(env.get('ir.sequence', sequence), 'number_next');
  env.patch('ir.sequence', sequence, { number_next: next + 1 });
  return next;
};

/** 19: the number of the receipt, and the order's number within the till. */
export const referenceOf = (env: Env, config: Row, vals: Vals): Vals => {
  const isNumbered = Number(vals['sequence_number'] || 0) > 0;
  const numbered = isNumbered ? {} : { sequence_number: nextOf(env, num(config, 'order_seq_id')) };
  if (typeof vals['pos_reference'] === 'string' && vals['pos_reference'] !== '') return numbered;
  const next = nextOf(env, num(config, 'order_backend_seq_id'));
  return {
    ...numbered,
    pos_reference: `${env.today.slice(2, 4)}0-${num(config, 'id')}-${pad(next, 6)}`,
    tracking_number: String(next % 1000),
  };
};
