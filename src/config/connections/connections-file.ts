import { parse } from 'yaml';
import { z } from 'zod';
import { connectionSchema } from './connection.ts';
import type { ConnectionInput } from './connection.ts';
import { problemsOf } from './problems.ts';

/** The file cannot be used as it is; the message names each wrong field or missing variable. */
export class ConnectionsFileError extends Error {
  override readonly name = 'ConnectionsFileError';
}

/** A connection as a file wants it (interface.md §4), its secrets filled in. */
export type WantedConnection = ConnectionInput;

/** The kind's own schema checks settings and secrets on the server, which names each wrong field. */
const connectionsFile = z.strictObject({ connections: z.array(connectionSchema) });

/**
 * Reads a connections file and fills in its secrets from the environment.
 * @throws ConnectionsFileError naming each wrong field, or each variable that is not set.
 */
export const parseConnectionsFile = (
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
): readonly WantedConnection[] => {
  const parsed = connectionsFile.safeParse(readYaml(text));
  if (!parsed.success) throw new ConnectionsFileError(`The file is no connections file:\n${wrongFields(parsed.error)}`);
  const { connections } = parsed.data;
  const problems = [...repeatedIds(connections), ...missingVariables(connections, variables)];
  if (problems.length > 0) throw new ConnectionsFileError(problems.join('\n'));
  return connections.map((connection) => ({
    ...connection,
    secrets: Object.fromEntries(
      Object.entries(connection.secrets).map(([name, value]) => [
        name,
        value.replaceAll(placeholder, (_, variable: string) => variables[variable] ?? ''),
      ]),
    ),
  }));
};

const wrongFields = (error: z.ZodError): string =>
  problemsOf(error, 'file')
    .map(({ path, message }) => `  ${path}: ${message}`)
    .join('\n');

const placeholder = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/gu;

/** `{ token: ${NAME} }` is what people write, and braces mean something else to YAML there: they are hidden from it. */
const readYaml = (text: string): unknown => {
  const hidden = text.replaceAll(placeholder, '\uE000$1\uE001');
  try {
    return JSON.parse(JSON.stringify(parse(hidden) ?? null).replaceAll(/\uE000(\w+)\uE001/gu, '${$1}'));
  } catch (error) {
    throw new ConnectionsFileError(`The file is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
};

type Connections = z.infer<typeof connectionsFile>['connections'];

const repeatedIds = (connections: Connections): string[] => {
  const ids = connections.map((connection) => connection.id);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...repeated].map((id) => `connections: ${id} is there more than once`);
};

const missingVariables = (
  connections: Connections,
  variables: Readonly<Record<string, string | undefined>>,
): string[] =>
  connections.flatMap((connection) =>
    Object.entries(connection.secrets).flatMap(([name, value]) =>
      [...value.matchAll(placeholder)]
        .map(([, variable]) => variable ?? '')
        .filter((variable) => variables[variable] === undefined)
        .map(
          (variable) =>
            `${connection.id}: secrets.${name} wants ${variable}, which is not set in the environment or in .env`,
        ),
    ),
  );
