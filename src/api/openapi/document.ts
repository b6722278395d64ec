import { z } from 'zod';
import { noBody } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { problemKinds } from '../problem.ts';
import type { ProblemKind } from '../problem.ts';
import type { JsonSchema, OpenApiDocument, Operation, Parameter } from './shapes.ts';
import { pushAnswerShape } from '../webhooks/push-answer.ts';
import { describeWebhooks } from './webhook-paths.ts';

const description = `Errors are \`application/problem+json\` (RFC 9457). Lists answer \`{items, next}\`: give \`next\` back as \`cursor\`.
Times are ISO 8601 UTC, money is a decimal string with its currency beside it, ids of vendors are strings.`;

const problemSchema = z.strictObject({
  type: z.string().describe('/problems/<slug>'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('A sentence with the record and what to do.'),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

/** The OpenAPI 3.1 document of these endpoints: made from the schemas that check their input and describe their answers. */
export const describeEndpoints = (
  endpoints: readonly Endpoint[],
  options: { version: string; url: string },
): OpenApiDocument => {
  const schemas: Record<string, JsonSchema> = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => hoistDefinitions(schema, io, schemas);
  schemas['Problem'] = schemaOf(problemSchema, 'output');
  const paths: OpenApiDocument['paths'] = {};
  for (const endpoint of endpoints) {
    const path = (paths[endpoint.path] ??= {});
    path[endpoint.method.toLowerCase()] = describe(endpoint, schemaOf);
  }
  const webhooks = describeWebhooks(schemaOf(pushAnswerShape, 'output'));
  return {
    openapi: '3.1.0',
    info: { title: 'Conveyor', version: options.version, description },
    servers: [{ url: options.url }],
    paths: { ...paths, ...webhooks },
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
};

const describe = (
  endpoint: Endpoint,
  schemaOf: (schema: z.ZodType, io: 'input' | 'output') => JsonSchema,
): Operation => ({
  tags: [endpoint.tag],
  summary: endpoint.summary,
  ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
  security: endpoint.access === 'public' ? [] : [{ token: [] }],
  'x-scope': endpoint.access,
  parameters: [
    ...parametersOf('path', schemaOf(endpoint.params, 'input')),
    ...parametersOf('query', schemaOf(endpoint.query, 'input')),
  ],
  ...requestBodyOf(endpoint, schemaOf(endpoint.body, 'input')),
  responses: { ...answersOf(endpoint, schemaOf), ...problemsOf(endpoint) },
});

const parametersOf = (place: 'path' | 'query', schema: JsonSchema): Parameter[] => {
  const required = stringsOf(schema['required']);
  return Object.entries(recordOf(schema['properties'])).map(([name, property]) => {
    const { description: words, ...rest } = recordOf(property);
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(typeof words === 'string' ? { description: words } : {}),
      schema: rest,
    };
  });
};

const requestBodyOf = (endpoint: Endpoint, schema: JsonSchema): Pick<Operation, 'requestBody'> => {
  if (endpoint.method === 'GET' || endpoint.body === noBody) return {};
  const type = endpoint.bodyType === 'text' ? 'text/csv' : 'application/json';
  const required = !endpoint.body.safeParse(undefined).success;
  return { requestBody: { required, content: { [type]: { schema } } } };
};

const answersOf = (
  endpoint: Endpoint,
  schemaOf: (schema: z.ZodType, io: 'output') => JsonSchema,
): Operation['responses'] =>
  Object.fromEntries(
    Object.entries(endpoint.answers).map(([status, { description: words, schema, contentType, alsoAs = [] }]) => [
      status,
      schema === undefined
        ? {
            description: words,
            ...(contentType === undefined ? {} : { content: { [contentType]: { schema: { type: 'string' } } } }),
          }
        : {
            description: words,
            content: {
              [contentType ?? 'application/json']: { schema: schemaOf(schema, 'output') },
              ...Object.fromEntries(alsoAs.map((type) => [type, { schema: { type: 'string' } }])),
            },
          },
    ]),
  );

const problemsOf = (endpoint: Endpoint): Operation['responses'] => {
  const general: ProblemKind[] =
    endpoint.access === 'public' ? [] : ['bad-input', 'unauthorized', 'forbidden', 'unavailable'];
  const kinds = [...new Set([...general, ...endpoint.problems])];
  return Object.fromEntries(
    kinds.map((kind) => [
      String(problemKinds[kind].status),
      {
        description: problemKinds[kind].title,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

/** Zod keeps named schemas beside each one that uses them; a document has one place for all. */
const hoistDefinitions = (
  schema: z.ZodType,
  io: 'input' | 'output',
  schemas: Record<string, JsonSchema>,
): JsonSchema => {
  const {
    $schema: _dialect,
    $defs,
    ...own
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Zod's exact pattern of a date-time fills half a page, and `format` says the same.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  for (const [name, definition] of Object.entries(recordOf($defs))) schemas[name] ??= recordOf(repointed(definition));
  return recordOf(repointed(own));
};

const repointed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(repointed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string' ? each.replace('#/$defs/', '#/components/schemas/') : repointed(each),
    ]),
  );
};

const recordOf = (value: unknown): JsonSchema => (typeof value === 'object' && value !== null ? { ...value } : {});

const stringsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
