/** The few pieces of Python that show on Odoo's wire: `repr` in error texts, literals in rule domains, json.dumps. */

export const repr = (value: unknown): string => {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string')
    return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(', ')}}`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
};

/** `repr` of a tuple: `('name', '=', 1)`, `(1,)`. */
export const reprTuple = (items: readonly unknown[]): string =>
  items.length === 1 ? `(${repr(items[0])},)` : `(${items.map(repr).join(', ')})`;

/** `sale.order(1, 2)`: how 17 and 18 print a recordset. */
export const reprRecordset = (model: string, ids: readonly number[]): string => `${model}${reprTuple(ids)}`;

const TOKEN = /\s*(?:([[\](),])|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s[\](),'"]+))/y;

/** Parses a Python literal of lists, tuples, strings, numbers, True, False and None; anything else is an error. */
export const parseLiteral = (source: string): unknown => {
  const tokens: { mark?: string; value?: unknown }[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source);
    if (!match) throw new SyntaxError(`malformed literal: ${source}`);
    if (match[1] !== undefined) tokens.push({ mark: match[1] });
    else if (match[4] !== undefined) tokens.push({ value: parseWord(match[4]) });
    else tokens.push({ value: (match[2] ?? match[3] ?? '').replaceAll(/\\(.)/g, '$1') });
  }
  let at = 0;
  const next = (): unknown => {
    const token = tokens[at++];
    if (!token) throw new SyntaxError(`malformed literal: ${source}`);
    if (token.mark === undefined) return token.value;
    const items: unknown[] = [];
    while (tokens[at] && tokens[at]?.mark !== ']' && tokens[at]?.mark !== ')') {
      items.push(next());
      if (tokens[at]?.mark === ',') at += 1;
    }
    at += 1;
    return items;
  };
  return next();
};

const parseWord = (word: string): unknown => {
  if (word === 'True') return true;
  if (word === 'False' || word === 'None') return false;
  const value = Number(word);
  if (Number.isNaN(value)) throw new SyntaxError(`malformed literal: ${word}`);
  return value;
};

/** A number that Python holds as a float: written `12.0`. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** `json.dumps(value, sort_keys=True)`: separators with a space, floats with a fraction. */
export const pythonJson = (value: unknown): string => {
  if (value instanceof PythonFloat) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
};
