import assert from 'node:assert/strict';
import { setUpOdoo } from '../../src/odoo-setup/odoo-setup.ts';
import { openSetupDoor } from '../../src/odoo-setup/setup-door.ts';
import { wantedFields, wantedRules } from '../../src/odoo-setup/wanted-setup.ts';
import { odooVersions } from '../../sandbox/odoo-mount.ts';
import { createSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';

const connection = {
  name: 'Cartona Egypt',
  settings: {
    offers: { enabled: true },
    odoo: { fields: { order: 'x_cartona_id', product: 'x_cartona_id', deliveredBy: 'delivered_by' } },
  },
};

describe('the x_ fields that connections want in Odoo', () => {
  it('are those of all connections, each once, and none that an addon has to make', () => {
    const fields = wantedFields([connection, connection, { name: 'Plain', settings: {} }]);
    assert.deepEqual(
      fields.map(({ model, name }) => `${model}.${name}`),
      ['sale.order.x_cartona_id', 'product.product.x_cartona_id'],
    );
  });

  it('are also the one that holds the id of a product at a prep centre', () => {
    const named = (productIdField: string) => wantedFields([{ name: 'Ysell', settings: { productIdField } }]);
    assert.deepEqual(named('x_ysell_id'), [{ model: 'product.product', name: 'x_ysell_id', label: 'Ysell: product' }]);
    assert.deepEqual(named('default_code'), []);
  });
});

describe('the rules that help in Odoo', () => {
  const modelsOf = (settings: unknown) => wantedRules([{ settings }]).map(({ model }) => model);

  it('speak of prices and stock only where offers are pushed', () => {
    assert.deepEqual(modelsOf({ offers: { enabled: false } }), ['sale.order', 'stock.picking']);
    assert.deepEqual(modelsOf({ offers: { enabled: true } }), [
      'sale.order',
      'stock.picking',
      'product.template',
      'stock.quant',
    ]);
  });
});

for (const version of odooVersions)
  describe(`setting up Odoo ${version}`, () => {
    let sandbox: Sandbox;
    const look = (user: string, apply: boolean, secret: string) => {
      const credentials = { url: `${sandbox.url}/odoo${version}`, database: 'sandbox', user, password: user };
      return setUpOdoo(openSetupDoor(credentials), {
        rules: wantedRules([connection]),
        fields: wantedFields([connection]),
        webhookUrl: `http://127.0.0.1:9/webhooks/odoo/${secret}`,
        apply,
      });
    };
    const setUp = async (apply: boolean, secret = 'secret') =>
      (await look('admin', apply, secret)).map((item) => item.state);

    before(async () => {
      sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false });
      await sandbox.start();
    });
    after(() => sandbox.close());

    it('only looks, unless it shall apply', async () => {
      assert.deepEqual(await setUp(false), Array<string>(6).fill('missing'));
      assert.deepEqual(await setUp(false), Array<string>(6).fill('missing'));
    });

    it('says of each thing that the daily user may not make it, and throws nothing', async () => {
      const items = await look('conveyor', true, 'secret');
      assert.deepEqual([...new Set(items.map((item) => item.state))], ['refused']);
      assert.match(items[0]?.detail ?? '', /not allowed/);
    });

    it('makes what is missing, and nothing twice', async () => {
      assert.deepEqual(await setUp(true), Array<string>(6).fill('made'));
      assert.deepEqual(await setUp(true), Array<string>(6).fill('present'));
    });

    it('corrects rules that post to an older address', async () => {
      assert.deepEqual(await setUp(false, 'rotated'), ['present', 'present', ...Array<string>(4).fill('different')]);
      assert.deepEqual(await setUp(true, 'rotated'), ['present', 'present', ...Array<string>(4).fill('corrected')]);
      assert.deepEqual(await setUp(false, 'rotated'), Array<string>(6).fill('present'));
    });
  });
