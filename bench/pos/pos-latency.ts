import type { Latency } from '../../sandbox/odoo/latency.ts';

/**
 * What calls took on a real Odoo 19, threaded on two cores, one at a time: reads 5 ms (reference/odoo.md §10), `load` of forty orders of the
 * benchmark's kind 370 ms, making the wizard 16 ms, `check` of one order 155 ms (it makes and validates the transfer).
 */
export const posLatency: Latency = { readMs: 5, createMs: 16, loadMs: 370, confirmMs: 155, workers: 1 };
