import { isBlank, startCut } from './cut-value.ts';
import type { CutValue, ValueCut } from './cut-value.ts';
import { listFields } from './order-shapes.ts';

export interface OrderCutter {
  /** Takes the next piece of the answer, wherever it begins and ends. @returns the entries that came whole with it */
  add(piece: Uint8Array): readonly CutValue[];
  /** The answer is at its end. @returns what it was, if it held no list: one order, or nothing */
  end(): CutValue | null;
  /** What is wrong with what follows the entries that came whole, in words; null when nothing is. Nothing more is cut then. */
  readonly problem: string | null;
}

const maxOrderBytes = 2 * 1024 * 1024;

/** What may come next outside of a value that is being cut out. `field` is the value behind a name of the outermost object. */
type Expected =
  | 'root'
  | 'first-order'
  | 'order'
  | 'after-order'
  | 'first-name'
  | 'name'
  | 'colon'
  | 'field'
  | 'after-field'
  | 'nothing';

/** What follows a mark; `cut`: a value begins here; null: no JSON goes on so. */
const next = (
  expected: Expected,
  mark: string,
  { afterList, isListField }: { afterList: Expected; isListField: boolean },
): Expected | 'cut' | null => {
  switch (expected) {
    case 'root':
      if (mark === '[') return 'first-order';
      return mark === '{' ? 'first-name' : 'cut';
    case 'first-order':
      return mark === ']' ? afterList : 'cut';
    case 'order':
      return 'cut';
    case 'after-order':
      if (mark === ',') return 'order';
      return mark === ']' ? afterList : null;
    case 'first-name':
      if (mark === '}') return 'nothing';
      return mark === '"' ? 'cut' : null;
    case 'name':
      return mark === '"' ? 'cut' : null;
    case 'colon':
      return mark === ':' ? 'field' : null;
    case 'field':
      return mark === '[' && isListField ? 'first-order' : 'cut';
    case 'after-field':
      if (mark === ',') return 'name';
      return mark === '}' ? 'nothing' : null;
    case 'nothing':
      return null;
  }
};

/**
 * Cuts a JSON answer into its orders while it comes, without reading them: a list of orders, or an object with such a list under `orders` or
 * `data`. Only the order under way is held. It knows no more of JSON than texts, brackets and what stands between orders: so it is several
 * times as fast as a tokenizer, an order that is no JSON fails alone, and `readJson` then reads each without losing a digit.
 */
export const createOrderCutter = (maxBytes = maxOrderBytes): OrderCutter => {
  const fields = createFields(maxBytes);
  let expected: Expected = 'root';
  let afterList: Expected = 'nothing';
  let hasList = false;
  let name = '';
  let cut: ValueCut | null = null;
  let root: CutValue | null = null;
  let problem: string | null = null;

  const finish = (value: CutValue, found: CutValue[]): void => {
    switch (expected) {
      case 'first-name':
      case 'name':
        name = value.text;
        expected = 'colon';
        return;
      case 'field':
        fields.add(name, value);
        expected = 'after-field';
        return;
      case 'root':
        root = value;
        expected = 'nothing';
        return;
      case 'first-order':
      case 'order':
        found.push(value);
        expected = 'after-order';
        return;
      case 'after-order':
      case 'colon':
      case 'after-field':
      case 'nothing':
        // No value is begun there.
        return;
    }
  };

  /** @returns whether the byte is done with; else a value begins with it, or nothing more is cut */
  const step = (byte: number): boolean => {
    if (isBlank(byte) || (expected === 'root' && isByteOrderMark(byte))) return true;
    const isListField = listFields.has(name.slice(1, -1));
    const following = next(expected, String.fromCharCode(byte), { afterList, isListField });
    if (following === 'cut' && !isStray(byte)) {
      cut = startCut(byte, maxBytes);
      return false;
    }
    if (following === null || following === 'cut') {
      problem = 'the text is not JSON';
      return false;
    }
    if (following === 'first-name') afterList = 'after-field';
    if (following === 'first-order') hasList = true;
    expected = following;
    return true;
  };

  return {
    add: (piece) => {
      const found: CutValue[] = [];
      for (let at = 0; at < piece.length && problem === null;) {
        if (cut === null) {
          if (step(piece[at] ?? 0)) at += 1;
          continue;
        }
        const end = cut.take(piece, at);
        if (end === null) break;
        const value = cut.value();
        cut = null;
        finish(value, found);
        at = end;
      }
      return found;
    },
    end: () => {
      // A number or a word has no end of its own.
      if (cut !== null && expected === 'root' && cut.isWord) finish(cut.value(), []);
      const isEmpty = expected === 'root' && cut === null;
      if (expected !== 'nothing' && !isEmpty) problem ??= 'the JSON ends in the middle';
      if (problem !== null || hasList || isEmpty) return null;
      return root ?? fields.value();
    },
    get problem() {
      return problem;
    },
  };
};

// UTF-8's, which some sources send before the first bracket.
const isByteOrderMark = (byte: number): boolean => byte === 0xef || byte === 0xbb || byte === 0xbf;

const isStray = (byte: number): boolean => [',', ':', ']', '}'].includes(String.fromCharCode(byte));

/** The fields of the outermost object, lists of orders apart: it may turn out to be an order itself. */
const createFields = (maxBytes: number) => {
  const texts: string[] = [];
  let bytes = 2;
  let fault: CutValue['fault'] = null;
  return {
    add: (name: string, value: CutValue): void => {
      bytes += name.length + value.bytes + 2;
      fault ??= value.fault ?? (bytes > maxBytes ? 'too-large' : null);
      if (fault === null || texts.length === 0) texts.push(`${name}:${value.text}`);
    },
    value: (): CutValue => ({ text: `{${texts.join(',')}}`, bytes, fault }),
  };
};
