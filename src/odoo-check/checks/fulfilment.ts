import { z } from 'zod';
import { id, reference } from '../../connectors/odoo/values.ts';
import type { NewTransfer, ShippableOrder } from '../../domain/fulfilment/odoo-fulfilment.ts';
import type { CheckBench } from '../bench.ts';
import type { Check } from '../check.ts';
import { must, mustEqual } from '../must.ts';
import { setStockAt, warehousesOf } from '../stock.ts';
import type { ProductKind } from '../test-records.ts';
import { failureOf } from './failures.ts';

interface TrackedGoods {
  readonly productId: number;
  readonly locationId: number;
  readonly lotId: number;
  readonly lotName: string;
}

/** A product with one lot at a place of the checks' own below the stock of the first warehouse. */
const trackedGoods = async ({ raw, records }: CheckBench, kind: ProductKind): Promise<TrackedGoods> => {
  const productId = await records.product(kind);
  const [warehouse] = await warehousesOf(raw);
  must(warehouse !== undefined, 'there is no warehouse');
  const [place] = await raw.result(
    {
      ...{ model: 'stock.location', method: 'read', ids: [warehouse.lot_stock_id] },
      params: { fields: ['company_id'], load: '' },
    },
    z.array(z.object({ company_id: id })),
  );
  must(place !== undefined, 'the warehouse has no stock location');
  const lotName = `CONVEYOR-CHECK-${kind.toUpperCase()}`;
  const parent = String(warehouse.lot_stock_id);
  const location = { name: 'Conveyor check location', usage: 'internal', 'location_id/.id': parent };
  const lot = { name: lotName, 'product_id/.id': String(productId), 'company_id/.id': String(place.company_id) };
  return {
    productId,
    lotName,
    locationId: await records.once('stock.location', 'location', location),
    lotId: await records.once('stock.lot', `lot_${kind}`, lot),
  };
};

/** A confirmed order for goods of which so many are there; what is left of them is taken away afterwards. */
const withSale = async (
  bench: CheckBench,
  name: string,
  { kind, quantity }: { readonly kind: ProductKind; readonly quantity: number },
  work: (goods: TrackedGoods, order: ShippableOrder) => Promise<void>,
): Promise<void> => {
  const goods = await trackedGoods(bench, kind);
  const count = (left: number): Promise<void> =>
    setStockAt(bench.raw, goods.productId, goods.locationId, left, goods.lotId);
  await count(quantity);
  const line = { productId: goods.productId, quantity: String(quantity), unitPrice: '8', description: name };
  const orderId = await bench.quotation(name, { lines: [line] });
  try {
    await bench.odoo.confirmSaleOrder(orderId);
    const order = await bench.odoo.fulfilment.readOrder(orderId, null);
    must(order !== null, 'the order is not found');
    await work(goods, order);
  } finally {
    await bench.odoo.cancelSaleOrder(orderId);
    await count(0);
  }
};

const transferOf = (goods: TrackedGoods, order: ShippableOrder): NewTransfer => ({
  saleOrderId: order.id,
  origin: order.name,
  sourceLocationId: goods.locationId,
  note: 'Conveyor check\nLots below',
  lines: order.lines.map((line) => ({
    ...{ saleLineId: line.id, productId: line.productId, quantity: line.quantity },
    lots: line.lots,
  })),
});

const moveLine = z.object({ id, lot_id: reference, quantity: z.number() });
const linesOf = ({ raw }: CheckBench, pickingId: number): Promise<readonly z.infer<typeof moveLine>[]> =>
  raw.result(
    {
      ...{ model: 'stock.move.line', method: 'search_read' },
      params: { domain: [['picking_id', '=', pickingId]], fields: ['lot_id', 'quantity'], order: 'id', load: '' },
    },
    z.array(moveLine),
  );

const reservedOf = async ({ raw }: CheckBench, goods: TrackedGoods): Promise<number | undefined> => {
  const domain = [
    ['lot_id', '=', goods.lotId],
    ['location_id', '=', goods.locationId],
  ];
  const quants = await raw.result(
    { model: 'stock.quant', method: 'search_read', params: { domain, fields: ['reserved_quantity'] } },
    z.array(z.object({ reserved_quantity: z.number() })),
  );
  return quants[0]?.reserved_quantity;
};

