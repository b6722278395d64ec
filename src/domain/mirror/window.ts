/** The longest transaction there may be in Odoo, and a minute: what commits late is written under the time at which it began. */
const longestTransactionMs = 6 * 60_000;
/** Where nothing was written for long, no further back than this: the last import of a whole catalogue is not read again each time. */
const lookBackAtMostMs = 60 * 60_000;

/** What was known of Odoo's clocks when a scan began. */
export interface ScanClocks {
  /** When the newest record was written, by the clock of Odoo's database; null: there was none. */
  readonly newestAt: Date | null;
  /** The time of Odoo's server, which may be another machine's, or that of a proxy. */
  readonly serverTime: Date;
  /** By our own clock. */
  readonly ourTime: Date;
}

/**
 * From when on a scan reads what was written since the scan before began. It goes by what Odoo's own database wrote: a clock of the server that is wrong by
 * minutes, either way, or one that was set in between, loses no change. Whole seconds (reference/odoo.md §2.2).
 */
export const beginningOfWindow = (before: ScanClocks, now: Omit<ScanClocks, 'newestAt'>): Date => {
  const serverBegan = Math.min(
    // As today's clock of the server would have it …
    now.serverTime.getTime() - (now.ourTime.getTime() - before.ourTime.getTime()),
    // … and as it was told then: our own clock may have been set back.
    before.serverTime.getTime(),
  );
  const newestBefore = before.newestAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const since = Math.max(Math.min(newestBefore, serverBegan), serverBegan - lookBackAtMostMs) - longestTransactionMs;
  return new Date(Math.floor(since / 1_000) * 1_000);
};

/** Behind the second in which the newest record was written. */
export const endOfWindow = (newestAt: Date): Date => new Date(Math.floor(newestAt.getTime() / 1_000) * 1_000 + 1_000);
