import type { Clock } from './clock.ts';
import { missingError } from './errors.ts';
import { createRecord } from './orm/create.ts';
import type { Domain } from './orm/domain.ts';
import { displayNameOf } from './orm/read.ts';
import type { SearchOptions } from './orm/search.ts';
import { searchIds } from './orm/search.ts';
import { unlinkRecords } from './orm/unlink.ts';
import { overwriteRecord, patchRecord, writeRecords } from './orm/write.ts';
import type { Major, Model, Registry } from './registry.ts';
import type { Store, Table, Transaction } from './store.ts';
import type { Context, Row, Value, Vals } from './values.ts';
import { num, text } from './values.ts';

/** A webhook to be sent for a record, with the payload as it was when the rule fired. */
export interface Webhook {
  readonly url: string;
  readonly body: string;
}

/** What all environments of one call share. */
export interface Session {
  readonly store: Store;
  readonly registry: Registry;
  readonly transaction: Transaction;
  readonly clock: Clock;
  readonly webhooks: Webhook[];
}

/** One call's view of the database: who calls, with which context, in which transaction. */
export class Env {
  readonly session: Session;
  readonly uid: number;
  readonly context: Context;

  constructor(session: Session, uid: number, context: Context) {
    this.session = session;
    this.uid = uid;
    this.context = context;
  }

  get major(): Major {
    return this.session.registry.major;
  }

  /** The transaction's time in whole seconds, as `fields.Datetime.now()` gives it. */
  get now(): string {
    return this.session.transaction.startedAt.slice(0, 19);
  }

  get today(): string {
    return this.session.transaction.startedAt.slice(0, 10);
  }

  with(context: Context): Env {
    return new Env(this.session, this.uid, { ...this.context, ...context });
  }

  model(name: string): Model {
    return this.session.registry.model(name);
  }

  table(model: string): Table {
    return this.session.store.table(model);
  }

  find(model: string, id: number): Row | undefined {
    return this.table(model).get(id);
  }

  /** The row, or Odoo's MissingError. */
  get(model: string, id: number): Row {
    const row = this.find(model, id);
    if (!row) throw missingError(model, id, this.uid);
    return row;
  }

  rows(model: string, ids: readonly number[]): Row[] {
    return ids.map((id) => this.get(model, id));
  }

  /** The id a many2one of the record holds, or 0. */
  ref(model: string, id: number, field: string): number {
    return num(this.get(model, id), field);
  }

  /** Rows whose indexed column holds the key, by id. */
  lookup(model: string, index: string, key: string | number): Row[] {
    return this.rows(model, this.table(model).lookup(index, key));
  }

  create(model: string, vals: Vals): number {
    return createRecord(this, model, vals);
  }

  /** A write as a user does it: hooks run and `write_date` moves even if nothing changes. */
  write(model: string, ids: readonly number[], vals: Vals): void {
    writeRecords(this, model, ids, vals);
  }

  /** Stores worked-out values; `write_date` moves only if something changes. True if it did. */
  patch(model: string, id: number, values: Readonly<Record<string, Value>>): boolean {
    return patchRecord(this, model, id, values);
  }

  /** Stores values as SQL and foreign keys do: `write_date` stays, whatever changes. */
  overwrite(model: string, id: number, values: Readonly<Record<string, Value>>): void {
    overwriteRecord(this, model, id, values);
  }

  unlink(model: string, ids: readonly number[]): void {
    unlinkRecords(this, model, ids);
  }

  search(model: string, domain: Domain, options: SearchOptions = {}): number[] {
    return searchIds(this, model, domain, options);
  }

  displayName(model: string, row: Row): string {
    return displayNameOf(this, model, row);
  }

  /** The id behind an XML id such as `mail.mt_note`; 0 if there is none. */
  xmlId(name: string): number {
    return num(this.lookup('ir.model.data', 'complete_name', name)[0], 'res_id');
  }

  /** The next number of a sequence: `S00042`. */
  sequence(name: string, prefix: string): string {
    return prefix + String(this.session.store.nextValue(name)).padStart(5, '0');
  }

  modelId(model: string): number {
    return num(this.lookup('ir.model', 'model', model)[0], 'id');
  }

  companyId(): number {
    return num(this.find('res.users', this.uid), 'company_id') || 1;
  }

  userEmail(): string {
    return text(this.find('res.partner', num(this.find('res.users', this.uid), 'partner_id')), 'email');
  }
}
