import { z } from 'zod';
import { mirrored } from '../../domain/mirror/models.ts';
import type { MirrorColumnKind } from '../../domain/mirror/models.ts';
import { pickingStates } from '../../domain/odoo-states.ts';
import type { RecordModel } from '../../store/mirror/record-filter.ts';

const time = z.iso.datetime();

const cellShapes = {
  id: z.int(),
  text: z.string(),
  flag: z.boolean(),
  decimal: z.number(),
  money: z.string().describe('A decimal.'),
  time,
  date: z.iso.date(),
} as const satisfies Record<MirrorColumnKind, z.ZodType>;

/** A record of the mirror as the documentation tells it: all columns that are kept of it. */
export const recordShape = (model: RecordModel) => {
  const columns = Object.entries<MirrorColumnKind>(mirrored[model].columns);
  return z
    .strictObject({
      id: z.int(),
      ...Object.fromEntries(columns.map(([name, kind]) => [name, cellShapes[kind].nullable()])),
      active: z.boolean().describe('false: archived.'),
      write_date: time.describe('When it was written in Odoo last.'),
    })
    .meta({ id: `Odoo${model.split('_').map(capitalised).join('')}` });
};

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

export const pickingShape = z
  .strictObject({
    id: z.int(),
    name: z.string().nullable(),
    state: z.enum(pickingStates).nullable(),
    location_id: z.int().nullable(),
    location_dest_id: z.int().nullable(),
    scheduled_date: time.nullable(),
    origin: z.string().nullable(),
    priority: z.string().nullable(),
    partner_id: z.int().nullable(),
  })
  .meta({ id: 'OdooPicking' });

export const pickingDetailShape = z
  .strictObject({
    picking: pickingShape,
    move_lines: z.array(
      z.strictObject({
        id: z.int(),
        picking_id: z.int(),
        product_id: z.int().nullable(),
        qty_done: z.number().describe('What was picked or has moved; 0 while it is only reserved.'),
        location_id: z.int().nullable(),
        location_dest_id: z.int().nullable(),
        lot_id: z.int().nullable(),
        state: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'OdooPickingDetail' });
