import type { Kysely } from 'kysely';
import type { Odoo } from '../../connectors/odoo/client.ts';
import { listProductsWithoutTemplate, recordTemplates } from '../../store/marketplace-listings.ts';
import type { Database } from '../../store/schema.ts';

const batch = 500;

/** Reads of which template the products of listings are, where that is not known yet: rules of pricelists name templates. Safe to repeat. */
export const fillTemplates = async (db: Kysely<Database>, odoo: Odoo, connection: string): Promise<void> => {
  for (let after = 0; ;) {
    const ids = await listProductsWithoutTemplate(db, connection, { after, limit: batch });
    const last = ids.at(-1);
    if (last === undefined) return;
    const products = await Promise.all(ids.map((id) => odoo.findProducts({ by: 'id', value: id })));
    await recordTemplates(db, connection, products.flat());
    after = last;
  }
};
