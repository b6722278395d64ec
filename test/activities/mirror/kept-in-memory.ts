import type { MirrorModel } from '../../../src/domain/mirror/models.ts';
import type { MirrorRecord, MirrorWindow, OdooMirror } from '../../../src/domain/mirror/odoo-mirror.ts';

/** A call of the mirror to Odoo. */
export interface MirrorCall {
  readonly method: keyof OdooMirror;
  readonly model: MirrorModel;
  readonly window?: MirrorWindow;
  readonly afterId?: number;
  readonly limit?: number;
  readonly ids?: readonly number[];
}

/** Records of an Odoo, in memory. */
export interface RecordsInOdoo {
  readonly mirror: OdooMirror;
  readonly records: Map<number, MirrorRecord>;
  /** Its move lines. */
  readonly moves: Map<number, MirrorRecord>;
  readonly calls: MirrorCall[];
  serverTime: Date;
  /** Awaited before each call is answered. */
  before: (call: MirrorCall) => Promise<void> | void;
}

export const recordsInOdoo = (): RecordsInOdoo => {
  const odoo: RecordsInOdoo = {
    records: new Map(),
    moves: new Map(),
    calls: [],
    serverTime: new Date('2026-01-31T12:00:00Z'),
    before: () => undefined,
    mirror: {
      newest: async (model) => {
        await called({ method: 'newest', model });
        const written = [...odoo.records.values()].map((record) => Date.parse(record.write_date));
        return {
          newestAt: written.length === 0 ? null : new Date(Math.max(...written)),
          serverTime: odoo.serverTime,
        };
      },
      readPage: async (model, { from, until, afterId, limit }) => {
        await called({ method: 'readPage', model, window: { from, until }, afterId, limit });
        return inOrder(model === 'move_lines' ? odoo.moves : odoo.records)
          .filter(({ id, write_date: written }) => {
            const at = Date.parse(written);
            return id > afterId && (from === null || at >= from.getTime()) && (until === null || at < until.getTime());
          })
          .slice(0, limit);
      },
      readIds: async (model, { afterId, limit }) => {
        await called({ method: 'readIds', model, afterId, limit });
        return inOrder()
          .map(({ id }) => id)
          .filter((id) => id > afterId)
          .slice(0, limit);
      },
      count: async (model, upToId) => {
        await called({ method: 'count', model });
        return inOrder().filter(({ id }) => id <= upToId).length;
      },
      readRecords: async (model, ids) => {
        await called({ method: 'readRecords', model, ids });
        return inOrder().filter(({ id }) => ids.includes(id));
      },
    },
  };
  const called = async (call: MirrorCall): Promise<void> => {
    odoo.calls.push(call);
    await odoo.before(call);
  };
  const inOrder = (records = odoo.records): MirrorRecord[] =>
    [...records.values()].sort((one, other) => one.id - other.id);
  return odoo;
};
