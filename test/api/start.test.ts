import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultToken } from '../../sandbox/cartona/settings.ts';
import { defaultOpalToken } from '../../sandbox/opal/settings.ts';
import { defaultPosKey } from '../../sandbox/pos/settings.ts';
import { defaultYsellKey } from '../../sandbox/ysell/settings.ts';
import {
  sandboxCartonaToken,
  sandboxOpalToken,
  sandboxPosKey,
  sandboxPosPushKey,
  sandboxYsellKey,
} from '../../src/api/start/sandbox-connection.ts';
import { sandboxWebhookToken } from '../../src/config/sandbox-webhook.ts';
import { testDatabase } from '../support/stack.ts';
import { aConnection, anOrder } from './rows.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';
import { aSale, aShop, pushKey } from './pos/a-shop.ts';
import { createSwitchedProxy } from './switched-proxy.ts';

const key = (): string => randomBytes(32).toString('base64');

/** Starts, hands over, and stops again. */
const withApi = async (
  options: Parameters<typeof startTestApi>[0],
  work: (api: ApiUnderTest) => Promise<void>,
): Promise<void> => {
  const api = await startTestApi(options);
  try {
    await work(api);
  } finally {
    await api.close();
  }
};

describe('the start of the API', () => {
  it('makes the schema and the first admin token', async () => {
    await withApi({ databaseUrl: await testDatabase({ migrated: false }) }, async (api) => {
      assert.equal((await api.call('GET', '/api/tokens')).status, 200);
    });
  });

  it('is refused in words where the database belongs to another Odoo', async () => {
    const databaseUrl = await testDatabase();
    await withApi({ databaseUrl }, async () => Promise.resolve());
    await assert.rejects(
      startTestApi({ databaseUrl, variables: { ODOO_DB: 'other' } }),
      /belongs to Odoo .*shop.*other/s,
    );
    await assert.rejects(startTestApi({ databaseUrl, variables: { CONVEYOR_SANDBOX: 'on' } }), /the sandbox/);
  });

  it('is refused in words where the key does not open the secrets, and goes on with the key as a previous one', async () => {
    const databaseUrl = await testDatabase();
    const [old, young] = [key(), key()];
    await withApi({ databaseUrl, variables: { CONVEYOR_KEY: old } }, (api) => aConnection(api));
    await assert.rejects(
      startTestApi({ databaseUrl, variables: { CONVEYOR_KEY: young } }),
      /secrets of connection cartona do not open/,
    );
    await withApi({ databaseUrl, variables: { CONVEYOR_KEY: young, CONVEYOR_PREVIOUS_KEYS: old } }, async (api) => {
      assert.deepEqual((await api.call('POST', '/api/keys/rotate')).body, { rotated: 1 });
    });
    await withApi({ databaseUrl, variables: { CONVEYOR_KEY: young } }, async () => Promise.resolve());
  });

  it('with the sandbox makes the connections to its Cartona, its point of sale, its Ysell and its OPAL once, and not again after they were deleted', async () => {
    assert.deepEqual(
      [sandboxCartonaToken, sandboxPosKey, sandboxYsellKey, sandboxOpalToken],
      [defaultToken, defaultPosKey, defaultYsellKey, defaultOpalToken],
    );
    const databaseUrl = await testDatabase();
    const variables = { CONVEYOR_SANDBOX: 'on', CONVEYOR_SANDBOX_PORT: '4321', CONVEYOR_KEY: key() };
    await withApi({ databaseUrl, variables }, async (api) => {
      const { body } = await api.call('GET', '/api/connections/cartona');
      assert.equal(body.settings['baseUrl'], 'http://127.0.0.1:4321/cartona/api/v1/');
      assert.equal(body.settings['pullEveryMinutes'], 1);
      const { offers } = body.settings as { offers: { enabled: boolean; reconcile: string } };
      assert.deepEqual([offers.enabled, offers.reconcile], [true, 'report']);
      const proven = { authorization: '', authorizationtoken: sandboxWebhookToken(api.key) };
      const webhook = await api.call('POST', '/webhooks/cartona', { hashed_id: 'A', status: 'approved' }, proven);
      assert.equal(webhook.status, 404);
      const { body: pos } = await api.call('GET', '/api/connections/pos');
      assert.equal(pos.settings['url'], 'http://127.0.0.1:4321/pos/main/orders');
      assert.deepEqual([pos.settings['posConfig'], pos.settings['acceptPush']], ['Shop', true]);
      const pushed = await api.call('POST', '/webhooks/pos/orders', [], {
        authorization: '',
        'x-api-key': sandboxPosPushKey,
      });
      assert.equal(pushed.status, 202);
      const { body: ysell } = await api.call('GET', '/api/connections/ysell');
      assert.equal(ysell.settings['baseUrl'], 'http://127.0.0.1:4321/ysell/');
      assert.deepEqual(ysell.settings['match'], { team: 'Website' });
      assert.equal(ysell.settings['productIdField'], 'default_code');
      const { body: opal } = await api.call('GET', '/api/connections/opal');
      assert.equal(opal.settings['baseUrl'], 'http://127.0.0.1:4321/opal/');
      for (const id of ['cartona', 'pos', 'ysell', 'opal']) await api.call('DELETE', `/api/connections/${id}`);
    });
    await withApi({ databaseUrl, variables }, async (api) => {
      assert.deepEqual((await api.call('GET', '/api/connections')).body.items, []);
    });
  });

  describe('with a connections file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'connections-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const write = (name: string): Record<string, string> => {
      const path = join(folder, 'connections.yaml');
      writeFileSync(
        path,
        `connections:
  - id: cartona
    kind: cartona
    name: ${name}
    settings: { baseUrl: https://cartona.example.com/api/v1/ }
    secrets: { token: \${CARTONA_TOKEN} }
`,
      );
      return { CONVEYOR_CONNECTIONS: path, CARTONA_TOKEN: 'from-the-environment' };
    };

    it('makes what it says, and changes nothing the next time', async () => {
      const databaseUrl = await testDatabase();
      const CONVEYOR_KEY = key();
      for (const version of [1, 1]) {
        await withApi({ databaseUrl, variables: { ...write('One'), CONVEYOR_KEY } }, async (api) => {
          assert.equal((await api.call('GET', '/api/connections/cartona')).body.version, version);
          const row = await api.store.db.selectFrom('connections').select('secrets').executeTakeFirstOrThrow();
          assert.deepEqual(api.box.open(row.secrets, 'cartona'), { token: 'from-the-environment' });
        });
      }
      await withApi({ databaseUrl, variables: { ...write('Two'), CONVEYOR_KEY } }, async (api) => {
        const { body } = await api.call('GET', '/api/connections/cartona');
        assert.deepEqual([body.name, body.version], ['Two', 2]);
      });
    });

    it('is refused where a secret is not in the environment', async () => {
      const { CARTONA_TOKEN: _left, ...variables } = write('One');
      await assert.rejects(startTestApi({ variables }), /CARTONA_TOKEN/);
    });
  });
});

