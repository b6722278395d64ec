import type { Context } from 'koa';
import { loggedBody } from '../../connectors/redact.ts';
import type { DirectoryEntry } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';

/** What came in and what it was answered. */
export interface WebhookLine {
  readonly at: Date;
  readonly status: number;
  /** The body of the answer. */
  readonly response: string;
  readonly durationMs: number;
  /** The body that came; empty where nobody proved to have sent it: such a one does not get to write into our log. */
  readonly request: string;
  readonly externalIds: readonly string[];
  readonly workflowId: string | null;
}

/** Leaves the line of a webhook in the exchange log. */
export const logWebhook = (
  deps: Pick<ApiDeps, 'exchanges'>,
  context: Context,
  { connection, redact }: Pick<DirectoryEntry, 'connection' | 'redact'>,
  line: WebhookLine,
): void => {
  deps.exchanges.log({
    at: line.at,
    connection: connection.id,
    direction: 'in',
    method: context.method,
    path: redact(context.url),
    status: line.status,
    durationMs: line.durationMs,
    error: line.status < 400 ? null : line.response,
    externalIds: line.externalIds,
    workflowId: line.workflowId,
    request: loggedBody(line.request, redact),
    response: loggedBody(line.response, redact),
  });
};
