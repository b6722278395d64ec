import { z } from 'zod';
import { readJson } from '../read-json.ts';

const longest = 1_000;

const fieldRefusal = z.object({ field: z.string(), message: z.string() });

const refusals = z.union([
  z.array(fieldRefusal).min(1),
  z.object({ errors: z.array(fieldRefusal).min(1) }).transform(({ errors }) => errors),
]);

/** Every wrong field that a refusal names, with what is wrong with it (`[{field, message}]`); null when it is another kind of refusal. */
export const refusedFields = (body: string): string | null => {
  const json = readJson(body);
  const parsed = json.ok ? refusals.safeParse(json.value) : null;
  if (parsed?.success !== true) return null;
  const words = parsed.data.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
};
