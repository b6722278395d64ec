import { z } from 'zod';
import type { CheckBench } from '../bench.ts';
import type { Check } from '../check.ts';
import { mustEqual } from '../must.ts';
import { aPosOrder, checkPayment, loadPosOrder, paymentWizard, readPosOrder } from '../pos-orders.ts';

const stateOf = async ({ raw }: CheckBench, session: number): Promise<string | undefined> => {
  const [row] = await raw.result(
    { model: 'pos.session', method: 'read', ids: [session], params: { fields: ['state'] } },
    z.array(z.object({ state: z.string() })),
  );
  return row?.state;
};

export const posSessionChecks: readonly Check[] = [
  {
    name: 'a POS session is started by open_ui, once, and open after its drawer is counted',
    run: async (bench) => {
      const till = await bench.till();
      await till.close();
      const session = await till.startSession();
      mustEqual(await stateOf(bench, session), 'opening_control', 'state before counting');
      mustEqual(await till.startSession(), session, 'the session after open_ui again');
      await till.countOpening(session);
      mustEqual(await stateOf(bench, session), 'opened', 'state after counting');
    },
  },
  {
    name: 'a second POS session of one till is refused',
    run: async ({ raw, till }) => {
      const { config, openSession } = await till();
      await openSession();
      const value = [{ config_id: config }];
      const found = await raw.exception({
        model: 'pos.session',
        method: 'create',
        first: { name: 'vals_list', value },
      });
      mustEqual(found, 'odoo.exceptions.ValidationError', 'exception');
    },
  },
  {
    name: 'load takes POS orders into a closed session too; writing session_id takes order and payment into the open one',
    run: async (bench) => {
      const till = await bench.till();
      const closed = await till.openSession();
      await till.close();
      const draft = await loadPosOrder(bench, await aPosOrder(bench, 'late', { session: closed }));
      const paid = await loadPosOrder(bench, await aPosOrder(bench, 'late-paid', { session: closed }));
      const wizard = await paymentWizard(bench);
      mustEqual(await checkPayment(bench, wizard, paid), true, 'paid in the closed session');
      const open = await till.openSession();
      await bench.raw.write('pos.order', [draft, paid], { session_id: open });
      mustEqual(await checkPayment(bench, wizard, draft), true, 'paid in the open session');
      for (const order of [draft, paid]) {
        const { state, session_id, payment_ids } = await readPosOrder(bench, order);
        mustEqual([state, session_id], ['paid', open], 'state and session');
        const payments = await bench.raw.result(
          { model: 'pos.payment', method: 'read', ids: payment_ids, params: { fields: ['session_id'], load: '' } },
          z.array(z.object({ session_id: z.number() })),
        );
        mustEqual(
          payments.map((payment) => payment.session_id),
          [open],
          'sessions of its payments',
        );
      }
    },
  },
];
