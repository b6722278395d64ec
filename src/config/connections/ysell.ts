import { z } from 'zod';
import { baseUrl } from './base-url.ts';
import { headerSecret } from './secret.ts';

const path = z
  .string()
  .trim()
  .regex(/^\/[\x21-\x7e]*$/, 'must begin with / and have no blanks');

/** The look-up may be written as the manual does, `/api/orders/status?id=<order name>`. */
const lookupPath = z
  .string()
  .trim()
  .regex(/^\/(?:<order name>|[\x21-\x7e])*$/, 'must begin with / and have no blanks, other than in <order name>');

const statuses = z
  .array(z.union([z.string().trim().min(1).max(100), z.number()]).transform(String))
  .max(200)
  .describe('As Ysell writes them, codes such as 7.1 or words; upper and lower case are the same.');

const nameOrId = z.union([z.string().trim().min(1).max(200), z.int().positive()]);

/** Which sale orders a connection is for. */
const match = z.union([
  z.literal('all'),
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ team: nameOrId }),
  z.strictObject({ tag: nameOrId }),
  z.strictObject({ warehouse: nameOrId }),
]);

/** Settings of a Ysell connection; all but `baseUrl` have defaults, some of them by the dialect (connectors/ysell). */
export const ysellSettings = z.strictObject({
  baseUrl: baseUrl.describe('Address of the tenant, for example https://example.eu2.ysell.pro/'),
  dialect: z
    .enum(['requirement', 'v1'])
    .default('requirement')
    .describe(
      'How Ysell is spoken to. requirement: /api/orders/create and /api/orders/status; v1: the API of its wiki, /api/v1/order.',
    ),
  createPath: path.optional().describe('Where orders are created; default by the dialect.'),
  statusPath: path.optional().describe('Where their status is asked for; default by the dialect.'),
  lookup: z
    .union([z.literal('none'), z.strictObject({ path: lookupPath })])
    .optional()
    .describe(
      'Where an order is looked for by our reference ({order} or <order name> in the path, else its last empty parameter, else id), or none; default by the dialect.',
    ),
  requestsPerSecond: z.number().positive().max(1000).default(5).describe('Requests a second, of all workers together.'),
  timeoutMs: z.int().min(1000).max(600_000).default(30_000).describe('Milliseconds until a call is given up.'),
  pollEveryMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(60)
    .describe('Minutes between two rounds that ask after open orders.'),
  doneStatuses: statuses.optional(),
  deadStatuses: statuses.optional(),
  errorStatuses: statuses.optional(),
  progressStatuses: statuses.optional(),
  match: match.default({ all: true }).describe('Sale orders of one sales team, tag or warehouse (name or id), or all.'),
  sourceLocation: nameOrId
    .default('ShemaxGlobal')
    .describe('Where the goods leave from, in the transfer made on delivery.'),
  productIdField: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be the technical name of a field')
    .optional()
    .describe('Field of products that holds their id at Ysell, where the listings name none.'),
});

export type YsellSettings = z.output<typeof ysellSettings>;

/** Secrets of a Ysell connection. */
export const ysellSecrets = z.strictObject({
  apiKey: headerSecret.describe('Value set on a user (Settings, Users); sent as Authorization: Bearer.'),
});

export type YsellSecrets = z.output<typeof ysellSecrets>;
