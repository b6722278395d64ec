import type { Env } from './env.ts';
import type { Row, Value } from './values.ts';

export type FieldType =
  | 'char'
  | 'text'
  | 'html'
  | 'integer'
  | 'float'
  | 'monetary'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'many2one'
  | 'one2many'
  | 'many2many'
  | 'many2one_reference'
  | 'binary';

export interface Field {
  readonly type: FieldType;
  /** The label: what error messages call the field. */
  readonly string: string;
  readonly required?: boolean;
  readonly readonly?: boolean;
  readonly relation?: string;
  /** one2many: the many2one of the other side. */
  readonly inverse?: string;
  readonly selection?: readonly (readonly [string, string])[];
  /** Decimals kept in the database; without it floats are kept as they are. */
  readonly digits?: number;
  readonly default?: Value | ((env: Env) => Value);
  /** Not stored: worked out at each read, neither sortable nor in the database. */
  readonly compute?: (env: Env, row: Row) => Value;
  /** Not stored: the value at the end of a path of many2ones. */
  readonly related?: string;
  /** What `read` answers where no column could hold it. */
  readonly show?: (env: Env, row: Row) => unknown;
  /** Takes a write on a computed or related field; without it such a write is ignored. */
  readonly take?: (env: Env, id: number, value: unknown) => void;
  /** Equality searches go through an index. */
  readonly index?: boolean;
  readonly manual?: boolean;
  /** The field is there only while this module is installed. */
  readonly module?: string;
  /** many2one: a foreign key that forgets what is deleted, without a trace in `write_date`. */
  readonly forgets?: boolean;
  /** Never readable: secrets. */
  readonly secret?: boolean;
}

type Options = Partial<Omit<Field, 'type' | 'string'>>;
const of =
  (type: FieldType) =>
  (string: string, options: Options = {}): Field => ({ type, string, ...options });

export const char = of('char');
export const textField = of('text');
export const html = of('html');
export const integer = of('integer');
export const float = of('float');
export const monetary = (string: string, options: Options = {}): Field => ({
  type: 'monetary',
  string,
  digits: 2,
  ...options,
});
export const boolean = of('boolean');
export const date = of('date');
export const datetime = of('datetime');
export const selection = (string: string, values: Record<string, string>, options: Options = {}): Field => ({
  type: 'selection',
  string,
  selection: Object.entries(values),
  ...options,
});
export const many2one = (string: string, relation: string, options: Options = {}): Field => ({
  type: 'many2one',
  string,
  relation,
  ...options,
});
export const many2many = (string: string, relation: string, options: Options = {}): Field => ({
  type: 'many2many',
  string,
  relation,
  ...options,
});
export const one2many = (string: string, relation: string, inverse: string, options: Options = {}): Field => ({
  type: 'one2many',
  string,
  relation,
  inverse,
  ...options,
});

export const isStored = (field: Field): boolean =>
  field.compute === undefined && field.related === undefined && field.type !== 'one2many';

export const isToMany = (field: Field): boolean => field.type === 'one2many' || field.type === 'many2many';

/** The value of a column nobody has set. */
export const emptyValue = (field: Field): Value => {
  switch (field.type) {
    case 'integer':
    case 'float':
    case 'monetary':
    case 'many2one_reference':
      return 0;
    case 'one2many':
    case 'many2many':
      return [];
    case 'char':
    case 'text':
    case 'html':
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'selection':
    case 'many2one':
    case 'binary':
      return false;
  }
};
