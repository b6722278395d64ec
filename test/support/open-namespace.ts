import { Connection } from '@temporalio/client';
import { ensureSearchAttributes } from '../../src/dispatch/search-attributes.ts';
import { testNamespace } from './namespace.ts';
import type { TestNamespace } from './namespace.ts';
import { waitFor } from './wait.ts';

/** A namespace of its own in which runs can be started and found by their search attributes. */
export const openNamespace = async (): Promise<TestNamespace> => {
  const namespace = await testNamespace();
  const connection = await Connection.connect({ address: namespace.address });
  // The server learns of new search attributes a moment after they are made.
  await waitFor(
    'the search attributes',
    async () => {
      await ensureSearchAttributes(connection, namespace.name);
      await namespace.client.workflow.count(
        'Connection = "none" AND Attention = false AND Stage = "none" AND ExternalId = "none"',
      );
      return true;
    },
    Boolean,
  );
  await connection.close();
  return namespace;
};
