import { z } from 'zod';
import type { ProductValuesQuery } from '../../connectors/odoo/client.ts';
import type { CheckBench } from '../bench.ts';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { setStock, setStockAt, warehousesOf } from '../stock.ts';

/** Price and stock of the storable test product. */
const valuesOf = async ({ odoo, records }: CheckBench, over: Partial<ProductValuesQuery> = {}) => {
  const productId = await records.product('storable');
  const query = { productIds: [productId], price: 'list_price', stock: 'qty_available', warehouses: [] } as const;
  return (await odoo.readProductValues({ ...query, ...over })).get(productId);
};

export const templateOf = async ({ raw }: CheckBench, productId: number): Promise<number> => {
  const [row] = await raw.result(
    { model: 'product.product', method: 'read', ids: [productId], params: { fields: ['product_tmpl_id'], load: '' } },
    z.array(z.object({ product_tmpl_id: z.number() })),
  );
  must(row !== undefined, 'the product is gone');
  return row.product_tmpl_id;
};

export const productValueChecks: readonly Check[] = [
  {
    name: 'price and stock of archived products are read, products that are gone are left out',
    run: async (bench) => {
      const productId = await bench.records.product('storable');
      const found = await valuesOf(bench, { productIds: [productId, 2_000_000_000] });
      mustEqual(found?.active, false, 'active');
      mustEqual([...(await bench.odoo.existingProducts([productId, 2_000_000_000]))], [productId], 'existing products');
    },
  },
  {
    name: 'the sales price of a template is the price of its variant',
    run: async (bench) => {
      const templateId = await templateOf(bench, await bench.records.product('storable'));
      for (const price of [12.34, 0.01, 1]) {
        await bench.raw.write('product.template', [templateId], { list_price: price });
        mustEqual((await valuesOf(bench))?.price, String(price), 'price');
      }
    },
  },
  {
    name: 'variants are found by the time of their attribute values, and their price has the extras',
    run: async ({ raw }) => {
      const isNew = (since: string): unknown[] => [['product_template_attribute_value_ids.write_date', '>=', since]];
      const model = 'product.product';
      const fields = ['lst_price', 'list_price', 'price_extra'];
      const row = z.object({ lst_price: z.number(), list_price: z.number(), price_extra: z.number() });
      const context = { active_test: false };
      const none = { domain: isNew('2100-01-01 00:00:00'), fields };
      mustEqual(await raw.result({ model, method: 'search_read', params: none, context }, z.array(row)), [], 'none');
      const some = { domain: isNew('2000-01-01 00:00:00'), fields, limit: 50 };
      for (const one of await raw.result({ model, method: 'search_read', params: some, context }, z.array(row))) {
        mustEqual(one.lst_price.toFixed(4), (one.list_price + one.price_extra).toFixed(4), 'price of a variant');
      }
    },
  },
  {
    name: 'several warehouses in the context add up their stock',
    run: async (bench) => {
      const { raw } = bench;
      const productId = await bench.records.product('storable');
      const [first, second] = await warehousesOf(raw);
      must(first !== undefined, 'there is no warehouse');
      await setStockAt(raw, productId, first.lot_stock_id, 7);
      if (second !== undefined) await setStockAt(raw, productId, second.lot_stock_id, 11);
      const stockOf = async (warehouses: readonly number[]) => (await valuesOf(bench, { warehouses }))?.stock;
      mustEqual(await stockOf([first.id]), '7', 'stock of the first warehouse');
      if (second !== undefined) {
        mustEqual(await stockOf([second.id]), '11', 'stock of the second warehouse');
        mustEqual(await stockOf([first.id, second.id]), '18', 'stock of both');
        await setStockAt(raw, productId, second.lot_stock_id, 0);
      }
      mustEqual(await stockOf([]), '7', 'stock of all');
      await setStockAt(raw, productId, first.lot_stock_id, 0);
    },
  },
  {
    name: 'a reservation lowers free_qty, an open demand lowers virtual_available, and neither qty_available',
    run: async (bench) => {
      const productId = await bench.records.product('storable');
      const stocks = ['qty_available', 'free_qty', 'virtual_available'] as const;
      const allStocks = () =>
        Promise.all(stocks.map(async (stock) => Number((await valuesOf(bench, { stock }))?.stock)));
      // Other checks leave orders that wait for this product.
      await setStock(bench.raw, productId, 500);
      const before = await allStocks();
      const free = before[1] ?? 0;
      const lines = [{ productId, quantity: String(free + 3), unitPrice: '1', description: 'Conveyor check' }];
      const orderId = await bench.quotation('reserved', { lines });
      await bench.odoo.confirmSaleOrder(orderId);
      const after = await allStocks();
      await bench.odoo.cancelSaleOrder(orderId);
      const cancelled = await allStocks();
      await setStock(bench.raw, productId, 0);
      const lessBy = after.map((stock, index) => (before[index] ?? 0) - stock);
      mustEqual(lessBy, [0, free, free + 3], `${stocks.join(', ')} less by`);
      mustEqual(cancelled, before, 'after the cancellation');
    },
  },
];
