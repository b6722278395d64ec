import assert from 'node:assert/strict';
import { anOrder } from '../support/order-builders.ts';
import type { Shop } from '../support/shop.ts';
import { useSharedService } from '../support/use-service.ts';

describe('confirming as the connection says', () => {
  const service = useSharedService();
  let manual: Shop;
  let onImport: Shop;
  before(async () => {
    manual = await service().connect('manual', { confirmOrders: 'manual' });
    onImport = await service().connect('on-import', { confirmOrders: 'on-import' });
  });

  const approvalNotes = async (saleOrderId: number): Promise<number> => {
    const notes = await service().odoo.call('mail.message', 'search_read', [
      [
        ['model', '=', 'sale.order'],
        ['res_id', '=', saleOrderId],
        ['body', 'ilike', 'confirm this quotation'],
      ],
      ['body'],
    ]);
    assert.ok(Array.isArray(notes));
    return notes.length;
  };

  it('manual: an approval is a note, and the salesperson confirms', async () => {
    const { odoo } = service();
    const { id, saleOrderId } = await manual.receive(anOrder(odoo.goods(6), { delivered_by: 'delivered_by_cartona' }));
    assert.deepEqual((await manual.says(id, 'approved')).body, { result: 'applied' });
    await manual.until(id, 'notes the approval', (seen) => seen.marketplaceStatus === 'approved');
    const order = await manual.untilAtRest(id);
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'draft');
    assert(order.timeline.some(({ text }) => text.includes('approved')));
    assert.equal(await approvalNotes(saleOrderId), 1);
    await odoo.confirm(saleOrderId);
    await manual.untilStage(id, 'confirmed');
    await manual.says(id, 'assigned_to_salesman');
    await manual.untilStage(id, 'shipped');
  });

  it('manual: an order that is approved when it is first seen has the note too, once', async () => {
    const { odoo } = service();
    const approved = anOrder(odoo.goods(6), { delivered_by: 'delivered_by_cartona', status: 'approved' });
    const { id, saleOrderId } = await manual.receive(approved);
    await manual.untilAtRest(id);
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'draft');
    assert.equal(await approvalNotes(saleOrderId), 1);
  });

  it('on-import: the sale order is confirmed after the acknowledgement, and Cartona is told', async () => {
    const { odoo } = service();
    const { id, saleOrderId } = await onImport.receive(anOrder(odoo.goods(6)), ({ stage }) => stage === 'confirmed');
    await onImport.untilTold(id, 'synced', 'approved');
    assert.deepEqual(onImport.told(id), ['synced', 'approved']);
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'sale');
  });

  it('on-import: a sale order that a person cancels is not confirmed again', async () => {
    const { odoo } = service();
    const { id, saleOrderId } = await onImport.receive(
      anOrder(odoo.goods(6), { delivered_by: 'delivered_by_cartona' }),
      ({ stage }) => stage === 'confirmed',
    );
    await odoo.cancel(saleOrderId);
    await onImport.untilClosed(id, 'cancelled');
  });

  it('on-approval: an approval of an order that the supplier delivers is refused, and nothing is confirmed', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(6)));
    assert.equal((await shop.webhook({ hashed_id: id, status: 'approved' })).status, 409);
    await shop.untilAtRest(id);
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'draft');
  });
});
