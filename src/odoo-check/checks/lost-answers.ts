import type { CheckBench } from '../bench.ts';
import { mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import type { Loss } from '../lossy-proxy.ts';
import { countOrders } from './create-once.ts';
import { failureOf } from './failures.ts';

const losses: readonly { loss: Loss; what: string }[] = [
  { loss: 'drop-answer', what: 'the socket closes instead of an answer' },
  { loss: 'hold-answer', what: 'no answer comes in time' },
  { loss: 'bad-gateway', what: 'a proxy answers with a page of its own' },
];

const createThenRepeat = async (bench: CheckBench, loss: Loss): Promise<void> => {
  const name = `lost-${loss}`;
  const externalId = bench.externalId(name);
  const order = await bench.order(name);
  await bench.lossyOdoo.test();
  bench.proxy.loseNext(externalId, loss);
  await failureOf(bench.lossyOdoo.createSaleOrderOnce(externalId, order), 'OutcomeUnknown');
  await bench.odoo.createSaleOrderOnce(externalId, order);
  mustEqual(await countOrders(bench, name), 1, 'orders');
};

export const lostAnswerChecks: readonly Check[] = [
  ...losses.map(({ loss, what }): Check => ({
    name: `a create whose answer is lost because ${what} is OutcomeUnknown, and its repeat makes no second order`,
    run: (bench) => createThenRepeat(bench, loss),
  })),
  {
    name: 'a confirmation whose answer is lost is done, and its repeat changes nothing',
    run: async (bench) => {
      const orderId = await bench.quotation('lost-confirm');
      await bench.lossyOdoo.test();
      bench.proxy.loseNext('action_confirm', 'drop-answer');
      await failureOf(bench.lossyOdoo.confirmSaleOrder(orderId), 'OutcomeUnknown');
      await bench.odoo.confirmSaleOrder(orderId);
      const order = await bench.odoo.readSaleOrder(orderId, { lines: false, pickings: true });
      mustEqual([order?.state, order?.pickings.length], ['sale', 1], 'state and transfers');
    },
  },
  {
    name: 'a read whose answer is lost is Unavailable',
    run: async (bench) => {
      await bench.lossyOdoo.test();
      bench.proxy.loseNext(`check-${bench.tag}-lost-read`, 'drop-answer');
      await failureOf(bench.lossyOdoo.findPartnersByRef(`check-${bench.tag}-lost-read`), 'Unavailable');
    },
  },
];
