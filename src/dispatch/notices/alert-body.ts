import type { AlertEvent, DueAlert } from '../../store/attention-alerts.ts';

/** Receivers of Standard Webhooks may refuse bodies above 20 kB. */
const longestReason = 4_000;

export interface AlertBody {
  readonly type: `attention.${AlertEvent}`;
  /** When it happened, not when it is sent. */
  readonly timestamp: string;
  /** The attention as the API lists it; `url` is where to look at it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The same event gives the same body and id, however often it is sent. */
export const alertBody = ({ attention, event }: DueAlert, publicUrl: string): AlertBody => ({
  type: `attention.${event}`,
  timestamp: (attention.resolved_at ?? attention.since).toISOString(),
  data: {
    id: attention.id,
    connection: attention.connection,
    kind: attention.kind,
    target: { type: attention.target_type, externalId: attention.target_id, number: attention.number },
    reason: cut(attention.reason),
    actions: attention.actions,
    since: attention.since.toISOString(),
    workflowId: attention.workflow_id,
    resolvedAt: attention.resolved_at?.toISOString() ?? null,
    resolution: attention.resolution === null ? null : cut(attention.resolution),
    url: urlOf(attention, publicUrl),
  },
});

/** `webhook-id`: by it a receiver knows what it has already. */
export const alertId = ({ attention, event }: DueAlert): string => `attention_${attention.id}_${event}`;

const cut = (text: string): string => (text.length > longestReason ? `${text.slice(0, longestReason)}…` : text);

const urlOf = (attention: DueAlert['attention'], publicUrl: string): string => {
  const connection = encodeURIComponent(attention.connection);
  const target = encodeURIComponent(attention.target_id);
  switch (attention.target_type) {
    case 'order':
      return `${publicUrl}/api/orders/${connection}/${target}`;
    case 'pos-order':
      return `${publicUrl}/api/pos/${connection}/orders/${target}`;
    case 'fulfilment':
      return `${publicUrl}/api/fulfilments/${connection}/${target}`;
    case 'delivery':
      return `${publicUrl}/api/delivery/shipments/${target.split('%3A')[0] ?? target}`;
    case 'listing':
      return `${publicUrl}/api/listings?connection=${connection}&q=${target}`;
    default:
      return `${publicUrl}/api/attention?connection=${connection}`;
  }
};
