import { sql } from 'kysely';
import type { SentRow } from '../sending.ts';
import type { FulfilmentKey } from './rows.ts';

/** The row of a shipment as what is sent to a prep centre once. */
export const sentFulfilment = ({ connection, saleOrderId }: FulfilmentKey): SentRow => ({
  table: 'fulfilments',
  where: sql<boolean>`connection = ${connection} and sale_order_id = ${saleOrderId}`,
  isThere: sql<boolean>`centre_id is not null`,
  isHeld: sql<boolean>`waits_for is not null`,
});
