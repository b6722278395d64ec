import assert from 'node:assert/strict';
import type { Demo } from '../../../sandbox/demo/demo.ts';
import { beginYsellDemo, startYsellDemo } from '../../../sandbox/demo/ysell-demo.ts';
import { silentLogger } from '../../../sandbox/logger.ts';
import { createOdooClient } from '../../../sandbox/odoo-client.ts';
import type { OdooClient } from '../../../sandbox/odoo-client.ts';
import { sandboxOdooLogin } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import type { YsellControl } from '../../../sandbox/ysell/control.ts';
import { waitUntil } from '../../../src/runtime/wait-until.ts';
import { aSandbox } from '../a-sandbox.ts';

describe('the demo of the web shop', () => {
  let sandbox: Sandbox;
  let odoo: OdooClient;
  let ysell: YsellControl;
  let demo: Demo | null;
  let isServed: boolean;
  beforeEach(async () => {
    ({ sandbox } = await aSandbox());
    odoo = createOdooClient(sandbox.odoo(), sandboxOdooLogin);
    ysell = sandbox.ysell.control;
    demo = null;
    isServed = true;
  });
  afterEach(async () => {
    await demo?.stop();
    await sandbox.close();
  });

  const start = (): void => {
    demo = startYsellDemo({ odoo, ysell, isServed: () => isServed, logger: silentLogger, tickMs: 5, pace: 0.001 });
  };
  const restart = async (): Promise<void> => {
    await demo?.stop();
    start();
  };
  const count = (model: string, domain: readonly unknown[]): number =>
    sandbox.odoo().simulator.door.count(model, [...domain]);
  const confirmed = (): number => count('sale.order', [['state', '=', 'sale']]);
  const until = async (isReached: () => boolean): Promise<void> => {
    assert.ok(await waitUntil(isReached, { withinMs: 5_000, everyMs: 5 }));
  };
  const nameOf = async (reference: string): Promise<string> => {
    const domain = [['client_order_ref', '=', reference]];
    const [sale] = (await odoo.call('sale.order', 'search_read', [domain, ['name']])) as [{ name: string }];
    return sale.name;
  };
  const arrives = (reference: string): number =>
    ysell.createOrder({ reference, items: [{ productId: '1', quantity: 1 }] }).id;
  const statusOf = (id: number): string => ysell.order(id).statusText;

  it('begins with three quotations of the team that the sandbox’s connection ships for, once', async () => {
    await beginYsellDemo(odoo);
    await beginYsellDemo(odoo);
    const domain = [
      ['state', '=', 'draft'],
      ['team_id.name', '=', 'Website'],
      ['client_order_ref', 'in', ['WEB-1001', 'WEB-1002', 'WEB-1003']],
    ];
    assert.deepEqual([count('sale.order', domain), count('sale.order', [])], [3, 3]);
  });

  it('has two customers with a complete address, and one without a phone', async () => {
    await beginYsellDemo(odoo);
    const ofTheShop = ['email', 'like', '@example.com'];
    const complete = ['phone', 'street', 'city'].map((field) => [field, '!=', false]);
    assert.equal(count('res.partner', [ofTheShop, ...complete]), 2);
    assert.equal(count('res.partner', [ofTheShop, ['phone', '=', false], ['street', '!=', false]]), 1);
  });

  it('confirms nothing while nobody is there to ship it', async () => {
    isServed = false;
    await beginYsellDemo(odoo);
    const id = arrives(await nameOf('WEB-1001'));
    start();
    await until(() => statusOf(id) === 'Done');
    assert.equal(confirmed(), 0);
    isServed = true;
    await until(() => confirmed() === 3);
  });

  it('reserves the serial numbers of what it sells where the prep centre keeps them', async () => {
    await beginYsellDemo(odoo);
    start();
    await until(() => confirmed() === 3);
    const serials = [
      ['lot_id', '!=', false],
      ['location_id.name', '=', 'ShemaxGlobal'],
    ];
    assert.equal(count('stock.move.line', serials), 3);
  });

  it('repeats nothing after a restart', async () => {
    await beginYsellDemo(odoo);
    start();
    await until(() => confirmed() === 3);
    await restart();
    const id = arrives(await nameOf('WEB-1001'));
    await until(() => statusOf(id) === 'Done');
    assert.deepEqual([count('sale.order', []), count('stock.picking', [['sale_id', '!=', false]])], [3, 3]);
  });

  it('brings what arrives at the prep centre to its end by the usual way, and leaves the orders of others alone', async () => {
    await beginYsellDemo(odoo);
    const [own, foreign] = [arrives(await nameOf('WEB-1002')), arrives('S09999')];
    start();
    await until(() => statusOf(own) === 'Done');
    assert.deepEqual(
      ysell.order(own).history.map(({ status }) => status),
      ['1', '3', '5.1', '6', '6.3', '7', '7.1', 'Done'],
    );
    assert.equal(statusOf(foreign), 'In progress');
  });

  it('leaves an order alone that somebody took off its way', async () => {
    await beginYsellDemo(odoo);
    const [first, second] = [arrives(await nameOf('WEB-1001')), arrives(await nameOf('WEB-1002'))];
    ysell.setStatus(first, { status: '4' });
    start();
    await until(() => statusOf(second) === 'Done');
    assert.equal(statusOf(first), 'Not in stock');
  });

  it('does nothing where it was not begun', async () => {
    start();
    await demo?.stop();
    assert.equal(count('sale.order', []), 0);
  });

  it('is begun with the sandbox, and waits there for the first call to Cartona or the point of sale', async () => {
    const running = await aSandbox({ demo: true });
    try {
      const drafts = (): number => running.sandbox.odoo().simulator.door.count('sale.order', [['state', '=', 'draft']]);
      assert.equal(drafts(), 3);
      const namedInReadme = [
        ['name', '=', 'S00003'],
        ['partner_id', '=', 10],
        ['partner_id.phone', '=', false],
      ];
      assert.equal(running.sandbox.odoo().simulator.door.count('sale.order', namedInReadme), 1);
      await running.call('GET', '/pos/main/orders', undefined, { 'X-API-Key': 'pos-sandbox-key' });
      assert.ok(await waitUntil(() => drafts() === 2, { withinMs: 8_000, everyMs: 50 }));
      await running.sandbox.reset();
      assert.equal(drafts(), 3);
    } finally {
      await running.sandbox.close();
    }
  });
});
