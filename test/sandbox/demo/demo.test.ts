import assert from 'node:assert/strict';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { CartonaControl, OrderView } from '../../../sandbox/cartona/control.ts';
import type { Demo } from '../../../sandbox/demo/demo.ts';
import { beginDemo, startDemo } from '../../../sandbox/demo/demo.ts';
import { silentLogger } from '../../../sandbox/logger.ts';
import type { OdooClient } from '../../../sandbox/odoo-client.ts';
import { waitUntil } from '../../../src/runtime/wait-until.ts';

/** An Odoo with one sale order for each reference it is asked for, and one picking for each sale order confirmed. */
class SmallOdoo implements OdooClient {
  readonly sales = new Map<string, { id: number; state: string }>();
  readonly pickings = new Map<number, string>();
  readonly done: string[] = [];

  call(model: string, method: string, args: readonly unknown[]): Promise<unknown> {
    return Promise.resolve(this.#answer(`${model}.${method}`, args));
  }

  #answer(call: string, args: readonly unknown[]): unknown {
    switch (call) {
      case 'sale.order.search_read': {
        const [[[, , references]]] = args as [[[string, string, string[]]]];
        const [reference = ''] = references;
        const sale = this.sales.get(reference) ?? { id: this.sales.size + 1, state: 'draft' };
        this.sales.set(reference, sale);
        return [{ ...sale, picking_ids: sale.state === 'sale' ? [sale.id + 100] : [] }];
      }
      case 'sale.order.action_confirm': {
        const [[id]] = args as [[number]];
        for (const sale of this.sales.values()) if (sale.id === id) sale.state = 'sale';
        this.pickings.set(id + 100, 'assigned');
        this.done.push(`confirmed ${id}`);
        return true;
      }
      case 'stock.picking.read':
        return (args[0] as number[]).map((id) => ({ id, state: this.pickings.get(id) }));
      case 'stock.picking.button_validate': {
        const [[id]] = args as [[number]];
        this.pickings.set(id, 'done');
        this.done.push(`validated ${id}`);
        return true;
      }
      default:
        throw new Error(`${call} was not expected`);
    }
  }
}

describe('the demo', () => {
  let running: RunningSandbox;
  let control: CartonaControl;
  let odoo: SmallOdoo;
  let demo: Demo;
  let acknowledging: Promise<unknown>[];

  beforeEach(async () => {
    running = await aSandbox();
    acknowledging = [];
    ({ control } = running.sandbox.cartona);
    control.putProducts(
      ['11', '12', '13'].map((id) => ({
        supplier_product_id: `1107${id}`,
        internal_product_id: id,
        available_stock_quantity: 100,
        selling_price: 20,
      })),
    );
    odoo = new SmallOdoo();
  });
  afterEach(async () => {
    await demo.stop();
    await Promise.all(acknowledging);
    await running.sandbox.close();
  });

  const start = (pace = 0.001): void => {
    demo = startDemo({ cartona: control, odoo, logger: silentLogger, tickMs: 5, pace });
  };
  const untilChange = async (isReached: () => boolean): Promise<void> => {
    assert.ok(await waitUntil(isReached, { withinMs: 15_000, everyMs: 5 }));
  };
  const orderOf = (key: string): OrderView | undefined =>
    control.orders().find((order) => order.label === `demo:${key}`);
  const acknowledgeAll = (): void => {
    control.onChange((order) => {
      if (!order.acknowledged) {
        acknowledging.push(
          running.cartona('POST', `order/update-order-status/${order.hashed_id}`, { status: 'synced' }),
        );
      }
    });
  };

  it('plays seven orders, each once, whatever happens first', async () => {
    beginDemo(control);
    start();
    await untilChange(() => orderOf('no-retailer-code') !== undefined);
    assert.equal(control.orders().length, 7);
    assert.equal(new Set(control.orders().map((order) => order.label)).size, 7);
    await demo.stop();
    start();
    await untilChange(() => odoo.done.length > 0);
    assert.equal(control.orders().length, 7);
  });

  it('has the cast that was promised', async () => {
    beginDemo(control);
    start();
    await untilChange(() => control.orders().length === 7);
    const products = orderOf('same-product-twice')?.order_details.map((line) => line.internal_product_id);
    assert.deepEqual([products?.length, new Set(products).size], [2, 1]);
    assert.equal(orderOf('delivered-by-cartona')?.delivered_by, 'delivered_by_cartona');
    assert.notEqual(orderOf('one-time-password')?.retailer_otp, null);
    const known = new Set(control.products().map(({ product }) => product.supplier_product_id));
    assert.ok(orderOf('unknown-product')?.order_details.some((line) => !known.has(line.supplier_product_id ?? '')));
    assert.equal(orderOf('no-retailer-code')?.retailer.retailer_code, null);
  });

  it('waits with retailers and Cartona until the order was acknowledged', async () => {
    beginDemo(control);
    start();
    await untilChange(() => control.orders().length === 7);
    assert.ok(control.orders().every((order) => order.status === 'pending'));
  });

  it('lets Cartona deliver, and a retailer cancel, step by step', async () => {
    acknowledgeAll();
    beginDemo(control);
    start();
    await untilChange(() => orderOf('cancelled-by-retailer')?.status === 'cancelled_by_retailer');
    await untilChange(() => orderOf('delivered-by-cartona')?.status === 'delivered');
    const steps = orderOf('delivered-by-cartona')?.history.filter((entry) => entry.by === 'cartona');
    assert.deepEqual(
      steps?.map((entry) => entry.status),
      ['approved', 'assigned_to_salesman', 'delivered'],
    );
  });

  it('has a salesperson who confirms three sale orders, delivers two of them, and does nothing twice', async () => {
    beginDemo(control);
    start();
    await untilChange(() => odoo.done.length === 5);
    await demo.stop();
    start();
    await untilChange(() => odoo.sales.size === 3);
    assert.equal(odoo.done.filter((deed) => deed.startsWith('confirmed')).length, 3);
    assert.equal(odoo.done.filter((deed) => deed.startsWith('validated')).length, 2);
  });

  it('does not play in a sandbox where it was not begun', async () => {
    start();
    await demo.stop();
    assert.deepEqual(control.orders(), []);
  });
});
