import { Webhook } from 'standardwebhooks';
import { withCorrelation } from '../../connectors/correlation.ts';
import type { ExchangeLog } from '../../connectors/http.ts';
import { createTransport } from '../../connectors/transport.ts';
import { isFailure } from '../../domain/failure.ts';
import type { DueAlert } from '../../store/attention-alerts.ts';
import { alertBody, alertId } from './alert-body.ts';

/** As Standard Webhooks 1.0.0 recommends to its senders: 15 to 30 seconds. */
const timeoutMs = 15_000;

export interface AlertReceiver {
  /** Sends the alert once. @throws Failure unless the receiver answered 2xx */
  send(alert: DueAlert): Promise<void>;
}

/** Where alerts go. Its address is itself a credential, so neither the exchange log nor an error shows it. */
export const createAlertReceiver = (options: {
  readonly alert: { readonly url: string; readonly secret: string };
  readonly publicUrl: string;
  readonly log: ExchangeLog;
  readonly signal: AbortSignal;
}): AlertReceiver => {
  const { alert, publicUrl, log, signal } = options;
  const webhook = new Webhook(alert.secret);
  const transportFor = (type: string) =>
    createTransport({
      connection: 'alerts',
      baseUrl: alert.url,
      headers: {},
      timeoutMs,
      quota: { take: () => Promise.resolve(), block: () => Promise.resolve() },
      // What the receiver writes into a 2xx is its own affair: many answer a word instead of JSON.
      log: (exchange) => log({ ...exchange, path: type, ...(isTaken(exchange.status) ? { error: null } : {}) }),
      secrets: [alert.secret, alert.url],
      userAgent: 'Conveyor',
      signal: () => signal,
    });
  return {
    send: async (due) => {
      const { attention } = due;
      const body = alertBody(due, publicUrl);
      const id = alertId(due);
      const at = new Date();
      const call = {
        method: 'POST' as const,
        path: '',
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': webhook.sign(id, at, JSON.stringify(body)),
        },
        json: body,
        effect: 'absolute' as const,
        about: `${body.type} ${attention.kind} of ${attention.number ?? attention.target_id}`,
        externalIds: [...new Set([attention.target_id, attention.number ?? attention.target_id])],
      };
      try {
        await withCorrelation({ workflowId: attention.workflow_id }, () => transportFor(body.type).request(call));
      } catch (error) {
        if (!isFailure(error) || !isTaken(error.data.status ?? null)) throw error;
      }
    },
  };
};

const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
