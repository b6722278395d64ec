/** What is kept of Odoo, in the order in which it is read: what others refer to comes first. */
export const mirrorModels = ['locations', 'products', 'lots', 'packages', 'quants', 'pickings', 'move_lines'] as const;
export type MirrorModel = (typeof mirrorModels)[number];

/**
 * What a column holds, as it comes from Odoo's reader and goes into the database and the answers: `id` of a record, `text`, `flag`, `decimal` (quantities and
 * weights: a decimal string inside, a number in answers), `money` (a decimal string everywhere), `time` (ISO 8601 UTC, whole seconds), `date` (`2026-01-31`).
 */
export type MirrorColumnKind = 'id' | 'text' | 'flag' | 'decimal' | 'money' | 'time' | 'date';

export interface MirroredModel {
  /** As people call many of them: `move lines`. */
  readonly title: string;
  /** Every column but `id`, `active` (true where Odoo does not archive such records) and `write_date`, which all have. Any may be null. */
  readonly columns: Readonly<Record<string, MirrorColumnKind>>;
}

/** Sources: reference/odoo.md §7.1. Column names are Odoo's own; `currency` is the code of a product's currency, `picking_type_code` of its type. */
export const mirrored = {
  locations: {
    title: 'locations',
    columns: {
      name: 'text',
      complete_name: 'text',
      usage: 'text',
      location_id: 'id',
      barcode: 'text',
      company_id: 'id',
      warehouse_id: 'id',
      parent_path: 'text',
    },
  },
  products: {
    title: 'products',
    columns: {
      name: 'text',
      default_code: 'text',
      barcode: 'text',
      product_tmpl_id: 'id',
      categ_id: 'id',
      uom_id: 'id',
      tracking: 'text',
      list_price: 'money',
      currency: 'text',
      weight: 'decimal',
      volume: 'decimal',
      sale_ok: 'flag',
      company_id: 'id',
    },
  },
  lots: {
    title: 'lots',
    columns: { name: 'text', ref: 'text', product_id: 'id', company_id: 'id' },
  },
  packages: {
    title: 'packages',
    columns: {
      name: 'text',
      location_id: 'id',
      package_type_id: 'id',
      parent_package_id: 'id',
      company_id: 'id',
      pack_date: 'date',
    },
  },
  quants: {
    title: 'quants',
    columns: {
      product_id: 'id',
      location_id: 'id',
      lot_id: 'id',
      package_id: 'id',
      owner_id: 'id',
      quantity: 'decimal',
      reserved_quantity: 'decimal',
      in_date: 'time',
      company_id: 'id',
    },
  },
  pickings: {
    title: 'pickings',
    columns: {
      name: 'text',
      state: 'text',
      location_id: 'id',
      location_dest_id: 'id',
      scheduled_date: 'time',
      origin: 'text',
      priority: 'text',
      partner_id: 'id',
      picking_type_id: 'id',
      picking_type_code: 'text',
      date_done: 'time',
      date_deadline: 'time',
      backorder_id: 'id',
      sale_id: 'id',
      user_id: 'id',
      company_id: 'id',
    },
  },
  move_lines: {
    title: 'move lines',
    columns: {
      picking_id: 'id',
      move_id: 'id',
      product_id: 'id',
      lot_id: 'id',
      lot_name: 'text',
      quantity: 'decimal',
      picked: 'flag',
      product_uom_id: 'id',
      location_id: 'id',
      location_dest_id: 'id',
      package_id: 'id',
      result_package_id: 'id',
      owner_id: 'id',
      state: 'text',
      date: 'time',
      company_id: 'id',
    },
  },
} as const satisfies Record<MirrorModel, MirroredModel>;

/** Name of the table of the mirror that holds the model. */
export const mirrorTable = (model: MirrorModel): `mirror_${MirrorModel}` => `mirror_${model}`;
