import type { Kysely } from 'kysely';
import type { Database } from '../src/store/schema.ts';

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const batch = 1_000;

let stored = 0;

/**
 * Writes orders of the connection `cartona` as they are while they wait for the next event: imported, acknowledged, a quotation in Odoo.
 *
 * @returns their external ids
 */
export const storeOpenOrders = async (
  db: Kysely<Database>,
  { count, deliverer }: { readonly count: number; readonly deliverer: 'supplier' | 'marketplace' },
): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, () => (stored += 1));
  for (let from = 0; from < count; from += batch) {
    await db
      .insertInto('orders')
      .values(
        ids.slice(from, from + batch).map((id) => ({
          connection: 'cartona',
          external_id: externalIdOf(id),
          number: `B-${id}`,
          // As the import leaves it: whoever looks at the order next writes how far it is.
          stage: 'imported' as const,
          revision: 1,
          pulled_revision: 1,
          imported_revision: 1,
          acknowledged_revision: 1,
          acknowledged_at: new Date(),
          marketplace_status: 'pending' as const,
          deliverer,
          delivered_by: deliverer === 'marketplace' ? 'delivered_by_cartona' : 'delivered_by_supplier',
          odoo_id: 1_000_000 + id,
          odoo_name: `S${id}`,
          odoo_state: 'draft' as const,
        })),
      )
      .execute();
  }
  return ids.map(externalIdOf);
};

const externalIdOf = (id: number): string => `bench${String(id).padStart(6, '0')}`;
