import { z } from 'zod';

/** What a message about a variable needs to know besides its schema. */
interface VariableNotes {
  /** Completes "wanted …". */
  wanted: string;
  /** The value never appears in a message or a log. */
  secret?: true;
}

const notes = new Map<z.ZodType, VariableNotes>();

const noted = <Schema extends z.ZodType>(schema: Schema, about: VariableNotes): z.ZodOptional<Schema> => {
  const optional = z.optional(schema);
  notes.set(optional, about);
  return optional;
};

const variable = <Schema extends z.ZodType>(schema: Schema, wanted: string) => noted(schema, { wanted });
const secret = <Schema extends z.ZodType>(schema: Schema, wanted: string) => noted(schema, { wanted, secret: true });

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const port = wholeNumber(1, 65_535);
const text = z.string();
const webAddress = z
  .url({ protocol: /^https?$/ })
  .refine((address) => !address.includes('@'))
  .transform((address) => address.replace(/\/+$/, ''));
const encryptionKey = z.base64().refine((value) => Buffer.from(value, 'base64').length === 32);

const portWanted = 'a port number from 1 to 65535';
const addressWanted = 'an http:// or https:// address without user name and password';
const keyWanted = '32 bytes in base64 (openssl rand -base64 32)';

/** Every variable Conveyor reads from its environment, as `docs` and `docker-compose.yml` may name them. Temporal's own are read by its library. */
export const variables = z.object({
  CONVEYOR_HOST: variable(text, 'a host name or IP address to listen on'),
  CONVEYOR_PORT: variable(port, portWanted),
  CONVEYOR_PUBLIC_URL: variable(webAddress, addressWanted),
  CONVEYOR_HOME: variable(text, 'a folder'),
  DATABASE_URL: secret(z.url({ protocol: /^postgres(ql)?$/ }), 'a postgresql:// address'),
  TEMPORAL_CLI: variable(text, 'the path of the temporal command'),
  TEMPORAL_PORT: variable(port, portWanted),
  TEMPORAL_UI_PORT: variable(port, portWanted),
  ODOO_URL: variable(webAddress, addressWanted),
  ODOO_DB: variable(text, 'the name of the database in Odoo'),
  ODOO_USER: variable(text, 'the login of a user in Odoo'),
  ODOO_PASSWORD: secret(text, 'the password or an API key of that user'),
  ODOO_SYNC_INTERVAL: variable(wholeNumber(1, 44_640), 'whole minutes from 1 to 44640'),
  ODOO_WATCH_INTERVAL_MS: variable(wholeNumber(50, 3_600_000), 'milliseconds from 50 to 3600000'),
  ODOO_CONCURRENCY: variable(wholeNumber(1, 100), 'a whole number from 1 to 100'),
  ODOO_TIMEOUT_MS: variable(wholeNumber(100, 3_600_000), 'milliseconds from 100 to 3600000'),
  CONVEYOR_SANDBOX: variable(z.enum(['on', 'off']), 'on or off'),
  CONVEYOR_SANDBOX_PORT: variable(port, portWanted),
  CONVEYOR_TOKEN: secret(z.string().min(32), 'at least 32 characters'),
  CONVEYOR_URL: variable(webAddress, addressWanted),
  CONVEYOR_KEY: secret(encryptionKey, keyWanted),
  CONVEYOR_PREVIOUS_KEYS: secret(
    text.transform((list) => list.split(',').map((key) => key.trim())).pipe(z.array(encryptionKey)),
    `keys separated by commas, each ${keyWanted}`,
  ),
  CONVEYOR_CONNECTIONS: variable(text, 'the path of a connections file'),
  // A chat system's webhook address is itself a credential.
  CONVEYOR_ALERT_URL: secret(webAddress, addressWanted),
  CONVEYOR_ALERT_SECRET: secret(
    z.string().regex(/^whsec_[A-Za-z0-9+/]{24,}={0,2}$/),
    'whsec_ and at least 18 bytes in base64',
  ),
  CONVEYOR_EXCHANGE_DAYS: variable(wholeNumber(1, 3_650), 'whole days from 1 to 3650'),
  LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'one of fatal, error, warn, info, debug, trace, silent',
  ),
  LOG_FORMAT: variable(z.enum(['pretty', 'json']), 'pretty or json'),
});

/** The variables after parsing: numbers are numbers, addresses have no slash at their end. */
export type ParsedVariables = z.output<typeof variables>;

export type VariableName = keyof ParsedVariables;

/** What is wanted of a variable, in words that complete "wanted …". */
export const wantedOf = (name: VariableName): string => notes.get(variables.shape[name])?.wanted ?? 'a value';

/** What was found, as a message may show it: a secret only by its length. */
export const shownValue = (name: VariableName, value: string): string => {
  const hidden = notes.get(variables.shape[name])?.secret === true || value.includes('@');
  return hidden ? `a value of ${value.length} characters` : JSON.stringify(value);
};

export const isVariableName = (name: string): name is VariableName => Object.hasOwn(variables.shape, name);
