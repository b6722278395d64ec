import { isFailure } from '../domain/failure.ts';
import type { Credentials } from '../connectors/odoo/session.ts';
import { createBench } from './bench.ts';
import { CheckSkipped } from './must.ts';
import type { Check, CheckResult } from './check.ts';
import { chatterChecks } from './checks/chatter.ts';
import { createOnceChecks } from './checks/create-once.ts';
import { deliveryChecks } from './checks/delivery.ts';
import { errorChecks } from './checks/errors.ts';
import { fulfilmentChecks } from './checks/fulfilment.ts';
import { groupChecks } from './checks/groups.ts';
import { lostAnswerChecks } from './checks/lost-answers.ts';
import { mirrorChecks } from './checks/mirror.ts';
import { posClosingChecks } from './checks/pos-closing.ts';
import { posOrderChecks } from './checks/pos-orders.ts';
import { posPaymentChecks } from './checks/pos-payments.ts';
import { posSessionChecks } from './checks/pos-sessions.ts';
import { pricelistChecks } from './checks/pricelists.ts';
import { productChangeChecks } from './checks/product-changes.ts';
import { productValueChecks } from './checks/product-values.ts';
import { readingChecks } from './checks/reading.ts';
import { saleOrderChecks } from './checks/sale-orders.ts';
import { signInChecks } from './checks/sign-in.ts';
import { transferChecks } from './checks/transfers.ts';
import { valueChecks } from './checks/values.ts';
import { startLossyProxy } from './lossy-proxy.ts';
import { openRawOdoo } from './raw-odoo.ts';
import { createTestRecords } from './test-records.ts';
import { putTillAway } from './till.ts';

export interface OdooCheckOptions extends Credentials {
  /** Time for one call in ms; default 60 s. */
  readonly timeoutMs?: number | undefined;
  /** Only checks whose name contains this text. */
  readonly only?: string | undefined;
  /** Told each result as it comes. */
  readonly report: (result: CheckResult) => void;
}

export interface OdooCheckReport {
  readonly odoo: { readonly serie: string; readonly protocol: string; readonly url: string; readonly database: string };
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly results: readonly CheckResult[];
  /** Test records that could not be cancelled or archived, in words. */
  readonly left: readonly string[];
}

const allChecks: readonly Check[] = [
  ...signInChecks,
  ...errorChecks,
  ...createOnceChecks,
  ...lostAnswerChecks,
  ...groupChecks,
  ...valueChecks,
  ...readingChecks,
  ...saleOrderChecks,
  ...transferChecks,
  ...fulfilmentChecks,
  ...productValueChecks,
  ...productChangeChecks,
  ...pricelistChecks,
  ...mirrorChecks,
  ...deliveryChecks,
  ...chatterChecks,
  ...posSessionChecks,
  ...posOrderChecks,
  ...posPaymentChecks,
  ...posClosingChecks,
];

/**
 * The Odoo contract suite: each fact the product leans on, tried against a living Odoo. Safe on a database in use: it makes marked records
 * only (names `Conveyor check …`, external ids `conveyor_check.…`), cancels or archives them at the end and deletes nothing but the
 * pricelist rules it made itself. Where Point of Sale is installed, the sessions of its own till are closed, and so leave posted POS orders
 * and balanced journal entries over a few units of money.
 * @throws Failure when Odoo cannot be reached or does not accept the sign-in.
 */
export const runOdooCheck = async (options: OdooCheckOptions): Promise<OdooCheckReport> => {
  const { url, database, user, password, timeoutMs, only, report } = options;
  const credentials: Credentials = { url, database, user, password };
  const raw = await openRawOdoo(credentials, timeoutMs ?? 60_000);
  const records = createTestRecords(raw);
  const proxy = await startLossyProxy(url);
  const tag = Date.now().toString(36);
  const bench = await createBench({ credentials, timeoutMs, tag, raw, proxy, records });
  const results: CheckResult[] = [];
  let left: readonly string[] = [];
  try {
    for (const check of allChecks.filter((one) => only === undefined || one.name.includes(only))) {
      const started = performance.now();
      const verdict = await verdictOf(() => check.run(bench));
      const result = { name: check.name, ...verdict, durationMs: Math.round(performance.now() - started) };
      results.push(result);
      report(result);
    }
  } finally {
    left = [...(await records.putAway(tag)), ...(await putTillAway(raw))];
    await Promise.all([bench.odoo.close(), bench.lossyOdoo.close()]);
    await proxy.close();
  }
  const count = (outcome: CheckResult['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  return {
    odoo: { serie: raw.session.serie, protocol: raw.session.server.protocol, url, database },
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    results,
    left,
  };
};

const verdictOf = async (run: () => Promise<void>): Promise<Pick<CheckResult, 'outcome' | 'reason'>> => {
  try {
    await run();
    return { outcome: 'passed', reason: null };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (error instanceof CheckSkipped) return { outcome: 'skipped', reason: words };
    return { outcome: 'failed', reason: isFailure(error) ? `${error.type}: ${words}` : words };
  }
};
