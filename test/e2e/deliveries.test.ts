import assert from 'node:assert/strict';
import { openCourierShop } from '../support/courier-shop.ts';
import type { CourierShop } from '../support/courier-shop.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

for (const version of [17, 18, 19] as const) {
  describe(`a picking of Odoo ${version} that a courier carries`, () => {
    const service = useSharedService(version);
    let shop: CourierShop;
    beforeEach(async () => {
      shop = await openCourierShop(service(), `courier${version}`);
    });

    it('is booked once with its address and weight, labelled, told to Odoo, and followed to delivered', async () => {
      const { odoo, rest } = service();
      shop.opal.setAnswer({ tracking: 'at-once', label: 'planned' });
      const pickingId = await shop.picking();
      const asked = await shop.book(pickingId, shop.id);
      assert.equal(asked.status, 201, asked.text);
      assert.partialDeepStrictEqual(asked.body, {
        shipment: { picking_id: pickingId, connection: shop.id, provider_code: 'opal', tracking_number: null },
      });
      await shop.untilBooked(pickingId);
      const [there, ...others] = shop.atCourier(pickingId);
      assert.deepEqual(others, []);
      assert.partialDeepStrictEqual(there, {
        receiver: {
          name1: 'Erika Mustermann',
          street: 'Musterstraße',
          houseNumber: '12a',
          zip: '10115',
          city: 'Berlin',
          country: 'DE',
        },
        sender: { name1: 'Conveyor GmbH', street: 'Hafenstraße', houseNumber: '5', city: 'Hamburg' },
        parcels: [{ count: 1, weight: 3 }],
      });

      assert.equal((await rest.get(`/api/delivery/shipments/${pickingId}/label`)).status, 404, 'not planned yet');
      await shop.moveTo(pickingId, { status: 'Disponiert' });
      await shop.until(pickingId, 'has its label', ({ next }) => next === 'wait');
      const label = await waitFor(
        'the label',
        () => rest.get(`/api/delivery/shipments/${pickingId}/label`),
        ({ status }) => status === 200,
      );
      assert.equal(label.headers.get('content-type'), 'application/pdf');
      assert.ok(label.text.startsWith('%PDF-'), label.text.slice(0, 20));

      const number = there?.trackingNumber ?? '';
      assert.match(number, /HWB/);
      await waitFor(
        'the number in Odoo',
        () => odoo.messages('stock.picking', pickingId).join('\n'),
        (notes) => notes.includes(number),
      );
      const [picking] = odoo.door.rows('stock.picking').filter(({ id }) => id === pickingId);
      // The field comes with a module that not every Odoo has.
      const field = picking?.['carrier_tracking_ref'];
      assert.ok(field === undefined || field === number, String(field));

      await shop.moveTo(pickingId, { status: 'Abgeholt' });
      await shop.until(pickingId, 'is shipped', ({ state }) => state === 'shipped');
      await shop.moveTo(pickingId, { status: 'Zugestellt', receiver: 'Mustermann' });
      await shop.untilClosed(pickingId, 'delivered');
      const shown = await rest.get(`/api/delivery/shipments/${pickingId}`);
      assert.partialDeepStrictEqual(shown.body, {
        picking_id: pickingId,
        state: 'delivered',
        tracking_number: number,
        error: null,
        openAttention: [],
      });
      const again = await shop.book(pickingId);
      assert.equal(again.status, 200, 'it has had its courier');
      assert.equal(shop.atCourier(pickingId).length, 1);
      assert.equal((await shop.follow()).asked, 0, 'nobody asks after what came to its end');
    });

    it('needs no sale order, and is seen to be cancelled in Odoo all the same', async () => {
      const { odoo, rest } = service();
      const pickingId = await shop.booked({ sold: false });
      await shop.cancelPicking(pickingId);
      const { attention } = await shop.untilAttention(pickingId, 'cancel-by-hand');
      assert.match(attention[0]?.reason ?? '', /was cancelled in Odoo.*cancel the courier/);
      await waitFor(
        'the to-do on the picking',
        () => odoo.activities('stock.picking', pickingId),
        (texts) => texts.length === 1,
      );
      const cancelled = await shop.act(pickingId, 'cancel', { reason: 'not wanted any more' });
      assert.equal(cancelled.status, 200, cancelled.text);
      await shop.untilClosed(pickingId, 'cancelled');
      assert.equal(shop.atCourier(pickingId)[0]?.status, 'Storniert');
      const next = await rest.get(`/api/attention?connection=${shop.id}`);
      assert.deepEqual((next.body as { items: unknown[] }).items, []);
    });
  });
}