const pickingRow = z.object({ state: z.string(), sale_id: reference, location_id: id, user_id: reference });
const pickingOf = async ({ raw }: CheckBench, pickingId: number): Promise<z.infer<typeof pickingRow>> => {
  const fields = Object.keys(pickingRow.shape);
  const [row] = await raw.result(
    { model: 'stock.picking', method: 'read', ids: [pickingId], params: { fields, load: '' } },
    z.array(pickingRow),
  );
  must(row !== undefined, 'the transfer is not there');
  return row;
};

const transfersOf = ({ raw }: CheckBench, orderId: number): Promise<readonly number[]> =>
  raw.result(
    { model: 'stock.picking', method: 'search', params: { domain: [['sale_id', '=', orderId]], order: 'id' } },
    z.array(id),
  );

/** A unit that is several of this one. */
const largerUnit = async (
  { raw, major }: CheckBench,
  unitId: number,
): Promise<{ readonly id: number; readonly factor: number } | undefined> => {
  const units = <T>(domain: readonly unknown[], field: string, row: z.ZodType<T>): Promise<readonly T[]> =>
    raw.result(
      { model: 'uom.uom', method: 'search_read', params: { domain, fields: [field], order: 'id', load: '' } },
      z.array(row),
    );
  const row = z.object({ id, factor: z.number().positive() });
  if (major === 19) return (await units([['relative_uom_id', '=', unitId]], 'factor', row))[0];
  const [own] = await units([['id', '=', unitId]], 'category_id', z.object({ category_id: id }));
  const isLarger = [
    ['category_id', '=', own?.category_id],
    ['uom_type', '=', 'bigger'],
  ];
  return (await units(isLarger, 'factor', row))[0];
};

