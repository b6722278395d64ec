import type { Clock } from './clock.ts';
import { createClock } from './clock.ts';
import type { Session, Webhook } from './env.ts';
import { Env } from './env.ts';
import { serializationFailure } from './errors.ts';
import type { Latency } from './latency.ts';
import { createLatency } from './latency.ts';
import { restoreUniqueIndexes } from './models/automation.ts';
import { modelsOf } from './models/catalogue.ts';
import { checkUnique } from './orm/constraints.ts';
import { Journal } from './persistence.ts';
import type { Major } from './registry.ts';
import { Registry } from './registry.ts';
import type { Change } from './store.ts';
import { Store, Transaction } from './store.ts';
import type { Context } from './values.ts';
import { postWebhooks } from './webhooks.ts';

export interface EngineOptions {
  readonly major: Major;
  readonly journalPath: string | null;
  readonly now?: () => Date;
  readonly latency?: Latency;
}

/** How often a transaction that lost a race is run again before the caller hears of it. */
const TRIES = 5;

/** The database of one simulated Odoo: runs calls as transactions, each all or nothing. */
export class Engine {
  readonly major: Major;
  readonly store = new Store();
  readonly registry: Registry;
  readonly clock: Clock;
  readonly #journal: Journal | undefined;
  readonly #latency: ReturnType<typeof createLatency>;
  /** True when the journal held data at start. */
  readonly isRestored: boolean;

  constructor(options: EngineOptions) {
    this.major = options.major;
    this.registry = new Registry(this.major, modelsOf(this.major));
    this.clock = createClock(options.now ?? (() => new Date()));
    this.#latency = createLatency(options.latency ?? {});
    this.#journal = options.journalPath === null ? undefined : new Journal(options.journalPath, `${options.major}.0`);
    this.isRestored = this.#journal?.load(this.store) ?? false;
    this.registry.prepare(this.store);
    restoreUniqueIndexes(this.store, this.registry);
  }

  /**
   * Runs work in one transaction. 17 and 18 send webhooks before the commit, and also those of a transaction that
   * then fails; 19 sends them after it.
   */
  async call<T>(uid: number, context: Context, cost: Cost, work: (env: Env) => T): Promise<T> {
    const startedAt = this.clock.stamp(cost.beganMsAgo);
    await this.#latency.wait(cost);
    for (let attempt = 1; ; attempt += 1) {
      const done = await this.#attempt(attempt === 1 ? startedAt : this.clock.stamp(), uid, context, work);
      if (done) return done.result;
      if (attempt === TRIES) throw serializationFailure();
    }
  }

  /** Work of the simulator itself, as the administrator; nothing is sent. */
  perform<T>(work: (env: Env) => T): T {
    const { session, transaction } = this.#begin(this.clock.stamp());
    const result = this.#guard(transaction, () =>
      work(new Env(session, 2, { tracking_disable: true, mail_create_nosubscribe: true })),
    );
    this.#commit(transaction.changes());
    return result;
  }

  /** A view of the committed data for reading alone. */
  look(): Env {
    return new Env(this.#begin(this.clock.stamp()).session, 2, { active_test: false });
  }

  close(): void {
    this.#journal?.close();
  }

  #begin(startedAt: string): { session: Session; transaction: Transaction } {
    const transaction = new Transaction(startedAt);
    return {
      transaction,
      session: { store: this.store, registry: this.registry, transaction, clock: this.clock, webhooks: [] },
    };
  }

  async #attempt<T>(
    startedAt: string,
    uid: number,
    context: Context,
    work: (env: Env) => T,
  ): Promise<{ result: T } | undefined> {
    const { session, transaction } = this.#begin(startedAt);
    let result: T;
    try {
      result = this.#guard(transaction, () => work(new Env(session, uid, context)));
    } catch (error) {
      if (this.major < 19) await postWebhooks(session.webhooks);
      throw error;
    }
    const changes = transaction.changes();
    if (session.webhooks.length === 0) {
      this.#commit(changes);
      return { result };
    }
    if (this.major === 19) {
      this.#commit(changes);
      await postWebhooks(session.webhooks);
      return { result };
    }
    return (await this.#postThenCommit(transaction, changes, session.webhooks)) ? { result } : undefined;
  }

  #guard<T>(transaction: Transaction, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const touched = new Set(transaction.changes().map(({ table }) => table.model));
      transaction.rollback();
      if (touched.has('ir.model.fields')) this.registry.syncManualFields(this.store);
      if (touched.has('ir.module.module')) this.registry.syncModules(this.store);
      throw error;
    }
  }

  /** Others see the old rows while the webhooks are out; whoever wrote the same rows meanwhile wins. */
  async #postThenCommit(
    transaction: Transaction,
    changes: readonly Change[],
    webhooks: readonly Webhook[],
  ): Promise<boolean> {
    transaction.rollback();
    await postWebhooks(webhooks);
    if (changes.some(({ table, id, before }) => table.get(id) !== before)) return false;
    for (const { table, id, after } of changes) table.put(id, after);
    const env = this.look();
    try {
      for (const { table, after } of changes) if (after) checkUnique(env, this.registry.model(table.model), after);
    } catch {
      for (const { table, id, before } of changes) table.put(id, before);
      return false;
    }
    this.#commit(changes);
    return true;
  }

  #commit(changes: readonly Change[]): void {
    this.#journal?.commit(this.store, changes);
  }
}

/** What a call does, for the simulated time it takes. */
export interface Cost {
  readonly kind: 'read' | 'create' | 'load' | 'write' | 'confirm' | 'validate' | 'other';
  readonly records: number;
  /** A delay asked for by a test, between the start of the transaction and its work. */
  readonly delayMs?: number;
  /** How long the transaction has been open when the call comes; asked for by a test. */
  readonly beganMsAgo?: number;
}
