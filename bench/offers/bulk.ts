import type { Service } from '../../test/support/service.ts';
import { untilOffersRest } from '../../test/support/offer-shop.ts';
import { measureUse } from '../orders/use.ts';
import type { Use } from '../orders/use.ts';
import { residentBytes } from '../process-use.ts';
import { newPrice, setPrices, untilShown } from './catalogue.ts';
import type { Good } from './catalogue.ts';
import { changeOneByOne } from './singles.ts';
import { temporalUse } from './temporal-use.ts';
import type { TemporalUse } from './temporal-use.ts';

const restWithinMs = 120_000;

export interface PushedAll {
  readonly changes: number;
  /** From the transaction in Odoo until Cartona had all. */
  readonly seconds: number;
  readonly vendorCalls: number;
  readonly use: Use;
  readonly temporal: TemporalUse;
}

/** Changes all prices in one transaction and waits until Cartona has each. */
export const pushAll = async (service: Service, goods: readonly Good[], withinMs: number): Promise<PushedAll> => {
  const since = new Date();
  const callsBefore = vendorCalls(service);
  const { result: seconds, use } = await measureUse(service, async () => {
    const price = newPrice();
    const startedAt = performance.now();
    await setPrices(service, goods, price);
    await untilShown(goods, price, withinMs);
    const took = (performance.now() - startedAt) / 1_000;
    await untilOffersRest(service, service.shop, restWithinMs);
    return took;
  });
  return {
    changes: goods.length,
    seconds,
    vendorCalls: vendorCalls(service) - callsBefore,
    use,
    temporal: await temporalUse(service, since),
  };
};

/** Single changes while all the others are pushed, as often as it takes for so many of them. */
export const changeOneByOneMeanwhile = async (
  service: Service,
  others: readonly Good[],
  singles: readonly Good[],
  { atLeast, withinMs }: { readonly atLeast: number; readonly withinMs: number },
): Promise<readonly number[]> => {
  const took: number[] = [];
  while (took.length < atLeast) {
    const price = newPrice();
    await setPrices(service, others, price);
    let isPushed = false;
    const pushed = untilShown(others, price, withinMs).then(() => {
      isPushed = true;
    });
    took.push(...(await changeOneByOne(service, singles, () => !isPushed)));
    await pushed;
    await untilOffersRest(service, service.shop, restWithinMs);
  }
  return took;
};

/** Calls that Cartona received, whatever became of them. */
const vendorCalls = ({ sandbox }: Service): number => sandbox.log.counts()['cartona']?.total ?? 0;

export const workerBytes = ({ workers }: Service): number | null => residentBytes(workers[0]?.pid ?? 0);
