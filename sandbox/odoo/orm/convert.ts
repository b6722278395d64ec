import type { Env } from '../env.ts';
import { missingError, valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import { emptyValue } from '../fields.ts';
import { repr } from '../python.ts';
import type { Value } from '../values.ts';
import { round, toIds } from '../values.ts';

const DATETIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a value as `create` and `write` accept it for a stored column (x2many commands aside). */
export const toColumn = (env: Env, model: string, name: string, field: Field, value: unknown): Value => {
  if (value === null || value === undefined || value === false)
    return field.type === 'boolean' ? false : emptyValue(field);
  switch (field.type) {
    case 'char':
    case 'text':
    case 'binary':
      return plainText(value);
    case 'html':
      return toHtml(plainText(value));
    case 'integer':
    case 'many2one_reference':
      return toInteger(value);
    case 'float':
    case 'monetary':
      return field.digits === undefined ? toFloat(value) : round(toFloat(value), field.digits);
    case 'boolean':
      return value !== 0 && value !== '';
    case 'date':
      return toDate(value);
    case 'datetime':
      return toDatetime(value);
    case 'selection':
      if (field.selection?.some(([key]) => key === value) === true) return plainText(value);
      throw valueError(`Wrong value for ${model}.${name}: ${repr(value)}`);
    case 'many2one':
      return toRecordId(env, model, name, field, value);
    case 'many2many':
    case 'one2many':
      return toIds(value);
  }
};

const plainText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? repr(value) : repr(value);
};

/** Odoo's sanitizer wraps bare text in a paragraph. */
export const toHtml = (source: string): string =>
  source === '' || source.trimStart().startsWith('<') ? source : `<p>${source}</p>`;

const toInteger = (value: unknown): number => {
  const number = typeof value === 'string' ? Number(value) : value === true ? 1 : value;
  if (typeof number === 'number' && Number.isFinite(number)) return Math.trunc(number);
  throw valueError(`invalid literal for int() with base 10: ${repr(value)}`);
};

const toFloat = (value: unknown): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value === true ? 1 : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw valueError(`could not convert string to float: ${repr(value)}`);
};

const toDate = (value: unknown): string => {
  if (typeof value === 'string' && DATE.test(value.slice(0, 10))) return value.slice(0, 10);
  throw valueError(`time data ${repr(value)} does not match format '%Y-%m-%d'`);
};

/** `YYYY-MM-DD HH:MM:SS` in UTC; ISO `T`, zones and fractions are refused. */
const toDatetime = (value: unknown): string => {
  if (typeof value === 'string') {
    if (DATETIME.test(value)) return value;
    if (DATE.test(value)) return `${value} 00:00:00`;
    if (DATETIME.test(value.slice(0, 19))) throw valueError(`unconverted data remains: ${value.slice(19)}`);
  }
  throw valueError(`time data ${repr(value)} does not match format '%Y-%m-%d %H:%M:%S'`);
};

const toRecordId = (env: Env, model: string, name: string, field: Field, value: unknown): Value => {
  const id = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof id !== 'number') throw valueError(`Wrong value for ${model}.${name}: ${repr(value)}`);
  if (id === 0) return false;
  if (!env.find(field.relation ?? '', id)) throw missingError(field.relation ?? '', id, env.uid);
  return id;
};
