import assert from 'node:assert/strict';
import type { CarriedPicking } from '../../../../src/domain/delivery/odoo-delivery.ts';
import { array, majors } from '../../../sandbox/odoo/an-odoo.ts';
import { aDelivery, aProduct, aTransfer } from '../../../sandbox/odoo/builders.ts';
import { connectTo, failureOf } from '../fake-odoo.ts';
import { connectToSimulated } from '../simulated.ts';
import type { Simulated } from '../simulated.ts';

for (const major of majors) {
  describe(`a transfer that a courier carries, in Odoo ${major}`, () => {
    let at: Simulated;
    beforeEach(async () => {
      at = await connectToSimulated(major);
    });
    afterEach(() => at.close());

    const call = (model: string, method: string, args: readonly unknown[]): Promise<unknown> =>
      at.simulated.call(model, method, args);
    const create = async (model: string, values: object): Promise<number> =>
      Number(await call(model, 'create', [values]));
    const read = async (id: number): Promise<CarriedPicking> => {
      const picking = await at.odoo.delivery.readPicking(id);
      assert.ok(picking);
      return picking;
    };
    const switchCarriers = async (state: 'install' | 'uninstall'): Promise<void> => {
      const ids = at.simulated.simulator.door.search('ir.module.module', [['name', '=', 'stock_delivery']]);
      await call('ir.module.module', `button_immediate_${state}`, [ids]);
    };
    const demoTransfer = (): number =>
      at.simulated.simulator.door.search('stock.picking', [['origin', '=', 'Morgenrot, first order']])[0] ?? 0;
    const confirmed = async (id: number): Promise<number> => {
      await call('stock.picking', 'action_confirm', [[id]]);
      return id;
    };
    const aHeavyProduct = (weight: number, stock = 100): Promise<number> =>
      aProduct(at.simulated, { name: 'Anvil', stock, more: { weight, default_code: 'ANV' } });

    it('has everything a courier is told', async () => {
      const { id, name, address, ...rest } = await read(demoTransfer());
      assert.deepEqual(
        { ...address, partnerId: 0 },
        {
          ...{ partnerId: 0, name: 'Café Morgenrot GmbH, Lena Vogt', company: 'Café Morgenrot GmbH' },
          ...{ contact: 'Lena Vogt', phone: '+49 30 5550142', email: 'kueche@morgenrot.example' },
          ...{ street: 'Oranienburger Straße 27', street2: null, city: 'Berlin', zip: '10117' },
          ...{ state: null, country: 'DE' },
        },
      );
      assert.equal(id, demoTransfer());
      assert.match(name, /^WH\/OUT\/\d+$/);
      assert.deepEqual(rest, {
        ...{ state: 'assigned', origin: 'Morgenrot, first order', userId: 2, saleOrderId: null, weightKg: '7.9' },
        ...{ parcels: 1, content: ['Glass carafe 1 l', 'Copper tray 40 cm'], note: 'Ring at the back door.' },
        trackingRef: null,
      });
    });

    it('is read in one call', async () => {
      await read(demoTransfer());
      const calls = await at.callsOf(() => read(demoTransfer()));
      assert.deepEqual(calls, ['stock.picking/web_read']);
    });

    it('is nobody’s when it is gone', async () => {
      assert.equal(await at.odoo.delivery.readPicking(999_999), null);
    });

    it('names its order and, where nobody is responsible for it, the salesperson', async () => {
      const { order, picking } = await aDelivery(at.simulated, [{ product: await aHeavyProduct(1) }]);
      await call('stock.picking', 'write', [[picking], { user_id: false }]);
      const { saleOrderId, userId } = await read(picking);
      assert.deepEqual([saleOrderId, userId], [order, 2]);
    });

    it('has no address without a contact, and a person or a company under the own name', async () => {
      const transfer = await aTransfer(at.simulated, []);
      assert.equal((await read(transfer)).address, null);
      const person = await create('res.partner', { name: 'Omar' });
      const company = await create('res.partner', { name: 'Nile GmbH', is_company: true });
      for (const [partner_id, name] of [
        [person, 'Omar'],
        [company, 'Nile GmbH'],
      ] as const) {
        await call('stock.picking', 'write', [[transfer], { partner_id }]);
        const { address } = await read(transfer);
        assert.deepEqual([address?.name, address?.company, address?.contact], [name, null, name]);
      }
    });

    it('weighs what is reserved, and what is wanted while nothing is', async () => {
      await switchCarriers('uninstall');
      const product = await aHeavyProduct(1.15, 3);
      const id = await aTransfer(at.simulated, [{ product, quantity: 4 }]);
      assert.equal((await read(id)).weightKg, '4.6');
      assert.equal((await read(await confirmed(id))).weightKg, '3.45');
    });

    it('weighs what Odoo says it weighs, where Odoo does', async () => {
      await switchCarriers('install');
      const id = await aTransfer(at.simulated, [{ product: await aHeavyProduct(0.33), quantity: 3 }]);
      assert.equal((await read(id)).weightKg, '0.99');
    });

    it('has no weight where no product has one', async () => {
      const product = await aProduct(at.simulated, { stock: 5 });
      assert.equal((await read(await confirmed(await aTransfer(at.simulated, [{ product }])))).weightKg, null);
    });

    it('turns pounds into kilograms, to the gram and never less', async () => {
      await call('ir.config_parameter', 'set_param', ['product.weight_in_lbs', '1']);
      const id = await aTransfer(at.simulated, [{ product: await aHeavyProduct(2), quantity: 3 }]);
      assert.equal((await read(await confirmed(id))).weightKg, '2.722');
    });

    it('is as many parcels as there are packages, the outer ones where they stand in each other', async () => {
      const packages = major === 19 ? 'stock.package' : 'stock.quant.package';
      const products = [await aHeavyProduct(1), await aProduct(at.simulated, { name: 'Nail', stock: 9 })];
      const id = await confirmed(
        await aTransfer(
          at.simulated,
          products.map((product) => ({ product })),
        ),
      );
      const lines = array((await at.simulated.one('stock.picking', id, ['move_line_ids']))['move_line_ids']);
      for (const line of lines)
        await call('stock.move.line', 'write', [[line], { result_package_id: await create(packages, {}) }]);
      assert.equal((await read(id)).parcels, 2);
      if (major < 19) return;
      const outer = await create(packages, {});
      const inner = at.simulated.simulator.door.search(packages, [['id', '!=', outer]]);
      await call(packages, 'write', [inner, { parent_package_id: outer }]);
      assert.equal((await read(id)).parcels, 1);
    });

    it('gets its tracking number, as often as it is written', async () => {
      await switchCarriers('install');
      const { odoo } = at;
      assert.equal(await odoo.delivery.writeTracking(demoTransfer(), 'OCU-1'), true);
      assert.equal(await odoo.delivery.writeTracking(demoTransfer(), 'OCU-998-2'), true);
      assert.equal((await read(demoTransfer())).trackingRef, 'OCU-998-2');
    });

    it('has no place for a tracking number without the module of carriers', async () => {
      await switchCarriers('uninstall');
      assert.equal(await at.odoo.delivery.writeTracking(demoTransfer(), 'OCU-1'), false);
      assert.equal((await read(demoTransfer())).trackingRef, null);
    });

    it('is read as it is when the module goes while the client is connected', async () => {
      await switchCarriers('install');
      await read(demoTransfer());
      await switchCarriers('uninstall');
      assert.equal((await read(demoTransfer())).trackingRef, null);
    });

    it('takes no tracking number when it is gone', async () => {
      await switchCarriers('install');
      assert.equal((await failureOf(at.odoo.delivery.writeTracking(999_999, 'OCU-1'))).type, 'NotFound');
    });

    it('is nothing for a user who may not read transfers', async () => {
      const { odoo } = await connectTo(at.simulated.url, { database: 'db', user: 'clerk', password: 'clerk' });
      const { type, data } = await failureOf(odoo.delivery.readPicking(demoTransfer()));
      await odoo.close();
      assert.deepEqual([type, (data as { code?: unknown }).code], ['Rejected', 'no-access']);
    });

    it('is seen by the watch though it belongs to no order, where it is asked for', async () => {
      const since = new Date(Date.now() - 60_000);
      const own = await aTransfer(at.simulated, []);
      const { picking } = await aDelivery(at.simulated, [{ product: await aHeavyProduct(1) }]);
      const without = await at.odoo.readChanges(since);
      assert.deepEqual(without.carried, [{ id: picking, state: 'assigned' }]);
      const seen = await at.odoo.readChanges(since, [own, 999_999]);
      assert.deepEqual(seen.carried, [
        { id: own, state: 'draft' },
        { id: picking, state: 'assigned' },
      ]);
      assert.deepEqual(seen.transfers, without.transfers);
      assert.deepEqual(
        seen.pickings.map((one) => one.id),
        [picking],
      );
    });
  });
}
