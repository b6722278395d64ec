import type { OpenApiDocument, Operation } from './shapes.ts';

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

/** Webhooks have answers of their own, so they are described by hand. */
export const describeWebhooks: OpenApiDocument['paths'] = {
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
};
