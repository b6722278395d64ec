import { z } from 'zod';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { loadPartners } from './create-once.ts';

const bareIds = z.array(z.object({ id: z.number() }));

export const readingChecks: readonly Check[] = [
  {
    name: 'every answer carries the time of the server',
    run: async ({ raw }) => {
      const { date } = await raw.ask({ model: 'res.partner', method: 'search_count', params: { domain: [] } });
      must(date !== null, 'the Date header is missing');
    },
  },
  {
    name: 'load "" gives bare ids for references',
    run: async (bench) => {
      const orderId = await bench.quotation('bare');
      const [row] = await bench.raw.result(
        { model: 'sale.order', method: 'read', ids: [orderId], params: { fields: ['partner_id'], load: '' } },
        z.array(z.object({ partner_id: z.unknown() })),
      );
      mustEqual(row?.partner_id, await bench.records.customer(), 'partner_id');
    },
  },
  {
    name: 'archived products are found, as archived',
    run: async ({ odoo, records }) => {
      const productId = await records.product('storable');
      const found = await odoo.findProducts({ by: 'id', value: productId });
      mustEqual(
        found.map((one) => one.active),
        [false],
        'active',
      );
    },
  },
  {
    name: 'products are found by internal reference',
    run: async ({ odoo, records }) => {
      const productId = await records.product('consumable');
      const found = await odoo.findProducts({ by: 'default-code', value: 'CONVEYOR-CHECK-CONSUMABLE' });
      mustEqual(
        found.map((one) => one.id),
        [productId],
        'products',
      );
    },
  },
  {
    name: 'records of one second are all found from that second on, page by page over the id',
    run: async (bench) => {
      const names = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
      const { ids } = await loadPartners(
        bench,
        names,
        names.map((name) => bench.externalId(name)),
      );
      must(ids !== false, 'the load failed');
      const [written] = await bench.raw.result(
        { model: 'res.partner', method: 'read', ids: ids.slice(0, 1), params: { fields: ['write_date'] } },
        z.array(z.object({ write_date: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) })),
      );
      const found: number[] = [];
      for (;;) {
        const page = await bench.raw.result(
          {
            model: 'res.partner',
            method: 'search_read',
            params: {
              domain: [
                ['write_date', '>=', written?.write_date ?? ''],
                ['ref', '=like', `check-${bench.tag}-page-%`],
                ['id', '>', found.at(-1) ?? 0],
              ],
              fields: ['name'],
              order: 'id asc',
              limit: 2,
            },
          },
          bareIds,
        );
        found.push(...page.map((row) => row.id));
        if (page.length < 2) break;
      }
      mustEqual(
        found,
        [...ids].sort((a, b) => a - b),
        'records',
      );
    },
  },
  {
    name: 'a change of a sale order and its transfer is seen by reading changes',
    run: async (bench) => {
      const since = (await bench.odoo.readChanges(new Date())).serverTime;
      const orderId = await bench.quotation('watched');
      const drafted = await bench.odoo.readChanges(since);
      must(
        drafted.saleOrders.some((one) => one.id === orderId && one.state === 'draft'),
        'the quotation is not seen',
      );
      await bench.odoo.confirmSaleOrder(orderId);
      const confirmed = await bench.odoo.readChanges(since);
      must(
        confirmed.saleOrders.some((one) => one.id === orderId && one.state === 'sale'),
        'the confirmation is not seen',
      );
      must(
        confirmed.pickings.some((one) => one.saleOrderId === orderId),
        'the transfer is not seen',
      );
    },
  },
  {
    name: 'an order that is gone is read as null',
    run: async ({ odoo }) => {
      mustEqual(await odoo.readSaleOrder(2_000_000_000, { lines: true, pickings: true }), null, 'order');
    },
  },
];
