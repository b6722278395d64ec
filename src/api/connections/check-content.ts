import { parseConnectionSecrets, parseConnectionSettings, problemsTogether } from '../../connectors/kinds.ts';
import type { FieldProblem } from '../../config/connections/problems.ts';
import type { ConnectionContent } from '../../store/connections.ts';

/** What is wrong with a connection, by field, or nothing. */
export const problemsOfContent = (
  kind: string,
  { settings, secrets }: Pick<ConnectionContent, 'settings' | 'secrets'>,
): FieldProblem[] => {
  const readings = [parseConnectionSettings(kind, settings), parseConnectionSecrets(kind, secrets)];
  const problems = readings.flatMap((reading) => (reading.ok ? [] : reading.errors));
  if (problems.length === 0) return [...problemsTogether(kind, { settings, secrets })];
  // Both complain of a kind that does not exist.
  return problems.filter(({ path }, index) => problems.findIndex((each) => each.path === path) === index);
};

/** Settings with their defaults filled in; as they are where this version does not understand them. */
export const effectiveSettings = (kind: string, settings: Record<string, unknown>): Record<string, unknown> => {
  const reading = parseConnectionSettings(kind, settings);
  return reading.ok && typeof reading.value === 'object' ? { ...reading.value } : settings;
};

/** Secrets as the kind reads them (blanks around them taken off). Call it only with secrets that were found right. */
export const cleanSecrets = (kind: string, secrets: Readonly<Record<string, string>>): Record<string, string> => {
  const reading = parseConnectionSecrets(kind, secrets);
  if (!reading.ok || typeof reading.value !== 'object' || reading.value === null) return { ...secrets };
  return Object.fromEntries(
    Object.entries(reading.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};
