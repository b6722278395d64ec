import assert from 'node:assert/strict';
import { openPrepShop } from '../support/prep-shop.ts';
import type { PrepShop } from '../support/prep-shop.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

for (const version of [17, 18, 19] as const) {
  describe(`a confirmed sale order of Odoo ${version} that a prep centre ships`, () => {
    const service = useSharedService(version);
    let shop: PrepShop;
    beforeEach(async () => {
      shop = await openPrepShop(service(), `way${version}`);
    });

    it('is sent once with its receiver and lines, followed, and comes back as a draft transfer', async () => {
      const { odoo } = service();
      const productId = await shop.product({ name: 'Kettle' });
      const id = await shop.sell({ lines: [{ productId, quantity: 3 }] });
      await shop.untilSent(id);
      const { name } = await odoo.saleOrder(id);
      const [there, ...others] = await shop.atCentre(id);
      assert.partialDeepStrictEqual(there, {
        reference: name,
        receiver: { name: 'Nadia Hassan', phone: '+20 100 123 4567', street: '26 July Street 12', city: 'Cairo' },
        items: [{ productId: `Y-${productId}`, quantity: 3 }],
      });
      assert.deepEqual(others, []);

      await shop.moveTo(id, '6');
      await shop.until(id, 'shows the status', ({ centre }) => centre?.status === 'Label printed');
      assert.deepEqual(await shop.transfers(id), []);
      const counts = await shop.moveTo(id, 'Done');
      assert.partialDeepStrictEqual(counts, { asked: 1, changed: 1, done: 1 });
      await shop.untilClosed(id, 'delivered');
      const [transfer, ...more] = await shop.transfers(id);
      assert.deepEqual(more, []);
      assert.partialDeepStrictEqual(transfer, { state: 'draft', origin: name, moves: [{ productId, quantity: 3 }] });
      assert.match(transfer?.from ?? '', /ShemaxGlobal/);
      assert.match(transfer?.to ?? '', /Customers/);
      const notes = await waitFor(
        'the notes',
        () => odoo.messages('sale.order', id).filter((text) => text.includes(shop.name)),
        (texts) => texts.length >= 3,
      );
      assert.match(notes.at(-1) ?? '', new RegExp(transfer?.name ?? 'no transfer'));
      assert.equal((await shop.follow()).asked, 0, 'nobody asks after what came to its end');
    });

    it('waits until the serial numbers of its products are reserved, and is sent with them', async () => {
      const { odoo } = service();
      const productId = await shop.product({ name: 'Scanner', tracking: 'serial' }, 0);
      const id = await shop.sell({ lines: [{ productId, quantity: 2 }] });
      const waiting = await shop.untilStage(id, 'waiting');
      assert.match(waiting.waitsFor ?? '', /reservation of 2 of "Scanner"/);
      assert.deepEqual(await shop.atCentre(id), []);
      const serials = [`SN-${shop.id}-1`, `SN-${shop.id}-2`];
      for (const serial of serials) await odoo.receiveLot(productId, serial, 1);
      await odoo.reserve(id);
      await shop.untilSent(id);
      const [there] = await shop.atCentre(id);
      assert.deepEqual([...(there?.items[0]?.serials ?? [])].sort(), serials);
      await shop.moveTo(id, 'Done');
      await shop.untilStage(id, 'delivered');
      const [transfer] = await shop.transfers(id);
      assert.equal(transfer?.state, 'draft');
      assert.deepEqual(
        transfer.lots.map(({ name, quantity }) => [name, quantity]).sort(),
        serials.map((serial) => [serial, 0]),
      );
      for (const serial of serials) assert.ok(String(transfer.note).includes(serial), String(transfer.note));
    });
  });
}
