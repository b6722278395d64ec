import type { Check } from '../check.ts';
import { must, mustEqual } from '../must.ts';
import {
  aPosOrder,
  checkPayment,
  loadPosOrder,
  loadPosOrders,
  movesStockAtOnce,
  paymentWizard,
  readPosOrder,
} from '../pos-orders.ts';

export const posPaymentChecks: readonly Check[] = [
  {
    name: 'one payment wizard over 0 pays several POS orders, each once; asked again it changes nothing',
    run: async (bench) => {
      const orders = await Promise.all(['wizard-one', 'wizard-two'].map((name) => aPosOrder(bench, name)));
      const { ids } = await loadPosOrders(bench, ...orders);
      must(ids !== false, 'the load failed');
      const wizard = await paymentWizard(bench);
      for (const order of ids) mustEqual(await checkPayment(bench, wizard, order), true, 'paid');
      for (const order of ids) mustEqual(await checkPayment(bench, wizard, order), false, 'paid by the repeat');
      for (const order of ids) {
        const { name, state, payment_ids } = await readPosOrder(bench, order);
        mustEqual([state, payment_ids.length], ['paid', 1], 'state and payments');
        must(name !== '/', 'the order has no name');
      }
    },
  },
  {
    name: 'four checks of one POS order at once make it paid once, with one payment and at most one transfer',
    run: async (bench) => {
      const draft = await aPosOrder(bench, 'check-race');
      const order = await loadPosOrder(bench, draft);
      const wizard = await paymentWizard(bench);
      const settled = await Promise.allSettled([1, 2, 3, 4].map(() => checkPayment(bench, wizard, order)));
      must(
        settled.some((one) => one.status === 'fulfilled' && one.value),
        'no check made it paid',
      );
      const { state, payment_ids, picking_ids } = await readPosOrder(bench, order);
      const transfers = (await movesStockAtOnce(bench, draft.session)) ? 1 : 0;
      mustEqual([state, payment_ids.length, picking_ids.length], ['paid', 1, transfers], 'state, payments, transfers');
    },
  },
  {
    name: 'a POS order that is paid too little or too much stays a draft, and the wizard is answered again',
    run: async (bench) => {
      const { card } = await bench.till();
      const pay = (amount: number): { readonly payments: readonly { method: number; amount: number }[] } => ({
        payments: [{ method: card, amount }],
      });
      const short = await loadPosOrder(bench, await aPosOrder(bench, 'short', pay(4)));
      const over = await loadPosOrder(bench, await aPosOrder(bench, 'over', pay(14)));
      const wizard = await paymentWizard(bench);
      for (const order of [short, over]) {
        mustEqual(await checkPayment(bench, wizard, order), false, 'paid');
        const { name, state, picking_ids } = await readPosOrder(bench, order);
        mustEqual([name, state, picking_ids.length], ['/', 'draft', 0], 'name, state and transfers');
      }
      mustEqual(await checkPayment(bench, await paymentWizard(bench, 6), short), true, 'paid by the rest');
      mustEqual(await checkPayment(bench, await paymentWizard(bench, -4), over), true, 'paid by giving back');
      const { amount_paid, payment_ids } = await readPosOrder(bench, short);
      mustEqual([amount_paid, payment_ids.length], [10, 2], 'paid and payments');
    },
  },
  {
    name: 'cash given back as change makes an overpaid POS order balance',
    run: async (bench) => {
      const { cash } = await bench.till();
      const payments = [
        { method: cash, amount: 50 },
        { method: cash, amount: -40, isChange: true },
      ];
      const order = await loadPosOrder(bench, await aPosOrder(bench, 'change', { payments }));
      mustEqual(await checkPayment(bench, await paymentWizard(bench), order), true, 'paid');
      const { amount_paid, payment_ids } = await readPosOrder(bench, order);
      mustEqual([amount_paid, payment_ids.length], [10, 2], 'paid and payments');
    },
  },
];
