import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { listen } from '../../src/dispatch/listen.ts';
import type { Listener } from '../../src/dispatch/listen.ts';
import { channels } from '../../src/domain/names.ts';
import type { Store } from '../../src/store/database.ts';
import { openTestStore } from '../store/open-test-store.ts';
import { waitFor } from '../support/wait.ts';

describe('hearing the notices of the database', () => {
  let store: Store;
  let listener: Listener | undefined;
  let heard: [string, string][];
  let errors: Error[];

  beforeEach(async () => {
    store = await openTestStore();
    heard = [];
    errors = [];
  });
  afterEach(async () => {
    await listener?.close();
    listener = undefined;
    await store.close();
  });

  const start = async (): Promise<void> => {
    listener = listen(
      store.url,
      {
        [channels.inbox]: (payload) => heard.push(['inbox', payload]),
        [channels.connections]: (payload) => heard.push(['connections', payload]),
      },
      (error) => errors.push(error),
    );
    await waitFor(
      'the connection',
      () => heard.length,
      (count) => count === 2,
    );
  };
  const notify = (channel: string, payload: string) => sql`select pg_notify(${channel}, ${payload})`.execute(store.db);
  const cutOff = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'conveyor-listen' and datname = current_database()`.execute(
      store.db,
    );

  it('tells each channel once when it begins: what was said before is looked up', async () => {
    await start();
    assert.deepEqual(heard.sort(), [
      ['connections', ''],
      ['inbox', ''],
    ]);
  });

  it('tells the channel that was meant, with what was said', async () => {
    await start();
    await notify(channels.connections, 'cartona');
    await waitFor(
      'the notice',
      () => heard.length,
      (count) => count === 3,
    );
    assert.deepEqual(heard[2], ['connections', 'cartona']);
  });

  it('is silent about what no transaction commits', async () => {
    await start();
    await assert.rejects(
      store.db.transaction().execute(async (trx) => {
        await sql`select pg_notify(${channels.inbox}, 'lost')`.execute(trx);
        throw new Error('undone');
      }),
    );
    await notify(channels.inbox, 'kept');
    await waitFor(
      'the notice',
      () => heard.length,
      (count) => count === 3,
    );
    assert.deepEqual(heard[2], ['inbox', 'kept']);
  });

  it('connects again when the connection is lost, tells every channel, and hears again', async () => {
    await start();
    await cutOff();
    await waitFor(
      'the new connection',
      () => heard.length,
      (count) => count === 4,
    );
    assert.ok(errors.length > 0);
    await notify(channels.inbox, 'again');
    await waitFor(
      'the notice',
      () => heard.length,
      (count) => count === 5,
    );
    assert.deepEqual(heard[4], ['inbox', 'again']);
  });

  it('keeps trying while there is no database', async () => {
    listener = listen(
      'postgresql://nobody@127.0.0.1:1/none',
      { [channels.inbox]: () => heard.push(['inbox', '']) },
      (error) => errors.push(error),
    );
    await waitFor(
      'two tries',
      () => errors.length,
      (count) => count >= 2,
    );
    assert.deepEqual(heard, []);
  });
});
