import { openStore } from '../../src/store/database.ts';
import type { Store } from '../../src/store/database.ts';
import { testDatabase } from '../support/stack.ts';

/** A pool on a database of its own, with the newest schema. */
export const openTestStore = async (): Promise<Store> =>
  openStore(await testDatabase(), { applicationName: 'test', onError: () => undefined });
