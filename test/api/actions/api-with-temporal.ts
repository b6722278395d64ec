import { openNamespace } from '../../support/open-namespace.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';

/** The API with a namespace of its own in a Temporal that is there; no worker is. Both are to be closed, the API first. */
export const startApiWithTemporal = async (): Promise<{ api: ApiUnderTest; temporal: TestNamespace }> => {
  const temporal = await openNamespace();
  const api = await startTestApi({
    variables: { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.name },
  });
  return { api, temporal };
};
