import type { Connection } from './answers.ts';

/** A connection as a file for `apply` has it. The API never gives secrets out: each becomes a variable to set. */
export const exportedConnection = (connection: Connection) => ({
  id: connection.id,
  kind: connection.kind,
  name: connection.name,
  enabled: connection.enabled,
  settings: connection.settings,
  secrets: Object.fromEntries(
    Object.entries(connection.secrets)
      .filter(([, isSet]) => isSet)
      .map(([name]) => [name, `\${${variableName(connection.id, name)}}`]),
  ),
});

/** `cartona-eg`, `webhookToken` → `CARTONA_EG_WEBHOOK_TOKEN`. A variable cannot begin with a digit. */
const variableName = (id: string, secret: string): string => {
  const words = `${id}_${secret.replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2')}`;
  const name = words.replaceAll(/[^A-Za-z0-9]+/gu, '_').toUpperCase();
  return /^\d/u.test(name) ? `_${name}` : name;
};
