import { setTimeout as wait } from 'node:timers/promises';
import type { CheckBench } from './bench.ts';

/** A second of the server in which nothing was written before: what is seen from it on was written after. */
export const newSecond = async ({ odoo }: CheckBench): Promise<Date> => {
  const { serverTime } = await odoo.readChanges(new Date());
  for (;;) {
    const now = (await odoo.readChanges(new Date())).serverTime;
    if (Math.floor(now.getTime() / 1000) > Math.floor(serverTime.getTime() / 1000)) return now;
    await wait(50);
  }
};
