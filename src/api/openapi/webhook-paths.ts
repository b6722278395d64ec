import type { JsonSchema, OpenApiDocument, Operation } from './shapes.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const parameter = (name: string, description: string) =>
  ({ name, in: 'path', required: true, description, schema: { type: 'string' } }) as const;

const statusWebhook = (parameters: Operation['parameters']): Record<string, Operation> => ({
  post: {
    tags: ['webhooks'],
    summary: 'Takes a status from a vendor',
    description:
      'Proven on the raw bytes by what the connection says (a token in a header, Standard Webhooks, or an HMAC). Answered after the fact is in the database.',
    security: [],
    'x-scope': 'public',
    parameters,
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
    responses: {
      '200': {
        description: 'What was decided',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { result: { enum: ['applied', 'duplicate', 'ignored'] }, reason: { type: 'string' } },
              required: ['result'],
            },
          },
        },
      },
      '400': problem('The body cannot be read'),
      '401': problem('The sender did not prove who it is'),
      '404': problem('The order is not known (yet): a pull was asked for'),
      '409': problem('This side may not set that status now'),
      '413': problem('The body is over 1 MB'),
      '422': problem('A field is missing, or the status is unknown'),
      '429': problem('Too many webhooks a second'),
      '503': problem('PostgreSQL does not answer'),
    },
  },
});

const keyHeader = (name: string) =>
  ({
    name,
    in: 'header',
    required: false,
    description:
      'By it the request may be repeated: the first answer is given again. 1 to 255 visible ASCII characters.',
    schema: { type: 'string' },
  }) as const;

/** @param answer the schema of what is answered */
const pushedOrders = (answer: JsonSchema): Record<string, Operation> => ({
  post: {
    tags: ['webhooks'],
    summary: 'Takes orders that a point of sale pushes, at most 1,000 at a time',
    description:
      'Proven by the `pushKey` of the connection in `X-API-Key` or `Authorization: Bearer`. The body is an array of orders, `{"orders": [...]}` (with `pos_config_id`, `partner_id` and `customer_ref` for all of them, if wanted), or one order. Answered after all are stored; they are imported soon after. `idempotency_key` in the body does what the header does.',
    security: [],
    'x-scope': 'public',
    parameters: [
      parameter('connection', 'Id of a connection of kind `pos` with `acceptPush`'),
      keyHeader('Idempotency-Key'),
      keyHeader('X-Idempotency-Key'),
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: ['object', 'array'] } } },
    },
    responses: {
      '202': {
        description: 'Stored. With `Idempotency-Replayed: true`: stored before, and answered again',
        content: { 'application/json': { schema: answer } },
      },
      '400': problem('The body cannot be read, or the key is malformed'),
      '401': problem('The sender did not prove who it is'),
      '403': problem('The connection takes no pushed orders'),
      '409': problem('The same request is still under way'),
      '413': problem('The body is over 16 MB'),
      '422': problem(
        'The body holds no orders, too many, those of another configuration, or another body under its key',
      ),
      '429': problem('Too many pushes a second'),
      '503': problem('PostgreSQL does not answer'),
    },
  },
});

/** Webhooks have answers of their own, so they are described by hand. */
export const describeWebhooks = (pushAnswer: JsonSchema): OpenApiDocument['paths'] => ({
  '/webhooks/{connection}/orders': pushedOrders(pushAnswer),
  '/webhooks/{connection}': statusWebhook([parameter('connection', 'Id of the connection')]),
  '/webhooks/{connection}/{topic}': statusWebhook([
    parameter('connection', 'Id of the connection'),
    parameter('topic', 'What the vendor tells of'),
  ]),
  '/cartona_integration/webhook/order_status': statusWebhook([]),
  '/webhooks/odoo/{secret}': {
    post: {
      tags: ['webhooks'],
      summary: "Takes a hint from Odoo's automation rules: look for changes now",
      security: [],
      'x-scope': 'public',
      parameters: [parameter('secret', 'As `conveyor odoo setup` shows it')],
      responses: { '200': { description: 'Looking' }, '401': problem('Another secret is wanted') },
    },
  },
});
