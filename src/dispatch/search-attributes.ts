import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../domain/names.ts';

/** Numbers of `temporal.api.enums.v1.IndexedValueType`. */
const keyword = 2;
const bool = 5;

/** Adding them is not allowed to this client: a person with more rights must. */
export class SearchAttributesMissing extends Error {
  constructor(namespace: string, missing: readonly string[], cause: unknown) {
    const commands = missing.map(
      (name) =>
        `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${name === 'Attention' ? 'Bool' : 'Keyword'}`,
    );
    super(
      `Search attributes are missing in namespace ${namespace} and may not be added from here. Run:\n${commands.join('\n')}`,
      { cause },
    );
    this.name = 'SearchAttributesMissing';
  }
}

/** Adds the search attributes that are missing. @throws SearchAttributesMissing with the commands to run */
export const ensureSearchAttributes = async (connection: Connection, namespace: string): Promise<void> => {
  const missing = await missingAttributes(connection, namespace);
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, name === 'Attention' ? bool : keyword])),
    });
  } catch (error) {
    // Another process was faster; or the server is just not there, which ends by itself.
    if ((await missingAttributes(connection, namespace)).length === 0) return;
    throw new SearchAttributesMissing(namespace, missing, error);
  }
};

/** @throws what the server says when it cannot be asked */
const missingAttributes = async (connection: Connection, namespace: string): Promise<readonly string[]> => {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributes.filter((name) => !(name in customAttributes));
};
