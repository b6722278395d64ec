import assert from 'node:assert/strict';
import type { Store } from '../../src/store/database.ts';
import { createToken, findTokenByText, keepEnvironmentToken, listTokens, revokeToken } from '../../src/store/tokens.ts';
import { openTestStore } from './open-test-store.ts';

describe('tokens', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('are found by their text, of which only a hash is stored', async () => {
    const { token, id } = await createToken(store.db, { name: 'shop floor', scope: 'operate' });
    assert.equal((await findTokenByText(store.db, token))?.id, id);
    const rows = await store.db.selectFrom('tokens').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token));
  });

  it('note when they were used', async () => {
    const { token } = await createToken(store.db, { name: 'reader', scope: 'read' });
    await findTokenByText(store.db, token);
    const [listed] = await listTokens(store.db);
    assert.ok(listed?.lastUsedAt instanceof Date);
  });

  it('are not found once revoked, and revoked once only', async () => {
    const { token, id } = await createToken(store.db, { name: 'reader', scope: 'read' });
    assert.equal(await revokeToken(store.db, id), true);
    assert.equal(await revokeToken(store.db, id), false);
    assert.equal(await findTokenByText(store.db, token), undefined);
  });

  it('of the environment are admin tokens, and another one there ends the one before', async () => {
    await keepEnvironmentToken(store.db, 'first'.repeat(8));
    await keepEnvironmentToken(store.db, 'first'.repeat(8));
    assert.equal((await findTokenByText(store.db, 'first'.repeat(8)))?.scope, 'admin');
    await keepEnvironmentToken(store.db, 'second'.repeat(8));
    assert.equal(await findTokenByText(store.db, 'first'.repeat(8)), undefined);
    await keepEnvironmentToken(store.db, 'first'.repeat(8));
    assert.notEqual(await findTokenByText(store.db, 'first'.repeat(8)), undefined);
    assert.equal((await listTokens(store.db)).length, 2);
  });
});
