import { sql } from 'kysely';
import { channels } from '../../domain/names.ts';
import { idPart } from '../poked-rows.ts';
import type { PokedRows } from '../poked-rows.ts';
import type { FulfilmentKey } from './rows.ts';

/** Shipments of prep centres, as rows with runs. */
export const fulfilmentRows: PokedRows<FulfilmentKey> = {
  table: 'fulfilments',
  columns: ['connection', 'sale_order_id'],
  keyOf: (row) => ({ connection: String(row['connection']), saleOrderId: Number(row['sale_order_id']) }),
  where: ({ connection, saleOrderId }) => sql<boolean>`connection = ${connection} and sale_order_id = ${saleOrderId}`,
  // `ysell:<connection>:<saleOrderId>`; no connection's id has a colon.
  isOfRun: (id) => sql<boolean>`connection = split_part(${id}, ':', 2) and sale_order_id = ${idPart(id, 3)}`,
  channel: channels.fulfilments,
};
