import { z } from 'zod';
import { createOdooClient } from '../../sandbox/odoo-client.ts';
import { sandboxOdooLogin } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import type { DemoProduct, Seeded } from '../../sandbox/odoo/seed/demo.ts';
import type { TestDoor } from '../../sandbox/odoo/server.ts';

const orderSchema = z.object({
  id: z.int(),
  name: z.string(),
  state: z.string(),
  partner_id: z.int(),
  client_order_ref: z.union([z.string(), z.literal(false)]),
  origin: z.union([z.string(), z.literal(false)]),
  note: z.union([z.string(), z.literal(false)]),
  amount_total: z.number(),
  amount_untaxed: z.number(),
  order_line: z.array(z.int()),
  picking_ids: z.array(z.int()),
});

const lineSchema = z.object({
  id: z.int(),
  product_id: z.int(),
  product_uom_qty: z.number(),
  price_unit: z.number(),
  name: z.string(),
  taxes: z.array(z.int()),
});

const pickingSchema = z.object({
  id: z.int(),
  name: z.string(),
  state: z.string(),
  backorder_id: z.union([z.int(), z.literal(false)]),
  move_ids: z.array(z.int()),
});

export type SaleOrder = Omit<z.output<typeof orderSchema>, 'order_line' | 'picking_ids'> & {
  readonly lines: readonly z.output<typeof lineSchema>[];
  readonly pickings: readonly z.output<typeof pickingSchema>[];
};

