import assert from 'node:assert/strict';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { temporalAddress, testDatabase } from '../support/stack.ts';

describe('the servers of a test run', () => {
  it('give each test file a migrated database of its own', async () => {
    const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
    assert.notEqual(first, second);
    const client = new Client({ connectionString: first });
    await client.connect();
    try {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from information_schema.tables where table_schema = 'public'`,
      );
      assert.ok((rows[0]?.count ?? 0) > 0);
    } finally {
      await client.end();
    }
  });

  it('have a Temporal server with the search attributes of every workflow', async () => {
    const connection = await Connection.connect({ address: await temporalAddress() });
    try {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      for (const name of ['Connection', 'ExternalId', 'OdooRef', 'Stage', 'Attention']) {
        assert.ok(name in customAttributes, name);
      }
    } finally {
      await connection.close();
    }
  });
});
