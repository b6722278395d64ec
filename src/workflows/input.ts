import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';

/** Fails the run at once, with a sentence: for input that no retry can mend. */
export const refuseInput = (sentence: string): never => {
  throw ApplicationFailure.create({ message: sentence, type: 'InvalidInput', nonRetryable: true });
};

/** A required text field of the one JSON object a workflow takes. */
export const textField = (input: unknown, field: string): string => {
  const value = isRecord(input) ? input[field] : undefined;
  if (typeof value === 'string' && value.trim() !== '') return value;
  return refuseInput(
    `${workflowInfo().workflowType} wants one JSON object with "${field}" as a text, for example {"${field}":"…"}; found ${shown(value)}.`,
  );
};

/** A required id of a record in Odoo: a whole number above 0. */
export const idField = (input: unknown, field: string): number => {
  const value = isRecord(input) ? input[field] : undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  return refuseInput(
    `${workflowInfo().workflowType} wants "${field}" as the id of a record in Odoo, for example {"${field}":42}; found ${shown(value)}.`,
  );
};

/** An optional field that is true or false; left out it is false. */
export const flagField = (input: unknown, field: string): boolean => {
  const value = isRecord(input) ? input[field] : undefined;
  if (value === undefined || typeof value === 'boolean') return value === true;
  return refuseInput(`${workflowInfo().workflowType} wants "${field}" as true or false; found ${shown(value)}.`);
};

/** An optional list of names of which each is known; at least one. */
export const namesField = <Name extends string>(
  input: unknown,
  field: string,
  known: readonly Name[],
): readonly Name[] | null => {
  const value = isRecord(input) ? input[field] : undefined;
  if (value === undefined) return null;
  const wanted = `${workflowInfo().workflowType} wants "${field}" as a list of some of ${known.join(', ')}`;
  if (!Array.isArray(value) || value.length === 0) return refuseInput(`${wanted}; found ${shown(value)}.`);
  const names: readonly unknown[] = value;
  const unknown = names.filter((name) => !known.some((each) => each === name));
  if (unknown.length > 0) return refuseInput(`${wanted}; it does not know ${unknown.map(shown).join(', ')}.`);
  return known.filter((each) => names.includes(each));
};

/** An optional time, as ISO 8601 text. */
export const timeField = (input: unknown, field: string): string | null => {
  const value = isRecord(input) ? input[field] : undefined;
  if (value === undefined) return null;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
  return refuseInput(
    `${workflowInfo().workflowType} wants "${field}" as a time such as 2026-01-31T10:00:00Z; found ${shown(value)}.`,
  );
};

/** Refuses fields nobody knows: a typing error must not become a default. */
export const onlyFields = (input: unknown, fields: readonly string[]): void => {
  if (!isRecord(input))
    refuseInput(`${workflowInfo().workflowType} wants one JSON object as its input; found ${shown(input)}.`);
  const unknown = isRecord(input) ? Object.keys(input).filter((key) => !fields.includes(key)) : [];
  if (unknown.length > 0) {
    refuseInput(`${workflowInfo().workflowType} does not know ${unknown.join(', ')}; it takes ${fields.join(', ')}.`);
  }
};

/** The row and the run find each other by the id alone, so it must be the one the table in the design gives. */
export const requireWorkflowId = (...wanted: readonly string[]): void => {
  const { workflowId } = workflowInfo();
  if (!wanted.includes(workflowId)) {
    refuseInput(`The workflow id must be "${wanted[0] ?? ''}" for this input, not "${workflowId}".`);
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));

/** A scheduled run carries its time behind the id, "sync now" carries `:now`. */
export const requireScheduledId = (id: string): void => {
  const { workflowId } = workflowInfo();
  if (workflowId !== id && !workflowId.startsWith(`${id}-`) && workflowId !== `${id}:now`) requireWorkflowId(id);
};

/** What a person asked makes no sense now; the words are the answer. */
export const refused = (words: string): ApplicationFailure =>
  ApplicationFailure.create({ message: words, type: 'Refused', nonRetryable: true });
