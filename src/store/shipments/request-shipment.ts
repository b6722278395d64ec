import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Failure } from '../../domain/failure.ts';
import { resolveAttention } from '../attention.ts';
import type { Db } from '../database.ts';
import { notifyOf } from '../poked-rows.ts';
import type { Database } from '../schema.ts';
import { tell } from '../timeline.ts';
import { findLiving, shipmentTarget, shipmentTimeline } from './rows.ts';
import type { ShipmentRow } from './rows.ts';
import { shipmentRows } from './wake.ts';

export interface ShipmentRequest {
  readonly pickingId: number;
  /** Id of the courier's connection. */
  readonly connection: string;
  /** So long the one who asks waits for the check; 0: nobody waits. */
  readonly waitMs: number;
  /** Which shipment of the picking it must be; default: the next. */
  readonly n?: number;
}

export interface RequestedShipment {
  readonly shipmentId: string;
  readonly pickingId: number;
  readonly n: number;
  /** The connection that carries it, which may be another than was asked for. */
  readonly connection: string;
  /** False: the picking has its courier already. */
  readonly isNew: boolean;
  /** So long somebody waits for its check. */
  readonly answerBy: Date | null;
}

/** As often another one may be made and closed in between. */
const tries = 5;

/**
 * Makes the row of a shipment, whose run is then started; a picking that has a living one keeps it, whoever carries it. Two who ask at once get the
 * same one.
 *
 * @throws Failure `InvalidInput` when `n` is not the next one's
 */
export const requestShipment = async (db: Kysely<Database>, request: ShipmentRequest): Promise<RequestedShipment> => {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const made = await db.transaction().execute((trx) => insertNext(trx, request));
    if (made !== undefined) return toRequested(made, true);
    const living = await findLiving(db, request.pickingId);
    if (living !== undefined) return toRequested(living, false);
    if (request.n !== undefined) {
      const sentence = `Shipment ${request.n} of picking ${request.pickingId} is not the next one: ask for a shipment without its number.`;
      throw new Failure('InvalidInput', sentence);
    }
  }
  throw new Error(`Shipments of picking ${request.pickingId} come and go too fast: none could be made`);
};

const insertNext = async (trx: Db, request: ShipmentRequest): Promise<ShipmentRow | undefined> => {
  const { pickingId, connection, waitMs, n } = request;
  const { rows } = await sql<ShipmentRow>`
    insert into shipments (picking_id, n, connection, number, answer_by)
    select ${pickingId}, coalesce(max(n), 0) + 1, ${connection}, ${`#${pickingId}`},
      case when ${waitMs}::float8 > 0 then now() + ${waitMs}::float8 * interval '1 millisecond' end
    from shipments where picking_id = ${pickingId}
    ${n === undefined ? sql`` : sql`having coalesce(max(n), 0) + 1 = ${n}`}
    on conflict do nothing
    returning *`.execute(trx);
  const [row] = rows;
  if (row === undefined) return undefined;
  await tell(trx, shipmentTimeline(row), `Asked for: to be carried by ${connection}.`);
  // Those before it came to nothing: nobody has to see to them any more.
  const { rows: earlier } = await sql<ShipmentRow>`
    select * from shipments where picking_id = ${pickingId} and n < ${row.n}`.execute(trx);
  for (const before of earlier) {
    await resolveAttention(trx, shipmentTarget(before), `Shipment ${row.n} was asked for`);
  }
  await notifyOf(trx, shipmentRows);
  return row;
};

const toRequested = (row: ShipmentRow, isNew: boolean): RequestedShipment => ({
  shipmentId: row.shipment_id,
  pickingId: row.picking_id,
  n: row.n,
  connection: row.connection,
  isNew,
  answerBy: row.answer_by,
});

/**
 * Nobody waits for the check any more: it goes on in the background, and what it finds wrong from now on waits for a person. @returns the row as it is at that moment; undefined where it is
 * gone
 */
export const stopWaiting = (db: Db, shipmentId: string): Promise<ShipmentRow | undefined> =>
  db
    .updateTable('shipments')
    .set({ answer_by: null, state: sql`case when state = 'draft' then 'pending' else state end` })
    .where('shipment_id', '=', shipmentId)
    .returningAll()
    .executeTakeFirst();
