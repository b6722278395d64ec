import type { Kysely } from 'kysely';
import { raiseAttention, resolveAttention } from '../../../src/store/attention.ts';
import type { AttentionTarget, NewAttention } from '../../../src/store/attention.ts';
import type { Database } from '../../../src/store/schema.ts';

export const orderTarget = (externalId: string): AttentionTarget => ({
  connection: 'cartona',
  type: 'order',
  id: externalId,
});

/** Opens attention of an order; gives its id. */
export const raise = async (
  db: Kysely<Database>,
  externalId: string,
  changes: Partial<NewAttention> = {},
): Promise<string> => {
  const { id } = await raiseAttention(db, orderTarget(externalId), {
    kind: 'otp-required',
    step: 'otp',
    reason: `Order ${externalId} needs the one-time password of the customer`,
    actions: ['retry', 'skip', 'cancel'],
    number: `C-${externalId}`,
    workflowId: `order:cartona:${externalId}`,
    ...changes,
  });
  return id;
};

export const resolve = async (db: Kysely<Database>, externalId: string, resolution = 'Settled'): Promise<void> => {
  await resolveAttention(db, orderTarget(externalId), resolution);
};

/** Makes everything that was put off due now. */
export const makeDue = async (db: Kysely<Database>): Promise<void> => {
  await db
    .updateTable('attention')
    .set({ alert_next_at: new Date(0), activity_next_at: new Date(0) })
    .execute();
};
