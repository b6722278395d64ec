import assert from 'node:assert/strict';
import { aLine, anOrder } from '../support/order-builders.ts';
import type { Service } from '../support/service.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const lineOf = (service: Service, id: string, index = 0): number => {
  const line = service.shop.cartona.order(id).order_details[index];
  if (line === undefined) throw new Error(`Order ${id} has no line ${index}`);
  return line.id;
};

/** Quantity and price of each line in Odoo. */
const linesInOdoo = async ({ odoo }: Service, saleOrderId: number) =>
  (await odoo.saleOrder(saleOrderId)).lines.map((line) => [line.product_uom_qty, line.price_unit]);

describe('an order the retailer changes', () => {
  const service = useSharedService();

  it('is left alone while the retailer is at it, and comes again', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(0), { status: 'editing' }));
    await shop.pull();
    const editing = await shop.untilAtRest(id);
    assert.equal(editing.stage, 'received');
    assert.equal(editing.odoo, null);
    assert.deepEqual(shop.told(id), []);

    shop.cartona.setEditing(id, false);
    await shop.pull();
    await shop.untilStage(id, 'acknowledged');
    assert.deepEqual(shop.told(id), ['synced']);
  });

  it('is followed by the lines of the quotation, absolutely, and acknowledged again', async () => {
    const { shop, odoo } = service();
    const [tea, sugar] = [odoo.goods(0), odoo.goods(1)];
    const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 3), aLine(sugar, 2)] }));
    shop.cartona.setEditing(id, true);
    await shop.pull();
    await shop.untilAtRest(id);
    shop.cartona.edit(id, {
      lines: [
        { id: lineOf(service(), id), amount: 7 },
        { supplier_product_id: '110703', amount: 1, price: 100 },
      ],
    });
    shop.cartona.setEditing(id, false);
    await shop.pull();
    await shop.until(id, 'is acknowledged again', () => shop.told(id).length === 2);
    await shop.untilAtRest(id);
    assert.deepEqual(await linesInOdoo(service(), saleOrderId), [
      [7, tea.price],
      [2, sugar.price],
      [1, 100],
    ]);
    const order = await shop.until(id, 'is known', () => true);
    assert.equal(order.attention, null);
    assert.equal(shop.cartona.order(id).acknowledgedUnseen, 0);
    assert.deepEqual(
      order.lines.map((line) => line.quantity),
      ['7', '2', '1'],
    );
  });

  it('arrives from A to B and back to A', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 3)] }));
    for (const [turn, amount] of [5, 3].entries()) {
      shop.cartona.edit(id, { lines: [{ id: lineOf(service(), id), amount }] });
      await shop.pull();
      await waitFor(
        'the quotation follows',
        () => linesInOdoo(service(), saleOrderId),
        ([line]) => line?.[0] === amount,
      );
      await shop.until(id, 'is acknowledged again', () => shop.told(id).length === turn + 2);
    }
    assert.deepEqual(await linesInOdoo(service(), saleOrderId), [[3, tea.price]]);
    assert.equal(shop.cartona.order(id).acknowledged, true);
  });

  it('needs attention when a salesperson edited the quotation; skip leaves it as it is', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 3)] }));
    const [line] = (await odoo.saleOrder(saleOrderId)).lines;
    await odoo.write('sale.order.line', line?.id ?? 0, { product_uom_qty: 4 });
    shop.cartona.edit(id, { lines: [{ id: lineOf(service(), id), amount: 9 }] });
    await shop.pull();
    const order = await shop.untilAttention(id, 'changed-after-confirmation');
    assert.match(order.openAttention[0]?.reason ?? '', /was edited in Odoo: product \d+: 4 × .* became 9 × /);
    assert.deepEqual(await linesInOdoo(service(), saleOrderId), [[4, tea.price]]);
    assert.deepEqual(shop.told(id), ['synced']);

    const skipped = await shop.act(id, 'skip', { reason: 'Agreed on the phone' });
    assert.equal(skipped.status, 200, skipped.text);
    await shop.until(id, 'is acknowledged again', (seen) => seen.attention === null && shop.told(id).length === 2);
    assert.deepEqual(await linesInOdoo(service(), saleOrderId), [[4, tea.price]]);

    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
  });

  it('needs attention when the sale order is confirmed, and goes on after the salesperson changed it and a retry', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 3)] }));
    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
    shop.cartona.edit(id, { lines: [{ id: lineOf(service(), id), amount: 6 }] });
    await shop.pull();
    const order = await shop.untilAttention(id, 'changed-after-confirmation');
    assert.match(order.openAttention[0]?.reason ?? '', /is confirmed: product \d+: 3 × .* became 6 × /);
    assert.deepEqual(await linesInOdoo(service(), saleOrderId), [[3, tea.price]]);

    const again = await shop.act(id, 'retry');
    assert.equal(again.status, 200, again.text);
    await shop.untilAttention(id, 'changed-after-confirmation');

    const [line] = (await odoo.saleOrder(saleOrderId)).lines;
    await odoo.write('sale.order.line', line?.id ?? 0, { product_uom_qty: 6 });
    const retried = await shop.act(id, 'retry');
    assert.equal(retried.status, 200, retried.text);
    await shop.until(
      id,
      'goes on',
      (seen) => seen.attention === null && shop.told(id).filter((status) => status === 'synced').length === 2,
    );
    await odoo.deliver(saleOrderId);
    await shop.untilClosed(id, 'delivered');
  });

  it('still sees the deliveries of an order whose change waits in attention', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 3)] }));
    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
    shop.cartona.edit(id, { lines: [{ id: lineOf(service(), id), amount: 6 }] });
    await shop.pull();
    await shop.untilAttention(id, 'changed-after-confirmation');
    await odoo.deliver(saleOrderId);
    await shop.untilTold(id, 'delivered');
  });
});
