import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { fulfilment } from './fulfilment-answers.ts';
import type { Fulfilment } from './fulfilment-answers.ts';

const run = z.looseObject({ state: z.string(), error: z.string().nullish() });

export interface ShipmentOutcome {
  /** Undefined while there is none: nothing was found out about the sale order yet. */
  readonly shipment: Fulfilment | undefined;
  /** Why the run failed; null when it did not. */
  readonly error: string | null;
}

const pollEveryMs = 300;

/** Watches a shipment that was asked for until it is at the prep centre, or something keeps it, or its run failed; `waitMs` at the longest. */
export const followShipment = async (
  client: ApiClient,
  { connection, saleOrderId }: { readonly connection: string; readonly saleOrderId: number },
  started: { readonly workflowId: string; readonly runId: string },
  waitMs: number,
): Promise<ShipmentOutcome> => {
  const until = Date.now() + waitMs;
  for (;;) {
    const shipment = await find(client, connection, saleOrderId);
    const now = await client.get(run, apiPath('runs', started.workflowId, started.runId));
    if (now.state === 'failed') return { shipment, error: now.error ?? 'for no reason told' };
    if (isSettled(shipment) || Date.now() >= until) return { shipment, error: null };
    await delay(pollEveryMs);
  }
};

const find = async (client: ApiClient, connection: string, saleOrderId: number): Promise<Fulfilment | undefined> => {
  const query = { connection, q: String(saleOrderId) };
  const { items } = await client.list(fulfilment, apiPath('fulfilments'), query, 500);
  return items.find((item) => item.saleOrderId === saleOrderId);
};

const isSettled = (shipment: Fulfilment | undefined): boolean =>
  shipment !== undefined && (shipment.centre != null || shipment.attention != null || shipment.waitsFor != null);
