import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { PosOrderView } from '../../domain/pos/pos-view.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import type { Db } from '../database.ts';
import type { PosOrdersTable } from '../schema.ts';

export type PosOrderRow = Selectable<PosOrdersTable>;

export interface PosOrderKey {
  readonly connection: string;
  /** The key of the order. */
  readonly externalId: string;
}

/** The order and what stands against it; undefined when it is not known. */
export const readPosOrderView = async (
  db: Db,
  { connection, externalId }: PosOrderKey,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<{ row: PosOrderRow; view: PosOrderView } | undefined> => {
  const row = await db
    .selectFrom('pos_orders')
    .selectAll()
    .where('connection', '=', connection)
    .where('key', '=', externalId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { rows: attention } = await sql<{ kind: AttentionKind; reason: string }>`
    select kind, reason from attention
    where connection = ${connection} and target_type = 'pos-order' and target_id = ${externalId} and resolved_at is null
    order by since, id`.execute(db);
  return { row, view: viewOf(row, attention) };
};

const viewOf = (row: PosOrderRow, attention: PosOrderView['attention']): PosOrderView => ({
  number: row.key,
  stage: row.state,
  odoo: row.odoo_id === null ? null : { id: row.odoo_id, name: row.odoo_name ?? `draft ${row.odoo_id}` },
  attention,
  draftToCancel: row.state === 'skipped' ? row.odoo_id : null,
  revision: row.revision,
});

export const updatePosOrder = async (
  db: Db,
  { connection, externalId }: PosOrderKey,
  changes: Partial<Pick<PosOrderRow, 'state' | 'revision' | 'odoo_id' | 'odoo_name' | 'session_id'>>,
): Promise<void> => {
  await db
    .updateTable('pos_orders')
    .set({ ...changes, updated_at: sql`now()` })
    .where('connection', '=', connection)
    .where('key', '=', externalId)
    .execute();
};
