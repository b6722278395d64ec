import { mirrored, mirrorModels } from '../../domain/mirror/models.ts';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { MirrorRecord } from '../../domain/mirror/odoo-mirror.ts';
import type { CheckBench } from '../bench.ts';
import type { Check } from '../check.ts';
import { must, mustEqual } from '../must.ts';
import { newSecond } from '../new-second.ts';
import { setStockAt, warehousesOf } from '../stock.ts';
import { templateOf } from './product-values.ts';

const pageSize = 500;

/** Everything of a model that was written since then, by id. */
const writtenSince = async (
  { odoo }: CheckBench,
  model: MirrorModel,
  from: Date,
): Promise<ReadonlyMap<number, MirrorRecord>> => {
  const { newestAt } = await odoo.mirror.newest(model);
  const found = new Map<number, MirrorRecord>();
  if (newestAt === null) return found;
  const until = new Date(newestAt.getTime() + 1_000);
  for (let afterId = 0; ;) {
    const page = await odoo.mirror.readPage(model, { from, until, afterId, limit: pageSize });
    for (const record of page) found.set(record.id, record);
    afterId = page.at(-1)?.id ?? afterId;
    if (page.length < pageSize) return found;
  }
};

const one = async ({ odoo }: CheckBench, model: MirrorModel, id: number): Promise<MirrorRecord> => {
  const [record] = await odoo.mirror.readRecords(model, [id]);
  must(record !== undefined, `${model} ${id} is not found`);
  return record;
};

/** Locations of the checks' own below the stock of the first warehouse: two of them, in one of these a view with a box in it. */
const someLocations = async ({
  raw,
  records,
}: CheckBench): Promise<Record<'left' | 'right' | 'view' | 'box', number>> => {
  const [warehouse] = await warehousesOf(raw);
  must(warehouse !== undefined, 'there is no warehouse');
  const make = (name: string, parent: number, usage: string): Promise<number> =>
    records.once('stock.location', `mirror_${name}`, {
      ...{ name: `Conveyor check ${name}`, usage, 'location_id/.id': String(parent) },
    });
  const left = await make('left', warehouse.lot_stock_id, 'internal');
  const right = await make('right', warehouse.lot_stock_id, 'internal');
  const view = await make('view', left, 'view');
  return { left, right, view, box: await make('box', view, 'internal') };
};

export const mirrorChecks: readonly Check[] = [
  {
    name: 'every column of the mirror is read of every model',
    run: async ({ odoo }) => {
      for (const model of mirrorModels) {
        const page = await odoo.mirror.readPage(model, { from: null, until: null, afterId: 0, limit: 3 });
        const wanted = ['id', 'active', 'write_date', ...Object.keys(mirrored[model].columns)].sort().join();
        for (const record of page) mustEqual(Object.keys(record).sort().join(), wanted, `columns of ${model}`);
      }
    },
  },
  {
    name: 'ids come in order, page by page, and what is not there is left out of what is read by id',
    run: async ({ odoo }) => {
      const ids = await odoo.mirror.readIds('locations', { afterId: 0, limit: 4 });
      const [first = 0, second = 0] = ids;
      mustEqual(
        [...(await odoo.mirror.readIds('locations', { afterId: first, limit: 3 }))],
        ids.slice(1),
        'ids after the first',
      );
      mustEqual(await odoo.mirror.count('locations', ids.at(-1) ?? 0), ids.length, 'the number of ids up to the last');
      const found = await odoo.mirror.readRecords('locations', [2_000_000_000, second, first]);
      mustEqual(
        found.map((record) => record.id),
        [first, second],
        'records',
      );
    },
  },
  {
    name: 'an archived product is in the mirror, and says so',
    run: async (bench) => {
      const { active, name, list_price } = await one(bench, 'products', await bench.records.product('serial'));
      mustEqual([active, name], [false, 'Conveyor check serial'], 'active, name');
      must(/^\d+\.\d\d/.test(String(list_price)), `its price is ${String(list_price)}`);
    },
  },
  {
    name: 'a product is in the window in which its template was written, and the newest record with it',
    run: async (bench) => {
      const productId = await bench.records.product('tracked');
      const since = await newSecond(bench);
      must(!(await writtenSince(bench, 'products', since)).has(productId), 'it is seen too early');
      const price = since.getTime() % 1000;
      await bench.raw.write('product.template', [await templateOf(bench, productId)], { list_price: price });
      const seen = (await writtenSince(bench, 'products', since)).get(productId);
      must(seen !== undefined, 'it is not seen');
      mustEqual(Number(seen['list_price']), price, 'price');
    },
  },
  {
    name: 'all below a location that is moved is in the window with it, whatever its write date',
    run: async (bench) => {
      const { left, right, view, box } = await someLocations(bench);
      const { location_id } = await one(bench, 'locations', view);
      const target = location_id === left ? right : left;
      const since = await newSecond(bench);
      await bench.raw.write('stock.location', [view], { location_id: target });
      const seen = await writtenSince(bench, 'locations', since);
      must(seen.has(view) && seen.has(box), `only ${[...seen.keys()].join(', ')} are seen`);
      must(String(seen.get(box)?.['parent_path']).endsWith(`/${target}/${view}/${box}/`), 'its path is the old one');
    },
  },
  {
    name: 'counted stock is in the window of its quants, with its exact quantity',
    run: async (bench) => {
      const productId = await bench.records.product('storable');
      const { right } = await someLocations(bench);
      const since = await newSecond(bench);
      await setStockAt(bench.raw, productId, right, 2.25);
      try {
        const seen = [...(await writtenSince(bench, 'quants', since)).values()].filter(
          (quant) => quant['product_id'] === productId && quant['location_id'] === right,
        );
        mustEqual(
          seen.map((quant) => quant['quantity']),
          ['2.25'],
          'quantities',
        );
      } finally {
        await setStockAt(bench.raw, productId, right, 0);
      }
    },
  },
  {
    name: 'a transfer and its lines are in the window of a confirmation and of a cancellation',
    run: async (bench) => {
      const orderId = await bench.quotation('mirrored');
      const since = await newSecond(bench);
      await bench.odoo.confirmSaleOrder(orderId);
      const order = await bench.odoo.readSaleOrder(orderId, { lines: false, pickings: true });
      const pickingId = order?.pickings[0]?.id ?? 0;
      const ready = (await writtenSince(bench, 'pickings', since)).get(pickingId);
      mustEqual([ready?.['state'], ready?.['sale_id']], ['assigned', orderId], 'state, sale order');
      const lines = [...(await writtenSince(bench, 'move_lines', since)).values()].filter(
        (line) => line['picking_id'] === pickingId,
      );
      mustEqual(
        lines.map((line) => [line['quantity'], line['picked'], line['state']]),
        [['10', false, 'assigned']],
        'lines',
      );
      await bench.odoo.cancelSaleOrder(orderId);
      mustEqual((await writtenSince(bench, 'pickings', since)).get(pickingId)?.['state'], 'cancel', 'state afterwards');
    },
  },
];
