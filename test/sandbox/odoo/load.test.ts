import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import type { AnOdoo } from './an-odoo.ts';
import { array, createOnce, object, onEachVersion, Refused } from './an-odoo.ts';
import { aPartner, taxField } from './builders.ts';

const load = async (
  odoo: AnOdoo,
  model: string,
  columns: readonly string[],
  rows: readonly unknown[][],
  context: object = createOnce,
) => object(await odoo.call(model, 'load', [columns, rows], { context }));

const orderColumns = [
  'id',
  'partner_id/.id',
  'order_line/product_id/.id',
  'order_line/product_uom_qty',
  'order_line/price_unit',
];

const anOrderRows = (odoo: AnOdoo, xid: string, partner: number): unknown[][] => [
  [xid, partner, odoo.seeded.products[0]?.id, 2, 9.5],
  ['', '', odoo.seeded.products[1]?.id, 1, 3],
];

const linesOf = (odoo: AnOdoo, order: unknown): number =>
  odoo.simulator.door.count('sale.order.line', [['order_id', '=', order]]);

describe('load', () => {
  onEachVersion((odoo, major) => {
    it('creates a record once and leaves it alone when it is known', async () => {
      const first = await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.once', 'First']]);
      const second = await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.once', 'Second']]);
      deepEqual(second, first);
      equal(odoo().simulator.door.row('res.partner', Number(array(first['ids'])[0]))?.['name'], 'First');
    });

    it('overwrites a known record in the default mode and appends its lines again', async () => {
      const partner = await aPartner(odoo());
      const [order] = array(
        (await load(odoo(), 'sale.order', orderColumns, anOrderRows(odoo(), 'conveyor.upsert', partner), {}))['ids'],
      );
      equal(linesOf(odoo(), order), 2);
      await load(odoo(), 'sale.order', orderColumns, anOrderRows(odoo(), 'conveyor.upsert', partner), {});
      equal(linesOf(odoo(), order), 4);
    });

    it('does not protect a record that was first loaded without noupdate', async () => {
      await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.soft', 'First']], {});
      const { ids } = await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.soft', 'Second']]);
      equal(odoo().simulator.door.row('res.partner', Number(array(ids)[0]))?.['name'], 'Second');
    });

    it('updates lines that have an external id of their own', async () => {
      const columns = [...orderColumns, 'order_line/id'];
      const partner = await aPartner(odoo());
      const rows = anOrderRows(odoo(), 'conveyor.keyed', partner).map((row, at) => [
        ...row,
        `conveyor.keyed_${String(at)}`,
      ]);
      const [order] = array((await load(odoo(), 'sale.order', columns, rows, {}))['ids']);
      await load(odoo(), 'sale.order', columns, rows, {});
      equal(linesOf(odoo(), order), 2);
    });

    it('saves nothing of a group in which one record is bad, and names the bad one', async () => {
      const partner = await aPartner(odoo());
      const rows = ['a', 'b', 'c'].flatMap((name) =>
        anOrderRows(odoo(), `conveyor.group_${name}`, name === 'b' ? 999_999 : partner),
      );
      const before = odoo().simulator.door.count('sale.order');
      const { ids, messages } = await load(odoo(), 'sale.order', orderColumns, rows);
      equal(ids, false);
      deepEqual([...new Set(array(messages).map((message) => object(message)['record']))], [1]);
      deepEqual(object(array(messages)[0])['rows'], { from: 2, to: 3 });
      equal(odoo().simulator.door.count('sale.order'), before);
    });

    it('pins a business refusal on the first record too', async () => {
      const rows = [
        ['conveyor.twin_a', 'A', 'same'],
        ['conveyor.twin_b', 'B', 'x'],
        ['conveyor.twin_c', 'C', 'same'],
      ];
      const { ids, messages } = await load(odoo(), 'product.product', ['id', 'name', 'barcode'], rows);
      equal(ids, false);
      deepEqual(
        array(messages).map((message) => object(message)['record']),
        [0, 2],
      );
    });

    it('gives one id twice for one external id twice', async () => {
      const { ids } = await load(
        odoo(),
        'res.partner',
        ['id', 'name'],
        [
          ['conveyor.same', 'A'],
          ['conveyor.same', 'B'],
        ],
      );
      const [first, second] = array(ids);
      equal(first, second);
    });

    it('makes a new record once the old one is deleted', async () => {
      const rows = [['conveyor.deleted', 'A']];
      const [first] = array((await load(odoo(), 'res.partner', ['id', 'name'], rows))['ids']);
      await odoo().call('res.partner', 'unlink', [[first]]);
      const [second] = array((await load(odoo(), 'res.partner', ['id', 'name'], rows))['ids']);
      notEqual(second, first);
    });

    it('puts an external id without a dot into the module __import__', async () => {
      await load(odoo(), 'res.partner', ['id', 'name'], [['bare', 'A']]);
      notEqual(odoo().simulator.door.externalId('__import__.bare'), undefined);
    });

    it('takes any letters in an external id, but no space', async () => {
      const names = [
        'conveyor.a%20b',
        'conveyor.a/b:c#d',
        'conveyor.طلب',
        'conveyor.A',
        'conveyor.a',
        `conveyor.${'x'.repeat(200)}`,
      ];
      const { ids } = await load(
        odoo(),
        'res.partner',
        ['id', 'name'],
        names.map((name) => [name, 'A']),
      );
      equal(new Set(array(ids)).size, names.length);
      equal((await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.a b', 'A']]))['ids'], false);
    });

    it('clears the default taxes with an empty column and keeps them without one', async () => {
      const tax = taxField(odoo());
      const partner = await aPartner(odoo());
      const [row] = anOrderRows(odoo(), 'conveyor.taxed', partner);
      const taxed = array((await load(odoo(), 'sale.order', orderColumns, [row ?? []]))['ids'])[0];
      const bare = array(
        (
          await load(
            odoo(),
            'sale.order',
            [...orderColumns, `order_line/${tax}/.id`],
            [['conveyor.bare', ...(row ?? []).slice(1), '']],
          )
        )['ids'],
      )[0];
      const amounts = await odoo().call('sale.order', 'read', [
        [taxed, bare],
        ['amount_untaxed', 'amount_tax', 'amount_total'],
      ]);
      deepEqual(amounts, [
        { id: taxed, amount_untaxed: 19, amount_tax: 2.66, amount_total: 21.66 },
        { id: bare, amount_untaxed: 19, amount_tax: 0, amount_total: 19 },
      ]);
    });

    it('reads datetimes in the zone of the user unless the context says UTC', async () => {
      const partner = await aPartner(odoo());
      const rows = (xid: string): unknown[][] => [[xid, partner, '2026-01-10 12:00:00']];
      const columns = ['id', 'partner_id/.id', 'date_order'];
      const dates = [];
      for (const [xid, context] of [
        ['conveyor.cairo', {}],
        ['conveyor.utc', createOnce],
      ] as const) {
        const [id] = array((await load(odoo(), 'sale.order', columns, rows(xid), context))['ids']);
        dates.push(odoo().simulator.door.row('sale.order', Number(id))?.['date_order']);
      }
      deepEqual(dates, ['2026-01-10 10:00:00', '2026-01-10 12:00:00']);
    });

    it('raises for an unknown column', async () => {
      const name = major === 17 ? 'builtins.KeyError' : 'builtins.ValueError';
      await rejects(
        load(odoo(), 'res.partner', ['id', 'zz'], [['conveyor.zz', 1]]),
        (error) => error instanceof Refused && error.odooName === name,
      );
    });

    it('labels an error in a line with the path of the columns', async () => {
      const rows = [['conveyor.line', await aPartner(odoo()), 999_999, 1, 1]];
      const { ids, messages } = await load(odoo(), 'sale.order', orderColumns, rows);
      equal(ids, false);
      match(
        String(object(array(messages)[0])['message']),
        /^No matching record found for database id '999999' in field 'Order Lines\/Product'$/,
      );
    });

    it('answers the loser of a race with a message and the winner with the next call', async () => {
      odoo().simulator.failNext('lost-race');
      const lost = await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.race', 'A']]);
      equal(lost['ids'], false);
      match(String(object(array(lost['messages'])[0])['message']), /could not serialize access/);
      equal(array((await load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.race', 'A']]))['ids']).length, 1);
    });

    it('makes one record of four identical calls at once', async () => {
      const all = await Promise.all(
        [1, 2, 3, 4].map(() => load(odoo(), 'res.partner', ['id', 'name'], [['conveyor.four', 'A']])),
      );
      equal(new Set(all.map(({ ids }) => array(ids)[0])).size, 1);
    });

    it('refuses the prefix of an installed module in an import from a file', async () => {
      const { ids } = await load(odoo(), 'res.partner', ['id', 'name'], [['sale.mine', 'A']], { import_file: true });
      equal(ids, false);
    });
  });
});
