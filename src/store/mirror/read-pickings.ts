import { sql } from 'kysely';
import { mirrored } from '../../domain/mirror/models.ts';
import type { PickingState } from '../../domain/odoo-states.ts';
import type { Db } from '../database.ts';
import { jsonArray, jsonColumns } from './json-columns.ts';
import { readIfChanged } from './read-if-changed.ts';
import type { Tagged } from './read-if-changed.ts';

const { name, state, location_id, location_dest_id, scheduled_date, origin, priority, partner_id } =
  mirrored.pickings.columns;

/** What a picking is shown with, in this order: a client relies on these keys and no others. */
export const pickingColumns = {
  id: 'id',
  name,
  state,
  location_id,
  location_dest_id,
  scheduled_date,
  origin,
  priority,
  partner_id,
} as const;

export interface PickingPage {
  /** A JSON array. */
  readonly text: string;
  /** The last one, when there are more behind it. */
  readonly next: number | null;
}

export interface PickingFilter {
  readonly state?: PickingState | undefined;
  /** The last one of the page before. */
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

/** Pickings as JSON, the newest id first. */
export const listPickings = (
  db: Db,
  { state: wanted, beforeId, limit }: PickingFilter,
  known: readonly string[],
): Promise<Tagged<PickingPage>> => {
  const inState = wanted === undefined ? sql`` : sql`and state = ${wanted}`;
  const behind = (id: ReturnType<typeof sql>) => sql`id < ${id} ${inState}`;
  const page = sql`
    select ${jsonColumns(pickingColumns)} from mirror_pickings
    where ${beforeId === undefined ? sql`true ${inState}` : behind(sql`${beforeId}::bigint`)}
    order by id desc limit ${limit}`;
  return readIfChanged(
    db,
    ['pickings'],
    sql<PickingPage>`
      select page.text, case when exists (select from mirror_pickings where ${behind(sql`page.last`)}) then page.last end as next
      from (select ${jsonArray('picking')} as text, min(picking.id) as last from (${page}) as picking) as page`,
    known,
  );
};

/** `qty_done` is what was picked, or has moved: the quantity of a line that is only reserved is not done. */
const lineColumns = sql`id, picking_id, product_id,
  case when picked or state = 'done' then coalesce(trim_scale(quantity), 0) else 0 end as qty_done,
  location_id, location_dest_id, lot_id, state`;

/** One picking with its move lines as JSON; `text` is null when there is none. */
export const readPicking = (
  db: Db,
  id: number,
  known: readonly string[],
): Promise<Tagged<{ readonly text: string | null }>> =>
  readIfChanged(
    db,
    ['pickings', 'move_lines'],
    sql<{ readonly text: string | null }>`
      select (
        select '{"picking":' || row_to_json(picking)::text || ',"move_lines":' || (
          select ${jsonArray('line')} from (
            select ${lineColumns} from mirror_move_lines where picking_id = ${id}::bigint order by id) as line) || '}'
        from (select ${jsonColumns(pickingColumns)} from mirror_pickings where id = ${id}::bigint) as picking) as text`,
    known,
  );
