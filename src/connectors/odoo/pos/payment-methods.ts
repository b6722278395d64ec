import { z } from 'zod';
import type { PosMethod } from '../../../domain/pos/odoo-pos.ts';
import type { Rpc } from '../rpc.ts';
import { id, reference } from '../values.ts';

const methodRow = z.object({
  id,
  name: z.string(),
  type: z.enum(['cash', 'bank', 'pay_later', 'online']),
  journal_id: reference,
  split_transactions: z.boolean(),
});
const journalRow = z.object({ id, name: z.string() });

/** Payment methods in the order Odoo shows them. */
export const readPaymentMethods = async (rpc: Rpc, ids: readonly number[]): Promise<readonly PosMethod[]> => {
  if (ids.length === 0) return [];
  const methods = await rpc.call(
    {
      model: 'pos.payment.method',
      method: 'search_read',
      params: {
        domain: [['id', 'in', ids]],
        fields: ['name', 'type', 'journal_id', 'split_transactions'],
        order: 'sequence asc, id asc',
        load: '',
      },
      effect: 'read',
      about: 'payment methods',
    },
    z.array(methodRow),
  );
  const journals = [...new Set(methods.flatMap((method) => method.journal_id ?? []))];
  const names = new Map(
    journals.length === 0
      ? []
      : (
          await rpc.call(
            {
              model: 'account.journal',
              method: 'read',
              ids: journals,
              params: { fields: ['name'], load: '' },
              effect: 'read',
              about: 'journals of payment methods',
            },
            z.array(journalRow),
          )
        ).map((journal) => [journal.id, journal.name]),
  );
  return methods.map((method) => ({
    id: method.id,
    name: method.name,
    type: method.type,
    journalName: method.journal_id === null ? null : (names.get(method.journal_id) ?? null),
    needsPartner: method.split_transactions,
  }));
};
