import assert from 'node:assert/strict';
import { aSandbox } from './a-sandbox.ts';
import type { RunningSandbox } from './a-sandbox.ts';
import type { LoggedCall, SystemCounts } from '../../sandbox/call-log.ts';
import { createOdooClient } from '../../sandbox/odoo-client.ts';
import { sandboxOdooLogin } from '../../sandbox/server.ts';
import { silentLogger } from '../../sandbox/logger.ts';
import { beginDemo, startDemo } from '../../sandbox/demo/demo.ts';
import { waitUntil } from '../../src/runtime/wait-until.ts';

describe('the simulated Odoos of the sandbox', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox({ catalogue: true });
  });
  afterEach(() => running.sandbox.close());

  const rpc = async (system: string, model: string, method: string, args: readonly unknown[], kwargs = {}) => {
    const { database, password } = sandboxOdooLogin;
    const params = {
      service: 'object',
      method: 'execute_kw',
      args: [database, 2, password, model, method, args, kwargs],
    };
    const answer = await running.call('POST', `/${system}/jsonrpc`, { jsonrpc: '2.0', method: 'call', id: 1, params });
    return answer.json as { result?: unknown; error?: { data: { name: string } } };
  };
  const partner = (name: string) => ['res.partner', 'load', [['id', 'name'], [[`test.${name}`, name]]]] as const;

  for (const [system, serie] of [
    ['odoo', '18.0'],
    ['odoo17', '17.0'],
    ['odoo18', '18.0'],
    ['odoo19', '19.0'],
  ] as const) {
    it(`speak as ${serie} at /${system}`, async () => {
      const params = { service: 'common', method: 'version', args: [] };
      const { json } = await running.call('POST', `/${system}/jsonrpc`, { jsonrpc: '2.0', id: 1, params });
      assert.equal((json as { result: { server_serie: string } }).result.server_serie, serie);
      assert.equal((await running.call('GET', `/${system}/`)).status, 200);
    });
  }

  it('take the key as bearer token on 19', async () => {
    const answer = await running.call(
      'POST',
      '/odoo19/json/2/product.product/search_count',
      { domain: [] },
      {
        Authorization: `bearer ${sandboxOdooLogin.apiKey}`,
      },
    );
    assert.equal(answer.status, 200);
  });

  it('can be another version at /odoo', async () => {
    const other = await aSandbox({ catalogue: true, odooVersion: 17 });
    assert.equal(other.sandbox.odoo().seeded.products.length, 12);
    assert.match((await other.call('GET', '/odoo/')).text, /Odoo 17/);
    await other.sandbox.close();
  });

  it('share their products with Cartona, by the id of the variant', () => {
    const { seeded } = running.sandbox.odoo();
    const published = running.sandbox.cartona.control.products().map(({ product }) => product);
    for (const { id, price } of seeded.products) {
      const product = published.find(({ internal_product_id: internal }) => internal === String(id));
      assert.deepEqual([product?.selling_price, product?.supplier_product_id.slice(0, 4)], [price, '1107']);
    }
  });

  for (const [kind, exception] of [
    ['serialization', 'psycopg2.errors.SerializationFailure'],
    ['pool', 'psycopg2.pool.PoolError'],
    ['operational', 'psycopg2.OperationalError'],
    ['follower-twice', 'odoo.exceptions.ValidationError'],
  ] as const) {
    it(`answer ${exception} to the call that a fault names, and keep nothing of it`, async () => {
      running.sandbox.faults.add({
        rpc: { model: 'res.partner', method: 'load' },
        effect: { type: 'odoo-error', kind },
      });
      await rpc('odoo', 'res.partner', 'search_count', [[]]);
      assert.equal((await rpc('odoo', ...partner('a'))).error?.data.name, exception);
      assert.equal(running.sandbox.odoo().simulator.door.externalId('test.a'), undefined);
      assert.ok((await rpc('odoo', ...partner('a'))).result);
    });
  }

  it('lose a race in the words of Odoo', async () => {
    running.sandbox.faults.add({ effect: { type: 'odoo-error', kind: 'lost-race' } });
    const { result } = await rpc('odoo', ...partner('a'));
    assert.match(JSON.stringify(result), /"ids":false.*could not serialize access/);
  });

  it('keep what they did when the answer is dropped', async () => {
    running.sandbox.faults.add({ system: 'odoo', effect: { type: 'drop-answer' } });
    await assert.rejects(rpc('odoo', ...partner('a')), /fetch failed/);
    assert.ok(running.sandbox.odoo().simulator.door.externalId('test.a'));
  });

  it('are logged by model and method, and found by them; their pages are not', async () => {
    await rpc('odoo17', ...partner('a'));
    await running.call('GET', '/odoo17/web/orders');
    const { json } = await running.call('GET', '/_log?rpc=res.partner.load');
    const { counts, calls } = json as { counts: Record<string, SystemCounts>; calls: LoggedCall[] };
    assert.deepEqual(counts['odoo17']?.byRoute, { 'res.partner.load': 1 });
    assert.deepEqual([calls.length, calls[0]?.system], [1, 'odoo17']);
  });

  it('are seeded anew by a reset', async () => {
    await rpc('odoo', ...partner('a'));
    await running.call('POST', '/_reset');
    assert.equal(running.sandbox.odoo().simulator.door.externalId('test.a'), undefined);
    assert.equal(running.sandbox.cartona.control.products().length, 12);
  });

  it('have the salesperson of the demo confirm and deliver what came from Cartona', async () => {
    const { control } = running.sandbox.cartona;
    const { simulator, seeded } = running.sandbox.odoo();
    beginDemo(control);
    const demo = startDemo({
      cartona: control,
      odoo: createOdooClient(simulator, sandboxOdooLogin),
      logger: silentLogger,
      tickMs: 10,
      pace: 0.001,
    });
    const isPlaced = () => control.orders().some((order) => order.label === 'demo:simple');
    assert.ok(await waitUntil(isPlaced, { withinMs: 5000, everyMs: 5 }));
    const order = control.orders().find(({ label }) => label === 'demo:simple');
    const { result: partnerId } = await rpc('odoo', 'res.partner', 'create', [{ name: order?.retailer.retailer_name }]);
    const line = { product_id: seeded.products[0]?.id, product_uom_qty: 2 };
    const vals = { partner_id: partnerId, client_order_ref: order?.receipt_id, order_line: [[0, 0, line]] };
    const { result: saleId } = await rpc('odoo', 'sale.order', 'create', [vals]);
    const isDelivered = () =>
      simulator.door.count('stock.picking', [
        ['sale_id', '=', saleId],
        ['state', '=', 'done'],
      ]) === 1;
    assert.ok(await waitUntil(isDelivered, { withinMs: 5000, everyMs: 5 }));
    await demo.stop();
  });
});
