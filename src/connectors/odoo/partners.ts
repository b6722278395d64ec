import { z } from 'zod';
import type { CustomerDraft, OdooPartner } from './client.ts';
import { columnsOf, shapeOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { readExternalIds } from './external-ids.ts';
import { done } from './grouping.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { htmlOfText } from './html.ts';
import { checkExternalId, loadOnce } from './load-once.ts';
import { id, text } from './values.ts';

interface PartnerKey {
  readonly field: string;
  readonly value: string;
}

const partnerRow = z.looseObject({ id, name: text, ref: text });

/** Partners by a text field, with their external ids. */
export const createFindPartners = (operations: Operations): ((key: PartnerKey) => Promise<readonly OdooPartner[]>) =>
  groupOrders<PartnerKey, readonly OdooPartner[]>(operations, {
    shapeOf: (key) => key.field,
    keyOf: (key) => key.value,
    run: async (keys) => {
      const field = keys[0]?.field ?? 'ref';
      const rows = await operations.rpc.call(
        {
          model: 'res.partner',
          method: 'search_read',
          params: {
            domain: [[field, 'in', keys.map((key) => key.value)]],
            fields: [...new Set(['name', 'ref', field])],
            order: 'id asc',
            load: '',
          },
          effect: 'read',
          about: `customers by ${field}`,
          externalIds: keys.map((key) => key.value),
        },
        z.array(partnerRow),
      );
      const externalIds = await readExternalIds(
        operations.rpc,
        'res.partner',
        rows.map((row) => row.id),
      );
      return keys.map((key) =>
        done(
          rows
            .filter((row) => String(row[field]) === key.value)
            .map((row) => ({
              id: row.id,
              name: row.name ?? '',
              ref: row.ref,
              externalIds: externalIds.get(row.id) ?? [],
            })),
        ),
      );
    },
  });

interface NewCustomer {
  readonly externalId: string;
  readonly customer: CustomerDraft;
  readonly columns: Columns;
}

/** Customers by `load`, several in one call. */
export const createCreateCustomerOnce = (
  operations: Operations,
): ((externalId: string, customer: CustomerDraft) => Promise<number>) => {
  const create = groupOrders<NewCustomer, number>(operations, {
    shapeOf: ({ columns }) => shapeOf(columns, ''),
    keyOf: ({ externalId }) => externalId,
    run: async (items) => {
      const { server } = await operations.rpc.session();
      // 19 has no second number: it goes into the comment.
      const cells = items.map((item) => withSecondPhone(item, server.major < 19));
      const columns = ['id', ...(cells[0]?.keys() ?? [])];
      return loadOnce(
        operations.rpc,
        { model: 'res.partner', columns },
        items.map(({ externalId }, index) => ({
          externalId,
          about: `customer ${externalId}`,
          rows: [[externalId, ...columns.slice(1).map((column) => cells[index]?.get(column) ?? '')]],
        })),
      );
    },
  });

  return async (externalId, customer) => {
    checkExternalId(externalId);
    const { name, ref, phone, email, street, comment, phone2 } = customer;
    // A second number and a comment are one column on 19, two before: for the shape both count.
    const columns = columnsOf({
      name,
      ref,
      phone,
      email,
      street,
      comment: htmlOrNull(comment),
      phone2,
      ...customer.fields,
    });
    return create({ externalId, customer, columns });
  };
};

const withSecondPhone = ({ customer, columns }: NewCustomer, hasMobile: boolean): Columns => {
  const cells = new Map(columns);
  cells.delete('phone2');
  const { phone2 } = customer;
  if (phone2 === null || phone2 === '') return cells;
  if (hasMobile) return cells.set('mobile', phone2);
  const lines = [customer.comment, `Second phone: ${phone2}`].filter((line) => line !== null && line !== '');
  return cells.set('comment', htmlOfText(lines.join('\n')));
};

const htmlOrNull = (plain: string | null): string | null => (plain === null ? null : htmlOfText(plain));
