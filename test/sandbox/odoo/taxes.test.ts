import { deepEqual } from 'node:assert/strict';
import { array, object, onEachVersion } from './an-odoo.ts';
import { aProduct, anOrder, taxField } from './builders.ts';

type TaxVals = Readonly<Record<string, unknown>>;

const inside = { price_include: true };
const cases: readonly (readonly [
  what: string,
  price: number,
  taxes: readonly TaxVals[],
  wanted: readonly [number, number],
])[] = [
  ['a percentage on top', 100, [{ amount: 15 }], [100, 115]],
  ['a percentage inside', 115, [{ amount: 15, ...inside }], [100, 115]],
  ['a fixed amount', 10, [{ amount: 1.5, amount_type: 'fixed' }], [10, 11.5]],
  ['a share of the price with the tax', 90, [{ amount: 10, amount_type: 'division' }], [90, 100]],
  ['the same inside', 100, [{ amount: 10, amount_type: 'division', ...inside }], [90, 100]],
  ['two side by side', 100, [{ amount: 10 }, { amount: 5, sequence: 2 }], [100, 115]],
  [
    'one on top of another',
    100,
    [
      { amount: 10, include_base_amount: true },
      { amount: 10, sequence: 2 },
    ],
    [100, 121],
  ],
  [
    'one that is not affected by the other',
    100,
    [
      { amount: 10, include_base_amount: true },
      { amount: 10, sequence: 2, is_base_affected: false },
    ],
    [100, 120],
  ],
  [
    'two inside',
    125,
    [
      { amount: 10, ...inside },
      { amount: 15, sequence: 2, ...inside },
    ],
    [100, 125],
  ],
];

describe('taxes of a line', () => {
  onEachVersion((odoo, major) => {
    /** From 18 on a price that includes its tax is said another way. */
    const spell = (vals: TaxVals): TaxVals => {
      const { price_include, ...rest } = vals;
      if (price_include !== true) return rest;
      return major === 17 ? vals : { ...rest, price_include_override: 'tax_included' };
    };
    const create = async (vals: TaxVals): Promise<number> =>
      Number(await odoo().call('account.tax', 'create', [{ name: 'A tax', ...spell(vals) }]));
    const amounts = async (price: number, taxes: readonly number[]): Promise<unknown[]> => {
      const product = await aProduct(odoo());
      const line = { product_id: product, product_uom_qty: 1, price_unit: price, [taxField(odoo())]: [[6, 0, taxes]] };
      const order = await anOrder(odoo(), [], { order_line: [[0, 0, line]] });
      const [row] = array(
        await odoo().call('sale.order.line', 'search_read', [
          [['order_id', '=', order]],
          ['price_subtotal', 'price_total'],
        ]),
      );
      return [object(row)['price_subtotal'], object(row)['price_total']];
    };

    for (const [what, price, taxes, wanted] of cases) {
      it(`are worked out for ${what}`, async () => {
        deepEqual(await amounts(price, await Promise.all(taxes.map(create))), wanted);
      });
    }

    it('are those of the children of a group', async () => {
      const children = await Promise.all([create({ amount: 10 }), create({ amount: 5 })]);
      const group = await create({ amount: 0, amount_type: 'group', children_tax_ids: [[6, 0, children]] });
      deepEqual(await amounts(100, [group]), [100, 115]);
    });

    it('are mapped by the fiscal position of a POS order', async () => {
      const [from, to] = await Promise.all([create({ amount: 10 }), create({ amount: 2 })]);
      const position = Number(await odoo().call('account.fiscal.position', 'create', [{ name: 'Abroad' }]));
      if (major === 19) {
        await odoo().call('account.tax', 'write', [
          [to],
          { fiscal_position_ids: [[4, position, 0]], original_tax_ids: [[6, 0, [from]]] },
        ]);
        const { tax_map } = await odoo().one('account.fiscal.position', position, ['tax_map']);
        deepEqual(tax_map, { [from]: [to] });
      } else {
        await odoo().call('account.fiscal.position.tax', 'create', [
          { position_id: position, tax_src_id: from, tax_dest_id: to },
        ]);
      }
      const [config] = odoo().simulator.door.search('pos.config', [['name', '=', 'Kiosk']]);
      const session = await odoo().call('pos.session', 'create', [{ config_id: config }]);
      const line = { product_id: await aProduct(odoo()), price_unit: 1, price_subtotal: 1, price_subtotal_incl: 1.02 };
      const vals = { session_id: session, fiscal_position_id: position, amount_total: 1.02, amount_tax: 0.02 };
      const lines = [[0, 0, { ...line, tax_ids: [[6, 0, [from]]] }]];
      const order = await odoo().call('pos.order', 'create', [{ ...vals, amount_paid: 0, amount_return: 0, lines }]);
      const [row] = array(
        await odoo().call('pos.order.line', 'search_read', [
          [['order_id', '=', order]],
          ['tax_ids_after_fiscal_position'],
        ]),
      );
      deepEqual(object(row)['tax_ids_after_fiscal_position'], [to]);
    });
  });
});
