import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';

const folder = new URL('../../fixtures/odoo-wire/', import.meta.url);

const recordedSchema = z.object({
  version: z.string(),
  protocol: z.enum(['jsonrpc', 'json-2', 'http']).catch('http'),
  request: z.object({ path: z.string().optional(), body: z.unknown() }),
  response: z
    .object({
      status: z.number(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown(),
    })
    .optional(),
});

/** An exchange recorded on a real Odoo. */
export interface Recorded {
  readonly kind: string;
  readonly version: 17 | 18 | 19;
  readonly protocol: 'jsonrpc' | 'json-2' | 'http';
  readonly path: string;
  readonly request: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As sent: JSON text, or the page. */
  readonly text: string;
  readonly body: unknown;
}

const parse = (file: string): Recorded => {
  const { protocol, request, response } = recordedSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  const [, kind, version] = /^(.+)\.(17|18|19)\.json$/.exec(file) ?? [];
  const isPage = typeof response?.body === 'string' && response.body.startsWith('<');
  return {
    kind: kind ?? file,
    version: z.union([z.literal(17), z.literal(18), z.literal(19)]).parse(Number(version)),
    protocol,
    path: request.path ?? '',
    request: request.body,
    status: response?.status ?? 0,
    headers: response?.headers ?? {},
    text: isPage ? String(response.body) : JSON.stringify(response?.body),
    body: response?.body,
  };
};

/** All but what Odoo's own webhooks send. */
export const recordedExchanges: readonly Recorded[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !file.startsWith('webhook-'))
  .map(parse);

/** The exchanges of one kind, of every version that has it. */
export const recordedOf = (kind: string): readonly Recorded[] => {
  const found = recordedExchanges.filter((one) => one.kind === kind);
  if (found.length === 0) throw new Error(`No recorded exchange of kind ${kind}`);
  return found;
};
