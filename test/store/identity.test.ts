import assert from 'node:assert/strict';
import { IdentityMismatch, claimIdentity } from '../../src/store/identity.ts';
import type { Store } from '../../src/store/database.ts';
import { openTestStore } from './open-test-store.ts';

describe('the identity of a database', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const odoo = { odooUrl: 'https://erp.example.com', odooDatabase: 'shop', sandbox: false };
  const sandbox = { odooUrl: 'http://127.0.0.1:3211/odoo', odooDatabase: 'sandbox', sandbox: true };

  it('is kept at the first start and found again at the next', async () => {
    assert.deepEqual(await claimIdentity(store.db, odoo), { isFirstStart: true });
    assert.deepEqual(await claimIdentity(store.db, { ...odoo, odooUrl: 'https://ERP.example.com/' }), {
      isFirstStart: false,
    });
  });

  it('is claimed by one of several processes that start at once', async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimIdentity(store.db, odoo)));
    assert.equal(claims.filter(({ isFirstStart }) => isFirstStart).length, 1);
  });

  it('refuses another Odoo, another database in it, and the sandbox, in words', async () => {
    await claimIdentity(store.db, odoo);
    for (const other of [
      { ...odoo, odooUrl: 'https://other.example.com' },
      { ...odoo, odooDatabase: 'test' },
      sandbox,
    ]) {
      await assert.rejects(claimIdentity(store.db, other), (error) => {
        assert.ok(error instanceof IdentityMismatch);
        assert.match(
          error.message,
          /belongs to Odoo https:\/\/erp\.example\.com \(database shop\).*CONVEYOR_HOME.*--fresh/s,
        );
        return true;
      });
    }
  });

  it('knows the sandbox again on another port', async () => {
    await claimIdentity(store.db, sandbox);
    assert.deepEqual(await claimIdentity(store.db, { ...sandbox, odooUrl: 'http://127.0.0.1:4444/odoo' }), {
      isFirstStart: false,
    });
  });
});
