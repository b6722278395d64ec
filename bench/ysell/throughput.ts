import type { Service } from '../../test/support/service.ts';
import type { Figure } from '../benchmark.ts';
import { measureUse } from '../orders/use.ts';
import { openPrepShop } from './prep-shop.ts';
import { callsTo, untilSent } from './sent.ts';

const warmUp = 40;
/** Longer than Temporal takes to find out that a task it handed out got lost. */
const atLeastMs = 180_000;
/** So long may one order take on average before it is given up. */
const patienceMs = 2_000;

/** Orders from their confirmation, all in one go, until each is created at the prep centre. */
export const measureShipping = async (
  service: Service,
  size: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const shop = await openPrepShop(service);
  const warm = await shop.quotations(warmUp);
  await shop.confirm(warm);
  await untilSent(service, shop.id, warmUp, atLeastMs);

  const quotations = await shop.quotations(size);
  say(`${size} orders from their confirmation to the prep centre`);
  const before = await callsTo(service, shop.id);
  const { result: seconds, use } = await measureUse(service, async () => {
    const startedAt = performance.now();
    await shop.confirm(quotations);
    await untilSent(service, shop.id, warmUp + size, atLeastMs + size * patienceMs);
    return (performance.now() - startedAt) / 1_000;
  });
  const calls = (await callsTo(service, shop.id)) - before;
  const each = (value: number | null): number | null => (value === null ? null : value / size);
  return [
    {
      name: 'orders/s, confirmed to created',
      value: size / seconds,
      unit: '/s',
      note: `${size} confirmed at once, instant Odoo and Ysell`,
    },
    { name: 'Odoo calls per order', value: each(use.odooCalls), unit: '', note: 'until created, its note included' },
    { name: 'Ysell calls per order', value: each(calls), unit: '', note: 'one looks for it, one creates it' },
    { name: 'worker CPU per order', value: each(use.processorMs), unit: 'ms' },
    { name: 'PostgreSQL transactions per order', value: each(use.transactions), unit: '' },
  ];
};
