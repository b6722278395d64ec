import { readJson } from './read-json.ts';

const longest = 500;

const keys = ['message', 'error_description', 'error', 'errors', 'detail', 'title', 'reason'] as const;

const wordsIn = (value: unknown, depth: number): string => {
  if (typeof value === 'string') return value.trim();
  if (depth === 0 || typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return joined(value.map((item: unknown) => wordsIn(item, depth - 1)));
  const fields = new Map<string, unknown>(Object.entries(value));
  const named = joined(keys.map((key) => wordsIn(fields.get(key), depth - 1)));
  if (named !== '') return named;
  // `{"errors": {"status": ["is unknown"]}}`: the field's name belongs to the words.
  return joined([...fields].map(([key, field]) => prefixed(key, wordsIn(field, depth - 1))));
};

const prefixed = (key: string, words: string): string => (words === '' ? '' : `${key}: ${words}`);

const joined = (parts: readonly string[]): string => [...new Set(parts.filter((part) => part !== ''))].join('; ');

const isMarkup = (text: string): boolean => /^\s*<(?:!doctype|html|\?xml|[a-z])/i.test(text);

const title = (text: string): string => /<(title|h1)[^>]*>([^<]+)</i.exec(text.slice(0, 4096))?.[2]?.trim() ?? '';

/** What the other side said in an error body, as a person reads it: dug out of JSON, the title of a page, or a short text. Empty if nothing. */
export const refusalWords = (body: string): string => {
  const words = wordsOf(body).replaceAll(/\s+/g, ' ').trim();
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
};

const wordsOf = (body: string): string => {
  if (isMarkup(body)) return title(body);
  const json = readJson(body);
  return json.ok ? wordsIn(json.value, 5) : body;
};
