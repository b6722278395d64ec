import { z } from 'zod';
import { recordIds } from '../../connectors/odoo/values.ts';
import { taxFieldOf } from '../../connectors/odoo/sale-order-fields.ts';
import type { CheckBench } from '../bench.ts';
import { CheckSkipped, must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';

export const valueChecks: readonly Check[] = [
  {
    name: 'quantities and prices arrive as they were sent, a price of zero included',
    run: async (bench) => {
      const productId = await bench.records.product('consumable');
      const lines = [
        { productId, quantity: '0.5', unitPrice: '1234567.89', description: 'half' },
        { productId, quantity: '3', unitPrice: '0', description: 'free' },
      ];
      const orderId = await bench.quotation('values', { lines, taxes: 'none' });
      const order = await bench.odoo.readSaleOrder(orderId, { lines: true, pickings: false });
      mustEqual(
        order?.lines.map((line) => line.quantity),
        ['0.5', '3'],
        'quantities',
      );
      mustEqual(
        order?.lines.map((line) => Number(line.unitPrice)),
        [1234567.89, 0],
        'prices',
      );
    },
  },
  {
    name: 'an empty tax column clears the taxes of the product, no column leaves them',
    run: async (bench) => {
      const taxes = await withDefaultTax(bench);
      const [none, odoo] = [
        await bench.quotation('taxes-none', { taxes: 'none' }),
        await bench.quotation('taxes-odoo'),
      ];
      mustEqual(await lineTaxes(bench, none), [], 'taxes of the cleared order');
      mustEqual(await lineTaxes(bench, odoo), taxes, 'taxes of the other order');
    },
  },
  {
    name: 'text in a note stays text',
    run: async (bench) => {
      const orderId = await bench.quotation('note', { note: '<b>1 < 2</b> & more\nsecond line' });
      const [row] = await bench.raw.result(
        { model: 'sale.order', method: 'read', ids: [orderId], params: { fields: ['note'] } },
        z.array(z.object({ note: z.string() })),
      );
      must(
        row?.note.includes('&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; more') === true,
        `the note is ${row?.note ?? 'missing'}`,
      );
    },
  },
  {
    name: 'a method that returns records is read whatever way it prints them',
    run: async (bench) => {
      const orderId = await bench.quotation('recordset');
      const ids = await bench.raw.result(
        {
          model: 'sale.order',
          method: 'activity_schedule',
          ids: [orderId],
          params: { act_type_xmlid: 'mail.mail_activity_data_todo', summary: 'Conveyor check' },
        },
        recordIds,
      );
      mustEqual(ids.length, 1, 'activities');
      await bench.odoo.closeActivity(ids[0] ?? 0, 'Conveyor check');
    },
  },
];

/** The taxes of the test product; one without any is given a sales tax of the database first. */
const withDefaultTax = async ({ raw, records }: CheckBench): Promise<readonly number[]> => {
  const productId = await records.product('consumable');
  const [product] = await raw.result(
    { model: 'product.product', method: 'read', ids: [productId], params: { fields: ['taxes_id'] } },
    z.array(z.object({ taxes_id: z.array(z.number()) })),
  );
  if (product !== undefined && product.taxes_id.length > 0) return product.taxes_id;
  const [tax] = await raw.result(
    { model: 'account.tax', method: 'search', params: { domain: [['type_tax_use', '=', 'sale']], limit: 1 } },
    z.array(z.number()),
  );
  if (tax === undefined) throw new CheckSkipped('this database has no sales tax');
  const vals = { taxes_id: [[6, 0, [tax]]] };
  await raw.result(
    { model: 'product.product', method: 'write', ids: [productId], first: { name: 'vals', value: vals } },
    z.unknown(),
  );
  return [tax];
};

const lineTaxes = async ({ raw, major }: CheckBench, orderId: number): Promise<readonly number[]> => {
  const field = taxFieldOf(major);
  const [line] = await raw.result(
    {
      model: 'sale.order.line',
      method: 'search_read',
      params: { domain: [['order_id', '=', orderId]], fields: [field] },
    },
    z.array(z.record(z.string(), z.unknown())),
  );
  return z.array(z.number()).parse(line?.[field]);
};
