import { AsyncLocalStorage } from 'node:async_hooks';

/** On whose behalf outside calls are made; set around an activity or a request, read by the exchange log. */
export interface Correlation {
  readonly workflowId: string | null;
}

const storage = new AsyncLocalStorage<Correlation>();

export const withCorrelation = <T>(correlation: Correlation, work: () => T): T => storage.run(correlation, work);

export const currentWorkflowId = (): string | null => storage.getStore()?.workflowId ?? null;
