import type { Latency } from '../../sandbox/odoo/latency.ts';

/**
 * What Odoo 18 takes, threaded on two cores (reference/odoo.md §10), as far as it was measured: a read 5 ms; a `load` of forty orders as two of
 * twenty. Paying an order makes and validates a transfer, as confirming and validating a sale do.
 */
export const posLatency: Latency = { readMs: 5, loadMs: 800, otherMs: 120, workers: 1 };