describe('an outage of PostgreSQL', () => {
  it('is 503 with Retry-After at the start and later, and ends by itself', async () => {
    const direct = new URL(await testDatabase());
    const proxy = await createSwitchedProxy({ host: direct.hostname, port: Number(direct.port) });
    const databaseUrl = new URL(direct);
    databaseUrl.hostname = '127.0.0.1';
    databaseUrl.port = String(proxy.port);
    const api = await startTestApi({ databaseUrl: databaseUrl.href, isDown: true });
    const proven = { authorization: '', authorizationtoken: 'webhook-token' };
    const send = () =>
      api.call('POST', '/webhooks/cartona', { hashed_id: 'A', status: 'cancelled_by_retailer' }, proven);
    const push = () =>
      api.call('POST', '/webhooks/shop/orders', aSale(1), {
        authorization: `Bearer ${pushKey}`,
        'idempotency-key': 'once',
      });
    try {
      assert.equal((await fetch(`${api.url}/health`)).status, 200);
      const early = await send();
      assert.deepEqual([early.status, early.headers.get('retry-after')], [503, '5']);

      await proxy.on();
      await api.api.serving;
      await aConnection(api);
      await aShop(api);
      await anOrder(api.store, 'A');

      await proxy.off();
      const down = await send();
      assert.deepEqual([down.status, down.headers.get('retry-after')], [503, '5'], down.text);
      const pushed = await push();
      assert.deepEqual([pushed.status, pushed.headers.get('retry-after')], [503, '5'], pushed.text);
      assert.equal((await api.call('GET', '/api/orders')).status, 503);
      assert.match(await (await fetch(`${api.url}/ready`)).text(), /PostgreSQL does not answer/);
      assert.equal((await fetch(`${api.url}/health`)).status, 200);

      await proxy.on();
      assert.deepEqual((await send()).body, { result: 'applied' });
      assert.deepEqual((await push()).body.results, [{ index: 0, orderId: '1', key: '1', result: 'new' }]);
    } finally {
      await api.close();
      await proxy.off();
    }
  });
});
