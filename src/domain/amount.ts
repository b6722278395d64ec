/** A quantity or a price read exactly, as a canonical decimal (`1234.5`), or why it cannot be. */
export type AmountReading =
  { readonly ok: true; readonly amount: string } | { readonly ok: false; readonly problem: string };

/** What every float on the way (JSON, Odoo) still gives back digit by digit. */
const mostSignificantDigits = 15;

const plain = /^(-?)(\d+)(?:\.(\d+))?$/;
// A group that begins with 0 is a decimal comma in disguise: `0,123`.
const withThousands = /^(-?)([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+)(?:\.(\d+))?$/;

const refuse = (problem: string): AmountReading => ({ ok: false, problem });

const readText = (text: string, mostDigits: number): AmountReading => {
  const match = plain.exec(text) ?? withThousands.exec(text);
  if (match === null) return refuse(`"${text.slice(0, 40)}" is not a number that can be read in only one way`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const wholeDigits = whole.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '');
  const fractionDigits = fraction.replace(/0+$/, '');
  const significant = `${wholeDigits}${fractionDigits}`
    .replace(/^0+/, '')
    .replace(fractionDigits === '' ? /0+$/ : /$^/, '');
  if (significant.length > mostDigits) {
    return refuse(`"${text.slice(0, 40)}" has more than ${mostDigits} significant digits and cannot be kept exactly`);
  }
  const amount = fractionDigits === '' ? wholeDigits : `${wholeDigits}.${fractionDigits}`;
  return { ok: true, amount: sign === '' || significant === '' ? amount : `-${amount}` };
};

/**
 * Reads a number or a string, with or without thousands separators (`1,234.50`, `1 234.50`). What has more than one reading (`1,23`,
 * `1.234,5`), an exponent or more digits than a float keeps is refused, never rounded. Equal amounts give equal strings.
 *
 * @param mostDigits Significant digits that are kept; 17 for what came out of a float and is only counted with.
 */
export const readAmount = (value: unknown, mostDigits = mostSignificantDigits): AmountReading => {
  if (value === undefined || value === null || value === '') return refuse('is missing');
  if (typeof value === 'string') return readText(value.trim(), mostDigits);
  if (typeof value !== 'number')
    return refuse(`is ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}, not a number`);
  if (!Number.isFinite(value)) return refuse('is not a finite number');
  return readText(String(value), mostDigits);
};
