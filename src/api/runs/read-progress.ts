import { QueryNotRegisteredError, QueryRejectedError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { queryNames } from '../../domain/names.ts';

/** How far a run is. */
export interface RunProgress {
  /** What the run says of itself (its query `state`); null when nothing answers. */
  readonly state: unknown;
  /** What its activity told last by a heartbeat; null when it told nothing, or none is under way. */
  readonly activity: unknown;
}

/** A worker that does not answer in time is busy, or gone: what it would have said is left out. */
const answerWithinMs = 2_000;

export const readProgress = async (client: Client, workflowId: string): Promise<RunProgress> => {
  const handle = client.workflow.getHandle(workflowId);
  const [state, activity] = await Promise.all([
    orSilence(client, () => handle.query<unknown>(queryNames.state)),
    orSilence(client, async () => {
      const { raw } = await handle.describe();
      return lastHeartbeat(client, raw.pendingActivities ?? []);
    }),
  ]);
  return { state, activity };
};

type PendingActivities = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>['raw']['pendingActivities']
>;

const lastHeartbeat = async (client: Client, pending: PendingActivities): Promise<unknown> => {
  const told = pending.map(({ heartbeatDetails }) => heartbeatDetails?.payloads ?? []).find(({ length }) => length > 0);
  if (told === undefined) return null;
  const { payloadConverter, payloadCodecs } = client.options.loadedDataConverter;
  let payloads = told;
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
  const [details] = payloads;
  return details === undefined ? null : payloadConverter.fromPayload<unknown>(details);
};

const orSilence = async (client: Client, ask: () => Promise<unknown>): Promise<unknown> => {
  try {
    return (await client.withDeadline(Date.now() + answerWithinMs, ask)) ?? null;
  } catch (error) {
    if (silences.some((kind) => error instanceof kind)) return null;
    throw error;
  }
};

const silences = [ServiceError, QueryNotRegisteredError, QueryRejectedError, WorkflowNotFoundError] as const;
