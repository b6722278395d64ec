export interface SplitStreet {
  readonly street: string;
  /** With what stands behind it (`5, 3rd floor`); null where there is none, or none that could be told for sure. */
  readonly houseNumber: string | null;
}

/** Longer ones are no house number, whatever they look like. */
const longest = 50;

/** 12, 12a, 12 a, 3-5, 12/14, 12/2/15, 5 + 7, 12 a-c, 12 1/2, 12½, 12 bis. */
const number = String.raw`\d{1,5}(?: ?[a-z](?!\p{L}))?(?: ?[½¼¾]| \d\/\d)?(?: ?(?:bis|ter|quater)(?!\p{L}))?(?: ?[-–/+&] ?(?:\d{1,5}(?: ?[a-z](?!\p{L}))?|[a-z](?![\p{L}\d])))*`;

/** What may follow a house number and belongs to it. */
const additions =
  'c/o|bei|hinterhaus|hh|vorderhaus|vh|hof|aufgang|eingang|etage|stock|og|eg|dg|wohnung|whg|haus|block|stiege|top|tür|zimmer|app|apt|apartment|appartement|flat|unit|suite|floor';

const behind = String.raw`(?=$|\s*[,;(]|\s+(?:${additions})(?![\p{L}\d]))`;

/** At the end of the name of a street, or glued to it (`Musterstr.12`, `Musterstraße12`, and not `Q7`). */
const trailing = new RegExp(String.raw`(?:(?<=[\s,.;])|(?<=\p{L}{3}))(?<!\d[.,/]?)${number}${behind}`, 'giu');

const leading = new RegExp(String.raw`^(${number})(?:\s*,\s*|\s+)(?=\p{L})(.+)$`, 'iu');

/** Languages that put the number first: a number at the end is then part of the name (`12 Rue du 8 Mai 1945`). */
const numberFirst =
  /^(?:rue|avenue|av|boulevard|bd|blvd|place|pl|allée|allee|chemin|impasse|quai|cours|square|passage|route|voie|montée)(?![\p{L}\d])/iu;

/** What is numbered here is no house. */
const noStreet = /^(?:postfach|packstation|paketbox|p\.? ?o\.? ?box|case postale|boîte postale|b\.?p\.? \d)/iu;

/** "Hausnummer" in words, between the name and the number. */
const numberWord = /[\s,]+(?:nr|no|num|n°|№|#)\.?$/iu;

/**
 * Takes the house number out of a line with street and number. Both together always say everything that the line says; where it cannot be told for
 * sure which number is that of the house, the line stays whole.
 */
export const splitStreet = (line: string): SplitStreet => {
  const text = line
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s,;]+|[\s,;]+$/gu, '')
    .normalize('NFC');
  const whole: SplitStreet = { street: text, houseNumber: null };
  if (noStreet.test(text)) return whole;
  const first = leading.exec(text);
  const last = lastOf(text);
  if (first === null) return last ?? whole;
  const [, houseNumber = '', street = ''] = first;
  return last === null || numberFirst.test(street) ? { street, houseNumber } : whole;
};

/** The first number that stands where a house number does: what is behind it belongs to it. */
const lastOf = (text: string): SplitStreet | null => {
  for (const { index } of text.matchAll(trailing)) {
    const street = text
      .slice(0, index)
      .replace(/[\s,;]+$/u, '')
      .replace(numberWord, '');
    const houseNumber = text.slice(index);
    if (isName(street) && houseNumber.length <= longest) return { street, houseNumber };
  }
  return null;
};

/** `Q7` and `C 4` are names of streets in Mannheim. */
const square = /^[A-Z] ?\d{1,2}$/;

/** A number behind such a word is no house number. */
const counted = /(?:^|[\s,.])(?:nr|no|apt|app|apartment|appartement|flat|unit|suite|wohnung|whg|zimmer)\.?$/iu;

const isName = (street: string): boolean => square.test(street) || (/\p{L}{2}/u.test(street) && !counted.test(street));