export const fulfilmentChecks: readonly Check[] = [
  {
    name: 'a confirmed order is read with its lines and the lot that is reserved, under the mark that reading changes gives',
    run: (bench) =>
      withSale(bench, 'ship-lot', { kind: 'tracked', quantity: 3 }, async (goods, order) => {
        const { name, quantity, tracking, unitPrice, lots } = order.lines[0] ?? {};
        mustEqual([name, quantity, tracking], ['Conveyor check tracked', '3', 'lot'], 'name, quantity, tracking');
        mustEqual([Number(unitPrice), lots], [8, [{ name: goods.lotName, quantity: '3' }]], 'price and lots');
        mustEqual(
          order.transfers.map(({ kind }) => kind),
          ['delivery'],
          'transfers',
        );
        const seen = await bench.odoo.readChanges(new Date(Date.parse(order.orderedAt ?? '') - 60_000));
        mustEqual(seen.saleOrders.find((one) => one.id === order.id)?.mark, order.mark, 'mark');
        const confirmed = await bench.odoo.fulfilment.readConfirmedSince(new Date(order.orderedAt ?? ''));
        must(
          confirmed.some((one) => one.id === order.id),
          'it is not among those confirmed since then',
        );
      }),
  },
  {
    name: 'a serial number that is reserved is read',
    run: (bench) =>
      withSale(bench, 'ship-serial', { kind: 'serial', quantity: 1 }, (goods, order) => {
        mustEqual(order.lines[0]?.lots, [{ name: goods.lotName, quantity: '1' }], 'lots');
        return Promise.resolve();
      }),
  },
  {
    name: 'an order has another mark when its total changes within the same second',
    run: async (bench) => {
      const orderId = await bench.quotation('ship-mark');
      const marks = new Set<string | undefined>();
      const look = async (): Promise<number> => {
        const order = await bench.odoo.fulfilment.readOrder(orderId, null);
        marks.add(order?.mark);
        return order?.lines[0]?.id ?? 0;
      };
      const lineId = await look();
      for (const price of [13, 14, 15]) {
        await bench.raw.write('sale.order.line', [lineId], { price_unit: price });
        await look();
      }
      mustEqual(marks.size, 4, 'marks');
    },
  },
  {
    name: 'a line in a larger unit is read in the product’s own',
    run: async (bench) => {
      const productId = await bench.records.product('consumable');
      const [product] = await bench.raw.result(
        { model: 'product.product', method: 'read', ids: [productId], params: { fields: ['uom_id'], load: '' } },
        z.array(z.object({ uom_id: id })),
      );
      const unit = await largerUnit(bench, product?.uom_id ?? 0);
      must(unit !== undefined, 'there is no larger unit');
      const orderId = await bench.quotation('ship-unit');
      const before = await bench.odoo.fulfilment.readOrder(orderId, null);
      const field = bench.major === 19 ? 'product_uom_id' : 'product_uom';
      await bench.raw.write('sale.order.line', [before?.lines[0]?.id ?? 0], { [field]: unit.id });
      const order = await bench.odoo.fulfilment.readOrder(orderId, null);
      const each = bench.major === 19 ? unit.factor : 1 / unit.factor;
      mustEqual(Number(order?.lines[0]?.quantity), Math.round(10 * each), 'quantity');
    },
  },
  {
    name: 'a transfer from a place of one’s own is a draft of its order, shows its lots and reserves nothing',
    run: (bench) =>
      withSale(bench, 'ship-draft', { kind: 'tracked', quantity: 2 }, async (goods, order) => {
        const reserved = await reservedOf(bench, goods);
        const made = await bench.odoo.fulfilment.createTransferOnce(
          bench.externalId('ship-draft-transfer'),
          transferOf(goods, order),
        );
        const { state, sale_id, location_id, user_id } = await pickingOf(bench, made.id);
        mustEqual([state, sale_id, location_id], ['draft', order.id, goods.locationId], 'state, order, source');
        mustEqual(user_id, null, 'responsible');
        const lines = await linesOf(bench, made.id);
        mustEqual(
          lines.map((line) => [line.lot_id, line.quantity]),
          [[goods.lotId, 0]],
          'lots',
        );
        mustEqual(await reservedOf(bench, goods), reserved, 'what is reserved');
        must((await transfersOf(bench, order.id)).includes(made.id), 'the order does not show it');
      }),
  },
  {
    name: 'a transfer asked for twice at once, and again after a lost answer, is one, and has its lots once',
    run: (bench) =>
      withSale(bench, 'ship-once', { kind: 'tracked', quantity: 2 }, async (goods, order) => {
        const externalId = bench.externalId('ship-once-transfer');
        const transfer = transferOf(goods, order);
        await bench.lossyOdoo.test();
        bench.proxy.loseNext(externalId, 'drop-answer');
        await failureOf(bench.lossyOdoo.fulfilment.createTransferOnce(externalId, transfer), 'OutcomeUnknown');
        const other = await bench.connect({});
        const made = await Promise.all([
          bench.odoo.fulfilment.createTransferOnce(externalId, transfer),
          other.fulfilment.createTransferOnce(externalId, transfer),
        ]);
        await other.close();
        made.push(await bench.odoo.fulfilment.createTransferOnce(externalId, transfer));
        const [first] = made;
        mustEqual(made, [first, first, first], 'what was made');
        mustEqual((await transfersOf(bench, order.id)).length, 2, 'transfers with the delivery');
        mustEqual((await linesOf(bench, first.id)).length, 1, 'lines');
      }),
  },
  {
    name: 'a draft transfer that is confirmed and validated by hand delivers its order',
    run: (bench) =>
      withSale(bench, 'ship-validate', { kind: 'tracked', quantity: 2 }, async (goods, order) => {
        const [delivery] = order.transfers;
        const made = await bench.odoo.fulfilment.createTransferOnce(
          bench.externalId('ship-validate-transfer'),
          transferOf(goods, order),
        );
        const press = (button: string, pickingId: number): Promise<unknown> =>
          bench.raw.result({ model: 'stock.picking', method: button, ids: [pickingId] }, z.unknown());
        await press('action_cancel', delivery?.id ?? 0);
        await press('action_confirm', made.id);
        await press('action_assign', made.id);
        await press('button_validate', made.id);
        mustEqual((await pickingOf(bench, made.id)).state, 'done', 'state');
        const lines = await linesOf(bench, made.id);
        mustEqual(
          lines.map((line) => [line.lot_id, line.quantity]),
          [[goods.lotId, 2]],
          'lots that were moved',
        );
        const after = await bench.odoo.readSaleOrder(order.id, { lines: true, pickings: false });
        mustEqual(after?.lines[0]?.delivered, '2', 'delivered');
      }),
  },
];
