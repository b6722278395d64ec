import type { Exchange } from '../../domain/exchange.ts';
import type { ExchangeLog } from '../http.ts';
import { currentWorkflowId } from '../correlation.ts';
import type { OdooCall } from './call.ts';
import { contextOf, namedParams } from './call.ts';

/** Longer bodies are cut here already: nobody stringifies a page of a thousand products for a log. */
const bodyLimit = 32_768;
const summaryEveryMs = 60_000;

export interface Described {
  readonly call: OdooCall;
  readonly at: Date;
  readonly durationMs: number;
  readonly status: number | null;
  readonly error: string | null;
  /** Text of the answer. */
  readonly response: string | null;
}

/** Writes calls to Odoo into the exchange log; no secret gets in, since only the call itself is written. */
export interface ExchangeWriter {
  write(described: Described): void;
  /** Writes what is left of the summaries. */
  flush(): void;
}

/** Reads of watching and mirroring are logged when they fail, and as one line a minute. */
export const createExchangeWriter = (log: ExchangeLog): ExchangeWriter => {
  const summaries = new Map<string, { since: Date; calls: number; failed: number; durationMs: number }>();

  const flushOne = (lane: string): void => {
    const summary = summaries.get(lane);
    if (summary === undefined) return;
    summaries.delete(lane);
    log({
      ...outgoing,
      at: summary.since,
      path: `${lane} (summary)`,
      status: 200,
      durationMs: summary.durationMs,
      error: null,
      externalIds: [],
      workflowId: null,
      request: null,
      response: JSON.stringify({ calls: summary.calls, failed: summary.failed }),
    });
  };

  return {
    write: ({ call, at, durationMs, status, error, response }) => {
      const lane = call.lane ?? 'orders';
      if (lane !== 'orders' && call.effect === 'read') {
        const summary = summaries.get(lane) ?? { since: at, calls: 0, failed: 0, durationMs: 0 };
        summary.calls += 1;
        summary.failed += error === null ? 0 : 1;
        summary.durationMs += durationMs;
        summaries.set(lane, summary);
        if (at.getTime() - summary.since.getTime() >= summaryEveryMs) flushOne(lane);
        if (error === null) return;
      }
      log({
        ...outgoing,
        at,
        path: `${call.model}/${call.method}`,
        status,
        durationMs,
        error,
        externalIds: call.externalIds ?? [],
        workflowId: currentWorkflowId(),
        request: cut(JSON.stringify({ ids: call.ids, ...namedParams(call), context: contextOf(call) })),
        response: response === null ? null : cut(response),
      });
    },
    flush: () => {
      for (const lane of [...summaries.keys()]) flushOne(lane);
    },
  };
};

const outgoing = { connection: 'odoo', direction: 'out', method: 'POST' } satisfies Partial<Exchange>;

const cut = (text: string): string => (text.length > bodyLimit ? `${text.slice(0, bodyLimit)}…` : text);
