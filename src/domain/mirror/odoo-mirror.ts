import type { MirrorModel } from './models.ts';

/** A record as it is kept: its columns (see `mirrored`), by name. */
export interface MirrorRecord {
  readonly id: number;
  readonly active: boolean;
  /** ISO 8601 UTC, whole seconds: when the transaction that wrote it last began. */
  readonly write_date: string;
  readonly [column: string]: string | number | boolean | null;
}

/** Records written within these whole seconds: from the first to before the second; null: however old. */
export interface MirrorWindow {
  readonly from: Date | null;
  /** Null: no end. */
  readonly until: Date | null;
}

/**
 * What the mirror reads of Odoo; archived records included, all in the lane `mirror`, never grouped. Every method throws `Failure` and nothing else:
 * `Rejected` with `data.code` `no-access` when the user may not read the model (in Odoo's words). Sources: reference/odoo.md §2.2, §7.1, §7.3.
 */
export interface OdooMirror {
  /**
   * When the newest record was written, by the clock of Odoo's database (whole seconds; null: there is none), and the time of Odoo's server. What else makes a
   * record another one counts too: the template of a product.
   */
  newest(model: MirrorModel): Promise<{ readonly newestAt: Date | null; readonly serverTime: Date }>;
  /** Records of a window with a greater id, by id; fewer than `limit`: the last ones. */
  readPage(
    model: MirrorModel,
    page: MirrorWindow & { readonly afterId: number; readonly limit: number },
  ): Promise<readonly MirrorRecord[]>;
  /** Ids of all records there are with a greater id, in order; fewer than `limit`: the last ones. */
  readIds(model: MirrorModel, page: { readonly afterId: number; readonly limit: number }): Promise<readonly number[]>;
  /** How many records there are up to this id. */
  count(model: MirrorModel, upToId: number): Promise<number>;
  /** These records as they are now; those that are gone are left out. At most 1,000. */
  readRecords(model: MirrorModel, ids: readonly number[]): Promise<readonly MirrorRecord[]>;
}
