import type { Env } from '../env.ts';
import { placeLocations } from '../models/warehouses.ts';
import type { Vals } from '../values.ts';

/** Locations in the order in which each version makes them, so that the ids are those a fresh Odoo has. */
export const seedWarehouse = (env: Env): void => {
  const location = (name: string, usage: string, vals: Vals = {}): number =>
    env.create('stock.location', { name, usage, company_id: false, ...vals });
  const isNew = env.major === 19;
  const partners = isNew
    ? {}
    : ((): Vals => {
        location('Physical Locations', 'view');
        return { location_id: location('Partners', 'view') };
      })();
  const virtual: Vals = isNew ? {} : { location_id: location('Virtual Locations', 'view') };
  const vendors = location('Vendors', 'supplier', partners);
  const customers = location('Customers', 'customer', partners);
  location('Inter-company transit', 'transit', { ...virtual, active: false });
  const view = location('WH', 'view', { company_id: 1 });
  const inside = { location_id: view, company_id: 1 };
  const stock = location('Stock', 'internal', inside);
  const input = location('Input', 'internal', { ...inside, active: false });
  location('Quality Control', 'internal', { ...inside, active: false });
  location('Output', 'internal', { ...inside, active: false });
  location('Packing Zone', 'internal', { ...inside, active: false });
  location('ShemaxGlobal', 'internal', { company_id: 1, location_id: stock });
  location('Inventory adjustment', 'inventory', { ...virtual, company_id: 1 });
  location('Production', 'production', { ...virtual, company_id: 1 });
  const type = (name: string, code: string, sequence_code: string, from: number, to: number): number =>
    env.create('stock.picking.type', {
      name,
      code,
      sequence_code,
      default_location_src_id: from,
      default_location_dest_id: to,
    });
  const types = {
    in_type_id: type('Receipts', 'incoming', 'IN', vendors, stock),
    out_type_id: type('Delivery Orders', 'outgoing', 'OUT', stock, customers),
    int_type_id: type('Internal Transfers', 'internal', 'INT', stock, input),
  };
  const warehouse = env.create('stock.warehouse', {
    name: 'YourCompany',
    code: 'WH',
    partner_id: 1,
    view_location_id: view,
    lot_stock_id: stock,
    ...types,
  });
  for (const id of Object.values(types)) env.patch('stock.picking.type', id, { warehouse_id: warehouse });
  placeLocations(env);
  env.create('ir.model.data', {
    module: 'stock',
    name: 'warehouse0',
    model: 'stock.warehouse',
    res_id: warehouse,
    noupdate: true,
  });
};
