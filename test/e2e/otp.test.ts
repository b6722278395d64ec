import assert from 'node:assert/strict';
import { anOrder } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

describe('the one-time password of the retailer', () => {
  const service = useSharedService();
  const receive = (given: Parameters<typeof anOrder>[1]) => {
    const { shop, odoo } = service();
    return shop.receive(anOrder(odoo.goods(5), { retailerOtp: '4711', ...given }));
  };

  it('is asked for from the confirmation on, here and by an activity in Odoo, and holds only the delivery', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId, order } = await receive({ installment_cost: 50 });
    assert.equal(order.attention, null);
    await odoo.confirm(saleOrderId);
    const asked = await shop.untilAttention(id, 'otp-required');
    assert.equal(asked.openAttention.length, 1);
    await shop.untilTold(id, 'approved');
    await odoo.deliver(saleOrderId);
    await shop.untilTold(id, 'assigned_to_salesman');
    await shop.untilAtRest(id);
    assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman']);
    await waitFor(
      'the activity in Odoo',
      () => odoo.activities('sale.order', saleOrderId),
      (activities) => activities.some((text) => text.includes('one-time password')),
    );

    const entered = await shop.act(id, 'otp', { otp: '4711' });
    assert.equal(entered.status, 200, entered.text);
    const delivered = await shop.untilClosed(id, 'delivered');
    assert.equal(delivered.attention, null);
    assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman', 'delivered']);
  });

  it('is said to be refused, asked for again, and never asked for once it was accepted', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await receive({ wallet_top_up: 20 });
    await odoo.confirm(saleOrderId);
    await odoo.deliver(saleOrderId);
    await shop.untilAttention(id, 'otp-required');
    await shop.untilTold(id, 'assigned_to_salesman');
    const wrong = await shop.act(id, 'otp', { otp: '1' });
    assert.equal(wrong.status, 200, wrong.text);
    await shop.until(id, 'says that it was refused', (seen) =>
      seen.openAttention.some(({ kind, reason }) => kind === 'otp-required' && reason.includes('was refused')),
    );
    const right = await shop.act(id, 'otp', { otp: '4711' });
    assert.equal(right.status, 200, right.text);
    await shop.untilClosed(id, 'delivered');
    const again = await shop.act(id, 'otp', { otp: '4711' });
    assert.equal(again.status, 409, again.text);
  });

  it('may be entered before the goods arrive, and is then asked for no more', async () => {
    const { shop, odoo, rest } = service();
    const { id, saleOrderId } = await receive({ installment_cost: 50 });
    await odoo.confirm(saleOrderId);
    await shop.untilAttention(id, 'otp-required');
    const entered = await shop.act(id, 'otp', { otp: '4711' });
    assert.equal(entered.status, 200, entered.text);
    await shop.until(id, 'asks no more', (seen) => seen.attention === null);
    await odoo.deliver(saleOrderId);
    await shop.untilClosed(id, 'delivered');
    assert.doesNotMatch((await rest.get(`/api/exchanges?q=${id}&limit=100`)).text, /4711/);
  });

  it('is refused for an order that needs none', async () => {
    const { shop } = service();
    const { id } = await receive({});
    const refused = await shop.act(id, 'otp', { otp: '4711' });
    assert.equal(refused.status, 409);
    assert.match(refused.text, /needs no one-time password/);
  });
});