/** What a person at the simulated Odoo sees and does: past faults, past the call log, with the rights of the administrator. */
export interface OdooAccess {
  readonly version: OdooVersion;
  readonly seeded: Seeded;
  readonly door: TestDoor;
  /** One of the twelve goods that Odoo has a thousand of and Cartona knows. */
  goods(index: number): DemoProduct;
  call(
    model: string,
    method: string,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
  /** The id of the one record made. */
  create(model: string, values: Readonly<Record<string, unknown>>): Promise<number>;
  write(model: string, id: number, values: Readonly<Record<string, unknown>>): Promise<void>;
  /** Adds a text field of the user's own to a model, unless it is there. */
  addField(model: string, name: string): Promise<void>;
  saleOrder(id: number): Promise<SaleOrder>;
  confirm(saleOrderId: number): Promise<void>;
  cancel(saleOrderId: number): Promise<void>;
  /**
   * Ships from the first open transfer of the order: all of it, or so many units of each line with what remains on a backorder (`true`) or
   * dropped (`false`).
   */
  deliver(saleOrderId: number, part?: { readonly units: number; readonly backorder: boolean }): Promise<void>;
  /** A new stored product with so much in stock; `tracking: 'lot'` for one that goes by lots, of which there is none. */
  product(values?: Readonly<Record<string, unknown>>, stock?: number): Promise<number>;
  /** A lot or serial number of a product comes into stock. */
  receiveLot(productId: number, name: string, quantity: number): Promise<void>;
  /** Has the open transfers of the order reserve what is there. */
  reserve(saleOrderId: number): Promise<void>;
  /** The goods of the order's first delivered transfer come back. */
  takeBack(saleOrderId: number): Promise<void>;
  /** Texts of the chatter of a record, newest last. */
  messages(model: string, id: number): string[];
  /** Summaries and notes of the activities that wait on a record. */
  activities(model: string, id: number): string[];
}

const idSchema = z.union([z.int(), z.tuple([z.int()])]).transform((id) => (typeof id === 'number' ? id : id[0]));

export const createOdooAccess = (sandbox: Sandbox, version: OdooVersion): OdooAccess => {
  const client = createOdooClient({ handle: (request) => sandbox.odoo().handle(request) }, sandboxOdooLogin);
  const call: OdooAccess['call'] = (...given) => client.call(...given);
  const read = async <T>(
    schema: z.ZodType<T>,
    model: string,
    ids: readonly number[],
    fields: readonly string[],
  ): Promise<T[]> =>
    ids.length === 0 ? [] : z.array(schema).parse(await call(model, 'read', [ids, fields], { load: '' }));

  const create: OdooAccess['create'] = async (model, values) => idSchema.parse(await call(model, 'create', [values]));
  const write: OdooAccess['write'] = async (model, id, values) => {
    await call(model, 'write', [[id], values]);
  };

  const addField: OdooAccess['addField'] = async (model, name) => {
    const { door } = sandbox.odoo().simulator;
    const [modelId] = door.search('ir.model', [['model', '=', model]]);
    const known = door.count('ir.model.fields', [
      ['model_id', '=', modelId],
      ['name', '=', name],
    ]);
    if (known > 0) return;
    await create('ir.model.fields', {
      name,
      model_id: modelId,
      field_description: name,
      ttype: 'char',
      state: 'manual',
    });
  };

  const readLines = async (ids: readonly number[]) => {
    const taxField = version === 19 ? 'tax_ids' : 'tax_id';
    const raw = await read(z.looseObject({}), 'sale.order.line', ids, [
      'product_id',
      'product_uom_qty',
      'price_unit',
      'name',
      taxField,
    ]);
    return z.array(lineSchema).parse(raw.map((line) => ({ ...line, taxes: line[taxField] })));
  };

  const saleOrder: OdooAccess['saleOrder'] = async (id) => {
    const [order] = await read(
      orderSchema,
      'sale.order',
      [id],
      Object.keys(orderSchema.shape).filter((field) => field !== 'id'),
    );
    if (order === undefined) throw new Error(`There is no sale order ${id}`);
    const { order_line: lineIds, picking_ids: pickingIds, ...rest } = order;
    return {
      ...rest,
      lines: await readLines(lineIds),
      pickings: await read(
        pickingSchema,
        'stock.picking',
        [...pickingIds].sort((a, b) => a - b),
        ['name', 'state', 'backorder_id', 'move_ids'],
      ),
    };
  };

  const deliver: OdooAccess['deliver'] = async (id, part) => {
    const open = (await saleOrder(id)).pickings.find(({ state }) => state !== 'done' && state !== 'cancel');
    if (open === undefined) throw new Error(`Sale order ${id} has no open transfer`);
    if (part === undefined) {
      await call('stock.picking', 'button_validate', [[open.id]]);
      return;
    }
    for (const move of open.move_ids) await write('stock.move', move, { quantity: part.units, picked: true });
    await call('stock.picking', 'button_validate', [[open.id]], {
      context: { skip_backorder: true, ...(part.backorder ? {} : { picking_ids_not_to_backorder: [open.id] }) },
    });
  };

  const product: OdooAccess['product'] = async (values = {}, stock = 0) => {
    const stored = version === 17 ? { type: 'product' } : { type: 'consu', is_storable: true };
    const template = await create('product.template', {
      name: 'A product of the test',
      list_price: 10,
      ...stored,
      ...values,
    });
    const [id] = sandbox.odoo().simulator.door.search('product.product', [['product_tmpl_id', '=', template]]);
    if (id === undefined) throw new Error(`Template ${template} has no product`);
    if (stock > 0) {
      const location = sandbox.odoo().seeded.stockLocation;
      await call(
        'stock.quant',
        'create',
        [{ product_id: id, location_id: location, inventory_quantity_auto_apply: stock }],
        {
          context: { inventory_mode: true },
        },
      );
    }
    return id;
  };

  const receiveLot: OdooAccess['receiveLot'] = async (productId, name, quantity) => {
    const lot = await create('stock.lot', { name, product_id: productId, company_id: 1 });
    await call(
      'stock.quant',
      'create',
      [
        {
          product_id: productId,
          lot_id: lot,
          location_id: sandbox.odoo().seeded.stockLocation,
          inventory_quantity_auto_apply: quantity,
        },
      ],
      { context: { inventory_mode: true } },
    );
  };

  const takeBack: OdooAccess['takeBack'] = async (id) => {
    const order = await saleOrder(id);
    const done = order.pickings.find(({ state }) => state === 'done');
    if (done === undefined) throw new Error(`Nothing of sale order ${id} was delivered`);
    const [picking] = await read(
      z.object({ picking_type_id: z.int(), location_id: z.int(), location_dest_id: z.int() }),
      'stock.picking',
      [done.id],
      ['picking_type_id', 'location_id', 'location_dest_id'],
    );
    const moves = await read(
      z.object({ id: z.int(), product_id: z.int(), product_uom_qty: z.number(), sale_line_id: z.int() }),
      'stock.move',
      done.move_ids,
      ['product_id', 'product_uom_qty', 'sale_line_id'],
    );
    if (picking === undefined) throw new Error(`Transfer ${done.id} is gone`);
    const [incoming] = sandbox.odoo().simulator.door.search('stock.picking.type', [['code', '=', 'incoming']]);
    const back = { location_id: picking.location_dest_id, location_dest_id: picking.location_id };
    const returned = await create('stock.picking', {
      ...back,
      picking_type_id: incoming,
      origin: `Return of ${done.name}`,
      ...(version === 19 ? { sale_id: id } : { group_id: await groupOf(id) }),
      move_ids: moves.map((move) => [
        0,
        0,
        {
          ...back,
          product_id: move.product_id,
          product_uom_qty: move.product_uom_qty,
          sale_line_id: move.sale_line_id,
          origin_returned_move_id: move.id,
          ...(version === 19 ? {} : { name: 'Return' }),
        },
      ]),
    });
    await call('stock.picking', 'action_confirm', [[returned]]);
  };

  const groupOf = async (id: number): Promise<number> => {
    const [order] = await read(
      z.object({ procurement_group_id: z.int() }),
      'sale.order',
      [id],
      ['procurement_group_id'],
    );
    if (order === undefined) throw new Error(`There is no sale order ${id}`);
    return order.procurement_group_id;
  };

  const textsOf = (
    rows: readonly Readonly<Record<string, unknown>>[],
    model: string,
    id: number,
    fields: readonly string[],
  ): string[] =>
    rows
      .filter((row) => (row['model'] ?? row['res_model']) === model && row['res_id'] === id)
      .map((row) =>
        fields
          .map((field) => row[field])
          .filter((text) => typeof text === 'string')
          .join(' '),
      );

  return {
    version,
    get seeded() {
      return sandbox.odoo().seeded;
    },
    get door() {
      return sandbox.odoo().simulator.door;
    },
    goods: (index) => {
      const product = sandbox.odoo().seeded.products[index];
      if (product === undefined) throw new Error(`There are not ${index + 1} goods`);
      return product;
    },
    call,
    create,
    write,
    addField,
    saleOrder,
    confirm: async (id) => {
      await call('sale.order', 'action_confirm', [[id]]);
    },
    cancel: async (id) => {
      await call('sale.order', 'action_cancel', [[id]], { context: { disable_cancel_warning: true } });
    },
    deliver,
    product,
    receiveLot,
    reserve: async (id) => {
      const open = (await saleOrder(id)).pickings.filter(({ state }) => state !== 'done' && state !== 'cancel');
      await call('stock.picking', 'action_assign', [open.map((picking) => picking.id)]);
    },
    takeBack,
    messages: (model, id) => textsOf(sandbox.odoo().simulator.door.rows('mail.message'), model, id, ['body']),
    activities: (model, id) =>
      // 18 and 19 archive what is done.
      textsOf(
        sandbox
          .odoo()
          .simulator.door.rows('mail.activity')
          .filter((row) => row['active'] !== false),
        model,
        id,
        ['summary', 'note'],
      ),
  };
};
