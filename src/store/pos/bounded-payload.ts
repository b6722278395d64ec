/** Deeper than any order, and less than PostgreSQL takes. */
const deepest = 64;

/** A payload as it can be stored: what lies deeper than any order does is left out, and said to be. */
export const boundedPayload = (payload: unknown): unknown => (isDeep(payload, 0) ? cut(payload, 0) : payload);

const isDeep = (value: unknown, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= deepest || Object.values(value).some((each) => isDeep(each, depth + 1));
};

const cut = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '… (left out: nested too deeply)';
  if (Array.isArray(value)) return value.map((each) => cut(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cut(each, depth + 1)]));
};
