import { z } from 'zod';
import type { CarriedPicking } from '../../domain/delivery/odoo-delivery.ts';
import type { CheckBench } from '../bench.ts';
import type { Check } from '../check.ts';
import { must, mustEqual } from '../must.ts';

/** Kilograms of ten of the test product, which weighs half a unit where the user may say so. */
const weightOfTen = async ({ raw, records }: CheckBench): Promise<string | null> => {
  const ids = [await records.product('consumable')];
  await raw.ask({ model: 'product.product', method: 'write', ids, first: { name: 'vals', value: { weight: 0.5 } } });
  const [product] = await raw.result(
    { model: 'product.product', method: 'read', ids, params: { fields: ['weight', 'weight_uom_name'] } },
    z.array(z.object({ weight: z.number(), weight_uom_name: z.string() })),
  );
  if (product === undefined || product.weight === 0) return null;
  return product.weight_uom_name.startsWith('lb') ? '2.268' : String(10 * product.weight);
};

/** The transfer of a confirmed order for ten consumables; its order is cancelled afterwards. */
const withTransfer = async (
  bench: CheckBench,
  name: string,
  work: (picking: CarriedPicking, orderId: number) => Promise<void>,
): Promise<void> => {
  const orderId = await bench.quotation(name);
  await bench.odoo.confirmSaleOrder(orderId);
  try {
    const order = await bench.odoo.readSaleOrder(orderId, { lines: false, pickings: true });
    const picking = await bench.odoo.delivery.readPicking(order?.pickings[0]?.id ?? 0);
    must(picking !== null, 'the transfer is not found');
    await work(picking, orderId);
  } finally {
    await bench.odoo.cancelSaleOrder(orderId);
  }
};

const hasTrackingField = async ({ raw }: CheckBench): Promise<boolean> => {
  const params = { allfields: ['carrier_tracking_ref'], attributes: ['type'] };
  const fields = await raw.result(
    { model: 'stock.picking', method: 'fields_get', params },
    z.record(z.string(), z.unknown()),
  );
  return 'carrier_tracking_ref' in fields;
};

export const deliveryChecks: readonly Check[] = [
  {
    name: 'a transfer is read with its order, its contact, what it weighs and what is in it',
    run: async (bench) => {
      const wanted = await weightOfTen(bench);
      await withTransfer(bench, 'carried', (picking, orderId) => {
        const { state, saleOrderId, address, content, parcels, trackingRef } = picking;
        mustEqual([state, saleOrderId, parcels, trackingRef], ['assigned', orderId, 1, null], 'state, order, parcels');
        mustEqual([address?.contact, address?.company], ['Conveyor check customer', null], 'contact, company');
        mustEqual(content, ['Conveyor check consumable'], 'content');
        mustEqual(picking.weightKg, wanted, 'kilograms');
        return Promise.resolve();
      });
    },
  },
  {
    name: 'a tracking number is written to a transfer where there is a field for it, as often as wanted',
    run: (bench) =>
      withTransfer(bench, 'tracked', async ({ id }) => {
        const isThere = await hasTrackingField(bench);
        for (const number of ['CHECK-1', 'CHECK-2', 'CHECK-2'])
          mustEqual(await bench.odoo.delivery.writeTracking(id, number), isThere, 'written');
        const after = await bench.odoo.delivery.readPicking(id);
        mustEqual(after?.trackingRef ?? null, isThere ? 'CHECK-2' : null, 'tracking number');
      }),
  },
  {
    name: 'a transfer that is named by its id is seen by reading changes, once',
    run: (bench) =>
      withTransfer(bench, 'carried-seen', async ({ id }) => {
        const { serverTime } = await bench.odoo.readChanges(new Date());
        const seen = await bench.odoo.readChanges(new Date(serverTime.getTime() - 60_000), [id, 2_000_000_000]);
        mustEqual(
          seen.carried.filter((one) => one.id === id),
          [{ id, state: 'assigned' }],
          'transfers',
        );
      }),
  },
  {
    name: 'a transfer that is gone is read as null',
    run: async ({ odoo }) => {
      mustEqual(await odoo.delivery.readPicking(2_000_000_000), null, 'transfer');
    },
  },
];
