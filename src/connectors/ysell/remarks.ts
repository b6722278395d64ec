import { refusalWords } from '../refusal-words.ts';
import type { Fields } from './answer-entries.ts';
import { isNothing, textIn } from './answer-entries.ts';

/** Ysell speaks English and Russian. */
const notThere = /not[ _]found|no such|does ?n['o]t exist|unknown order|не найден|не существует/i;

/** A server that has no such address says so with the same status as one that has no such order. */
const noAddress = /page not found|\broute\b|cannot (?:get|post)/i;

/** What stands around orders in answers and is none of them. */
const framing = new Set(['success', 'ok', 'status', 'code', 'count', 'total', 'page', 'pages', 'per_page', 'limit']);

/** Whether the other side says in words that it has no such order. */
export const saysNotThere = (words: string): boolean => notThere.test(words) && !noAddress.test(words);

/** Whether a refusal comes from a server that does not know the address at all. */
export const isOfUnknownAddress = (body: string): boolean => /^\s*</.test(body) || noAddress.test(refusalWords(body));

/** Whether an answer without an order means that there is none. What it means else is in `wordsOfRemark`. */
export const meansNone = (remark: Fields | null): boolean => {
  if (remark === null) return true;
  const words = wordsOfRemark(remark);
  if (words !== '') return saysNotThere(words);
  return !isRefusal(remark) && [...remark].every(([field, value]) => framing.has(field) || isNothing(value));
};

/** Whether an answer of 2xx is a refusal all the same. */
export const isRefusal = (remark: Fields): boolean =>
  remark.get('success') === false ||
  remark.get('ok') === false ||
  !isNothing(remark.get('error')) ||
  !isNothing(remark.get('errors')) ||
  /^(?:error|fail)/i.test(textIn(remark.get('status')) ?? '');

const spoken = ['message', 'error', 'errors', 'detail', 'reason', 'title'] as const;

export const wordsOfRemark = (remark: Fields): string => {
  const said = Object.fromEntries(spoken.map((field) => [field, remark.get(field)]));
  return Object.values(said).every(isNothing) ? '' : refusalWords(JSON.stringify(said));
};
