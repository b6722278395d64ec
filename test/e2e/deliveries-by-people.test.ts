import assert from 'node:assert/strict';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import { deliveryStart } from '../../src/domain/run-starts.ts';
import { openCourierShop } from '../support/courier-shop.ts';
import type { CourierShop } from '../support/courier-shop.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

describe('people and a courier', () => {
  const service = useSharedService();
  let shop: CourierShop;
  beforeEach(async () => {
    shop = await openCourierShop(service(), 'people');
  });

  const shipmentOf = (body: unknown) => (body as { shipment: { shipment_id: string; connection: string } }).shipment;

  describe('who ask for it', () => {
    it('twice, at once, or by another courier, get the one shipment there is', async () => {
      const other = await openCourierShop(service(), 'other');
      const pickingId = await shop.picking();
      const answers = await Promise.all([shop.book(pickingId), shop.book(pickingId), other.book(pickingId)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201]);
      assert.equal(new Set(answers.map(({ body }) => shipmentOf(body).shipment_id)).size, 1);
      await shop.untilBooked(pickingId);
      assert.equal(shop.atCourier(pickingId).length + other.atCourier(pickingId).length, 1);
    });

    it('for what is no picking, or is not ready, are told why, and leave nothing behind', async () => {
      const { rest } = service();
      assert.partialDeepStrictEqual(await shop.book(99_999_999), { status: 404 });
      const waiting = await shop.picking({ stock: 0 });
      const refused = await shop.book(waiting);
      assert.equal(refused.status, 409);
      assert.match(refused.text, /waiting for its goods/);
      const nowhere = await shop.picking({ address: { street: false, zip: false, city: false }, weight: 0 });
      const missing = await shop.book(nowhere);
      assert.equal(missing.status, 422);
      assert.deepEqual(
        (missing.body as { errors: { path: string }[] }).errors.map(({ path }) => path),
        ['receiver.street', 'receiver.zip', 'receiver.city', 'parcels[0].weightKg'],
      );
      const attention = await rest.get(`/api/attention?connection=${shop.id}`);
      assert.deepEqual((attention.body as { items: unknown[] }).items, []);
      assert.deepEqual(shop.opal.orders(), []);
    });

    it('again after it was mended, get the next shipment', async () => {
      const { odoo } = service();
      const pickingId = await shop.picking({ address: { zip: false } });
      assert.equal((await shop.book(pickingId)).status, 422);
      const [picking] = odoo.door.rows('stock.picking').filter(({ id }) => id === pickingId);
      await odoo.write('res.partner', Number(picking?.['partner_id']), { zip: '10115' });
      assert.equal((await shop.book(pickingId)).status, 201);
      await shop.untilBooked(pickingId, 2);
      assert.equal(shop.atCourier(pickingId).length, 1);
    });

    it('by the kind where only one is enabled, by the id else; for what is no courier they are told which there are', async () => {
      const pickingId = await shop.picking();
      const unknown = await shop.book(pickingId, 'hermes');
      assert.equal(unknown.status, 422);
      assert.match(unknown.text, /provider_code/);
      assert.match(unknown.text, new RegExp(shop.id));
    });
  });

  describe('who cancel it', () => {
    it('before it was collected, have it cancelled at the courier, and may ask for the next', async () => {
      const pickingId = await shop.booked();
      const cancelled = await shop.act(pickingId, 'cancel', { reason: 'the customer changed his mind' });
      assert.equal(cancelled.status, 200, cancelled.text);
      await shop.untilClosed(pickingId, 'cancelled');
      assert.equal(shop.atCourier(pickingId)[0]?.status, 'Storniert');
      assert.equal((await shop.book(pickingId)).status, 201);
      await shop.untilBooked(pickingId, 2);
      assert.equal(shop.atCourier(pickingId).length, 2);
      assert.notEqual(shop.atCourier(pickingId)[0]?.reference, shop.atCourier(pickingId)[1]?.reference);
    });

    it('after it was collected, are refused in words, by us or by the courier', async () => {
      const pickingId = await shop.booked();
      const [order] = shop.atCourier(pickingId);
      shop.opal.setStatus(order?.orderNumber ?? '', { status: 'Abgeholt' });
      const byCourier = await shop.act(pickingId, 'cancel', {});
      assert.equal(byCourier.status, 409, byCourier.text);
      assert.match(byCourier.text, /abgeholt/i);
      await shop.follow();
      await shop.until(pickingId, 'is shipped', ({ state }) => state === 'shipped');
      const byUs = await shop.act(pickingId, 'cancel', {});
      assert.equal(byUs.status, 409);
      assert.match(byUs.text, /was collected/);
    });
  });

  it('who give it up leave the picking its courier, and may take it up again', async () => {
    const pickingId = await shop.booked();
    assert.equal((await shop.act(pickingId, 'skip', { reason: 'followed by phone' })).status, 200);
    await shop.untilClosed(pickingId, 'pending');
    assert.equal((await shop.follow()).asked, 0);
    assert.equal((await shop.book(pickingId)).status, 200, 'never a second courier');
    assert.equal(shop.atCourier(pickingId).length, 1);
    assert.equal((await shop.act(pickingId, 'retry')).status, 200);
    await shop.moveTo(pickingId, { status: 'Zugestellt' });
    await shop.untilClosed(pickingId, 'delivered');
  });

  it('who terminate its run with Temporal’s own tools end only the run', async () => {
    const { client } = service();
    const pickingId = await shop.booked();
    const run = client.workflow.getHandle(workflowIds.delivery(pickingId, 1));
    await run.terminate('by hand');
    await shop.moveTo(pickingId, { status: 'Abgeholt' });
    await service().sweep();
    await waitFor(
      'a run again',
      () => run.describe(),
      ({ status }) => status.name === 'RUNNING',
    );
    await shop.until(pickingId, 'is shipped', ({ state }) => state === 'shipped');
    await shop.moveTo(pickingId, { status: 'Zugestellt' });
    await shop.untilClosed(pickingId, 'delivered');
    assert.equal(shop.atCourier(pickingId).length, 1);
  });

  it('who find it failed are told, and ask for the next one', async () => {
    const { odoo } = service();
    const pickingId = await shop.booked();
    await shop.moveTo(pickingId, { status: 'Zugestellt', receiver: 'Fehlanfahrt' });
    const failed = await shop.untilClosed(pickingId, 'error');
    assert.match(failed.error ?? '', /Fehlanfahrt/);
    assert.match(failed.attention[0]?.reason ?? '', /could not deliver/);
    await waitFor(
      'the to-do on the picking',
      () => odoo.activities('stock.picking', pickingId),
      (texts) => texts.length === 1,
    );
    assert.equal((await shop.book(pickingId)).status, 201);
    await shop.untilBooked(pickingId, 2);
    assert.deepEqual((await shop.view(pickingId))?.attention, [], 'it is seen to');
    await waitFor(
      'the end of the to-do',
      () => odoo.activities('stock.picking', pickingId),
      (texts) => texts.length === 0,
    );
  });

  it('who look at it see what happened, by the picking and by the shipment', async () => {
    const { rest } = service();
    const pickingId = await shop.booked();
    await shop.moveTo(pickingId, { status: 'Abgeholt', location: 'Hamburg' });
    await shop.until(pickingId, 'is shipped', ({ state }) => state === 'shipped');
    const byPicking = await rest.get(`/api/delivery/shipments/${pickingId}`);
    const { shipment_id: uuid, events } = byPicking.body as { shipment_id: string; events: { location: string }[] };
    assert.equal(events.at(-1)?.location, 'Hamburg');
    // Its run may see to it between the two.
    const byUuid = await rest.get(`/api/delivery/shipments/${uuid}`);
    assert.partialDeepStrictEqual(byUuid.body, { shipment_id: uuid, picking_id: pickingId, state: 'shipped', events });
    const listed = await rest.get(`/api/delivery/shipments?picking_id=${pickingId}&state=shipped`);
    assert.equal((listed.body as { items: { shipment_id: string }[] }).items[0]?.shipment_id, uuid);
  });

  it('who start its run by hand get a shipment; a second one, and bad input, end at once', async () => {
    const { client } = service();
    const pickingId = await shop.picking();
    await client.workflow.start(workflowTypes.deliverPicking, deliveryStart({ pickingId, n: 1, provider: shop.id }));
    await shop.untilBooked(pickingId);
    const run = (n: number, provider: string, id = pickingId) =>
      client.workflow.execute(workflowTypes.deliverPicking, deliveryStart({ pickingId: id, n, provider }));
    const causeOf = async (running: Promise<unknown>): Promise<string> => {
      try {
        await running;
      } catch (error) {
        let cause = error;
        while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
        return cause instanceof Error ? cause.message : String(cause);
      }
      return 'it ended well';
    };
    assert.match(await causeOf(run(2, shop.id)), /has a living shipment already/);
    assert.match(await causeOf(run(1, shop.id, 99_999_999)), /no picking 99999999/);
    assert.match(await causeOf(run(1, 'hermes', await shop.picking())), /"hermes" is no courier/);
    assert.equal(shop.atCourier(pickingId).length, 1);
    const state = await client.workflow.getHandle(workflowIds.delivery(pickingId, 1)).query('state');
    assert.partialDeepStrictEqual(state, { pickingId, n: 1, state: 'pending' });
  });
});
