import assert from 'node:assert/strict';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { assertOnce, bothEndsOf } from '../support/chaos-counts.ts';
import { byCartona, bySupplier, cancelledByRetailer, cancelledInOdoo, changed } from '../support/chaos-lives.ts';
import type { Life } from '../support/chaos-lives.ts';
import { patience, placeOrders, saleOrdersOf, untilAllClosed, untilAllTold } from '../support/chaos-orders.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const inOdoo = (model: string, method: string): FaultRuleInput => ({
  system: 'odoo',
  rpc: { model, method },
  effect: { type: 'drop-answer' },
});
const atCartona = (): FaultRuleInput => ({
  system: 'cartona',
  path: 'update-order-status',
  effect: { type: 'drop-answer' },
});
const cartonaDelivers = { delivered_by: 'delivered_by_cartona' } as const;
const transfers = { done: ['done'], cancelled: ['cancel'], none: [] } as const;

/** Three orders each; `skip`: how many calls of the kind go well first. */
const cases: readonly {
  readonly write: string;
  readonly fault: FaultRuleInput;
  readonly life: Life;
  readonly given?: Parameters<typeof placeOrders>[2];
  readonly pickings: readonly string[];
}[] = [
  { write: 'load of a customer', fault: inOdoo('res.partner', 'load'), life: bySupplier, pickings: transfers.done },
  { write: 'load of a sale order', fault: inOdoo('sale.order', 'load'), life: bySupplier, pickings: transfers.done },
  { write: 'replacement of lines', fault: inOdoo('sale.order', 'write'), life: changed, pickings: transfers.done },
  {
    write: 'action_confirm',
    fault: inOdoo('sale.order', 'action_confirm'),
    life: byCartona,
    given: cartonaDelivers,
    pickings: transfers.done,
  },
  {
    write: 'button_validate',
    fault: inOdoo('stock.picking', 'button_validate'),
    life: byCartona,
    given: cartonaDelivers,
    pickings: transfers.done,
  },
  {
    write: 'action_cancel',
    fault: inOdoo('sale.order', 'action_cancel'),
    life: cancelledByRetailer,
    pickings: transfers.none,
  },
  { write: 'acknowledgement', fault: { ...atCartona(), times: 3 }, life: bySupplier, pickings: transfers.done },
  { write: 'status approved', fault: { ...atCartona(), skip: 3 }, life: bySupplier, pickings: transfers.done },
  {
    write: 'status assigned_to_salesman or delivered',
    fault: { ...atCartona(), skip: 6, times: 6 },
    life: bySupplier,
    pickings: transfers.done,
  },
  {
    write: 'status cancelled_by_supplier',
    fault: { ...atCartona(), skip: 3, times: 3 },
    life: cancelledInOdoo,
    pickings: transfers.none,
  },
];

describe('an answer that is lost', function () {
  const service = useService();

  for (const { write, fault, life, given, pickings } of cases) {
    it(`to the ${write} loses and doubles nothing`, async () => {
      const { shop, sandbox } = service();
      const active = sandbox.faults.add(fault);
      const ids = placeOrders(service(), 3, given);
      await shop.pull();
      await untilAllTold(service(), ids, 'synced');
      const told = await life(service(), ids);
      await untilAllClosed(service(), ids);
      assert.equal(active.hits, fault.times ?? 1, 'answers that were lost');
      assertOnce(bothEndsOf(sandbox), ids, { told, pickings });
    });
  }

  it('to the activity in Odoo makes one activity, and closes it', async () => {
    const { shop, odoo, sandbox, store } = service();
    const active = sandbox.faults.add({
      system: 'odoo',
      rpc: { model: 'mail.activity', method: 'load' },
      effect: { type: 'drop-answer' },
    });
    const [id = ''] = placeOrders(service(), 1, { installment_cost: 50, retailerOtp: '4711' });
    await shop.pull();
    await untilAllTold(service(), [id], 'synced');
    const [saleOrder = 0] = await saleOrdersOf(service(), [id]);
    await odoo.confirm(saleOrder);
    await waitFor(
      'the lost answer',
      () => active.hits,
      (hits) => hits === 1,
      patience,
    );
    // The next try after a failure is a minute away: it is brought near.
    const broughtNear = () =>
      store.db
        .updateTable('attention')
        .set({ activity_next_at: new Date(0) })
        .where('target_id', '=', id)
        .returning(['odoo_activity_id', 'activity_closed_at'])
        .execute();
    await waitFor(
      'the activity known here',
      broughtNear,
      (rows) => rows.some((row) => row.odoo_activity_id !== null),
      patience,
    );
    assert.equal(odoo.activities('sale.order', saleOrder).length, 1);
    await odoo.deliver(saleOrder);
    assert.equal((await shop.act(id, 'otp', { otp: '4711' })).status, 200);
    await untilAllClosed(service(), [id]);
    await waitFor(
      'the activity closed',
      broughtNear,
      (rows) => rows.every((row) => row.activity_closed_at !== null),
      patience,
    );
    assert.equal(odoo.activities('sale.order', saleOrder).length, 0);
    assertOnce(bothEndsOf(sandbox), [id], { told: ['synced', 'approved', 'assigned_to_salesman', 'delivered'] });
  });

  it('to the creation, and an order changed before the next attempt, leaves the lines as the retailer wants them', async () => {
    const { shop, sandbox } = service();
    const [id = ''] = placeOrders(service(), 1);
    // Executed and lost; then Odoo is away until the retailer has changed the order.
    const lost = sandbox.faults.add({
      system: 'odoo',
      rpc: { model: 'sale.order', method: 'load' },
      effect: { type: 'drop-answer' },
    });
    const pulled = underWay(shop.pull());
    await waitFor(
      'the lost answer',
      () => lost.hits,
      (hits) => hits === 1,
      patience,
    );
    const outage = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    await pulled;
    const [line] = shop.cartona.order(id).order_details;
    shop.cartona.edit(id, { lines: [{ id: line?.id ?? 0, amount: 9 }] });
    await shop.pull();
    sandbox.faults.remove(outage.id);
    await untilAllTold(service(), [id], 'synced');
    assertOnce(bothEndsOf(sandbox), [id], { told: ['synced'] });
    assert.equal((await shop.order(id))?.attention, null);
  });

  it('to a replacement of lines, and an order changed back before the next attempt, leaves the first lines', async () => {
    const { shop, sandbox } = service();
    const [id = ''] = placeOrders(service(), 1);
    await shop.pull();
    await untilAllTold(service(), [id], 'synced');
    const [line] = shop.cartona.order(id).order_details;
    const lost = sandbox.faults.add({
      system: 'odoo',
      rpc: { model: 'sale.order', method: 'write' },
      effect: { type: 'drop-answer' },
    });
    const amounts = [9, line?.amount ?? 0];
    shop.cartona.edit(id, { lines: [{ id: line?.id ?? 0, amount: amounts[0] ?? 0 }] });
    await shop.pull();
    await waitFor(
      'the lost answer',
      () => lost.hits,
      (hits) => hits === 1,
      patience,
    );
    const outage = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    shop.cartona.edit(id, { lines: [{ id: line?.id ?? 0, amount: amounts[1] ?? 0 }] });
    await shop.pull();
    sandbox.faults.remove(outage.id);
    await waitFor(
      'the second acknowledgement',
      () => shop.told(id).length,
      (count) => count > 1,
      patience,
    );
    await shop.untilAtRest(id);
    assertOnce(bothEndsOf(sandbox), [id], { told: ['synced'] });
    assert.equal((await shop.order(id))?.attention, null);
  });
});
