import type { Latency } from '../../sandbox/odoo/latency.ts';

/**
 * What Odoo 18 takes, threaded on two cores (reference/odoo.md §10): a `load` of one order of three lines 71 ms and of twenty 417 ms, hence so
 * much for the call and so much for each of its rows; a confirmation 118 ms, a validation 70 ms, a read 5 ms.
 */
export const odooLatency: Latency = {
  readMs: 5,
  otherMs: 5,
  loadMs: 53,
  confirmMs: 112,
  validateMs: 64,
  perRecordMs: 6,
  workers: 1,
};
