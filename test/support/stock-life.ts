import { z } from 'zod';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { seededRandom } from '../../sandbox/random.ts';
import type { OdooAccess } from './odoo-access.ts';

/** What happens in a warehouse, at random but the same for the same seed. */
export interface StockLife {
  /** Changes so many things; what Odoo refuses is tried in another way, and does not count. */
  change(count: number): Promise<void>;
  /** How often each kind of change happened. */
  readonly counts: ReadonlyMap<string, number>;
}

const idList = z.array(z.int());
const archived = { context: { active_test: false } } as const;

export const startStockLife = (odoo: OdooAccess, version: OdooVersion, seed: number): StockLife => {
  const random = seededRandom(seed);
  const packageModel = version === 19 ? 'stock.package' : 'stock.quant.package';
  const counts = new Map<string, number>();
  let made = 0;
  const name = (what: string): string => `${what} ${seed}-${(made += 1)}`;
  const idsOf = async (model: string, domain: readonly unknown[] = []): Promise<number[]> =>
    idList.parse(await odoo.call(model, 'search', [domain], archived));
  const anyOf = async (model: string, domain: readonly unknown[] = []): Promise<number> => {
    const [first, ...others] = await idsOf(model, domain);
    if (first === undefined) throw new Error(`There is no ${model} yet`);
    return random.pick([first, ...others]);
  };
  const own = (field = 'name') => [[field, 'like', String(seed)]];
  const internal = () =>
    anyOf('stock.location', [
      ['usage', '=', 'internal'],
      ['active', '=', true],
    ]);
  const goods = () =>
    anyOf('product.product', [
      ['default_code', 'like', '-'],
      ['tracking', '=', 'none'],
      ['active', '=', true],
    ]);
  const unlink = async (model: string, id: number): Promise<void> => {
    await odoo.call(model, 'unlink', [[id]]);
  };
  const toggle = async (model: string, id: number): Promise<void> => {
    const [row] = z.array(z.object({ active: z.boolean() })).parse(await odoo.call(model, 'read', [[id], ['active']]));
    await odoo.write(model, id, { active: row?.active !== true });
  };
  const count = async (values: Readonly<Record<string, unknown>>): Promise<void> => {
    await odoo.call('stock.quant', 'create', [{ ...values, inventory_quantity_auto_apply: random.between(0, 50) }], {
      context: { inventory_mode: true },
    });
  };
  const transfer = async (): Promise<number> => {
    const ends = { location_id: await internal(), location_dest_id: await internal() };
    const [type] = await idsOf('stock.picking.type', [['code', '=', 'internal']]);
    const move = { ...ends, product_id: await goods(), product_uom_qty: random.between(1, 5) };
    return odoo.create('stock.picking', {
      ...ends,
      picking_type_id: type,
      origin: name('Transfer'),
      move_ids: [[0, 0, { ...move, ...(version === 19 ? {} : { name: 'A move of the test' }) }]],
    });
  };
  const ownPicking = (...states: readonly string[]) => anyOf('stock.picking', [['state', 'in', states]]);

  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    'a template is renamed and priced': async () =>
      odoo.write('product.template', await anyOf('product.template'), {
        name: name('Goods'),
        list_price: random.between(1, 90_000) / 100,
      }),
    'a product gets a barcode': async () =>
      odoo.write('product.product', await anyOf('product.product'), {
        barcode: name('BC'),
        weight: random.between(0, 9) / 4,
      }),
    'a product is made': () => odoo.product({ name: name('Goods'), default_code: name('NEW-').replace(' ', '') }, 0),
    'a product is archived, or is there again': async () =>
      toggle('product.product', await anyOf('product.product', own('default_code'))),
    'a product is deleted': async () => unlink('product.product', await anyOf('product.product', own('default_code'))),
    'stock is counted': async () => count({ product_id: await goods(), location_id: await internal() }),
    'stock is counted in a package': async () =>
      count({ product_id: await goods(), location_id: await internal(), package_id: await anyOf(packageModel) }),
    'a lot is made': async () =>
      odoo.create('stock.lot', { name: name('LOT'), product_id: odoo.seeded.lotProduct.id, company_id: 1 }),
    'a lot is renamed': async () =>
      odoo.write('stock.lot', await anyOf('stock.lot'), { name: name('LOT'), ref: name('ref') }),
    'a lot comes into stock': async () =>
      count({
        product_id: odoo.seeded.lotProduct.id,
        location_id: await internal(),
        lot_id: await anyOf('stock.lot', [['product_id', '=', odoo.seeded.lotProduct.id]]),
      }),
    'a lot is deleted': async () => unlink('stock.lot', await anyOf('stock.lot', own())),
    'a package is made': () => odoo.create(packageModel, { name: name('PACK') }),
    'a package is renamed': async () => odoo.write(packageModel, await anyOf(packageModel), { name: name('PACK') }),
    'a package is deleted': async () => unlink(packageModel, await anyOf(packageModel, own())),
    'a location is made': async () =>
      odoo.create('stock.location', { name: name('Shelf'), usage: 'internal', location_id: await internal() }),
    'a location is renamed, and all below it': async () =>
      odoo.write('stock.location', await internal(), { name: name('Shelf') }),
    'a location is archived, or is there again': async () =>
      toggle('stock.location', await anyOf('stock.location', own())),
    'a location is deleted': async () => unlink('stock.location', await anyOf('stock.location', own())),
    'a transfer is made': transfer,
    'a transfer is reserved': async () => odoo.call('stock.picking', 'action_assign', [[await transfer()]]),
    'a transfer is done': async () => {
      const id = await transfer();
      await odoo.call('stock.picking', 'action_assign', [[id]]);
      await odoo.call('stock.picking', 'button_validate', [[id]], { context: { skip_backorder: true } });
    },
    'a transfer changes': async () =>
      odoo.write('stock.picking', await ownPicking('draft', 'confirmed', 'assigned'), {
        priority: random.pick(['0', '1']),
        origin: name('Transfer'),
      }),
    'a transfer is cancelled': async () =>
      odoo.call('stock.picking', 'action_cancel', [[await ownPicking('draft', 'confirmed', 'assigned')]]),
    'a transfer is deleted': async () => unlink('stock.picking', await ownPicking('draft', 'cancel')),
    'a quant gets a twin': async () => {
      const place = { product_id: await goods(), location_id: await internal() };
      await odoo.create('stock.quant', { ...place, quantity: random.between(1, 9) });
    },
    'twins are merged, and what is empty goes': async () => {
      if (random.next() < 0.5) return odoo.call('stock.quant', 'action_view_inventory', []);
      // Came and went between two looks, after goods have moved.
      const { move, place } = await movedTwin();
      await odoo.call('stock.quant', 'action_view_inventory', []);
      return [move, place];
    },
  };

  /** Goods that came into a quant of their own because the one that is there was locked. */
  const movedTwin = async () => {
    const place = { product_id: await goods(), location_id: await internal() };
    const move = await odoo.call(
      'stock.quant',
      'create',
      [{ ...place, inventory_quantity_auto_apply: random.between(51, 99) }],
      {
        context: { inventory_mode: true },
      },
    );
    await odoo.create('stock.quant', { ...place, quantity: random.between(1, 9) });
    return { move, place };
  };

  const kinds = Object.keys(changes);
  return {
    counts,
    change: async (wanted) => {
      let refused = 0;
      for (let done = 0; done < wanted;) {
        const kind = kinds[random.between(0, kinds.length - 1)] ?? '';
        try {
          await changes[kind]?.();
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
          done += 1;
        } catch (error) {
          refused += 1;
          if (refused > 3 * wanted) throw error;
        }
      }
    },
  };
};
