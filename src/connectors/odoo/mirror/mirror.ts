import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { MirrorModel } from '../../../domain/mirror/models.ts';
import type { MirrorRecord, MirrorWindow, OdooMirror } from '../../../domain/mirror/odoo-mirror.ts';
import type { OdooCall } from '../call.ts';
import type { Currency } from '../currencies.ts';
import type { Rpc } from '../rpc.ts';
import { id, text } from '../values.ts';
import { columnsOf, currencyIdsOf, ownFields, recordsOf } from './converter.ts';
import { createKnownFields } from '../known-fields.ts';
import { sourceOf } from './sources.ts';
import type { MirrorSource } from './sources.ts';
import { domainOf, writtenWithin } from './window.ts';

type Currencies = (ids: readonly number[]) => Promise<ReadonlyMap<number, Currency>>;

/** Odoo asks its database for each tree apart. */
const mostTops = 100;

const newestRow = z.array(z.object({ write_date: text }));
const ids = z.array(id);
/** Looked through by hand: see `recordsOf`. */
const rows = z.array(z.unknown());

/** What the mirror reads of one Odoo: one call after another, archived records included. Whoever calls holds a slot. */
export const createOdooMirror = (rpc: Rpc, currencies: Currencies): OdooMirror => {
  const withFields = createKnownFields(rpc, 'mirror');

  const source = async (model: MirrorModel): Promise<MirrorSource> =>
    sourceOf(model, (await rpc.session()).server.major);

  const newestOf = async (model: string): Promise<{ readonly at: Date | null; readonly serverTime: Date | null }> => {
    const { value, date } = await rpc.callDated(
      {
        ...readOf(model, `the newest record of ${model}`),
        method: 'search_read',
        // Nulls come first in PostgreSQL when the order is descending.
        params: {
          domain: [['write_date', '!=', false]],
          fields: ['write_date'],
          order: 'write_date desc',
          limit: 1,
          load: '',
        },
      },
      newestRow,
    );
    const at = value[0]?.write_date ?? null;
    return { at: at === null ? null : new Date(`${at.replace(' ', 'T')}Z`), serverTime: date };
  };

  const read = async (
    model: MirrorModel,
    of: MirrorSource,
    domain: readonly unknown[],
    limit: number,
  ): Promise<readonly MirrorRecord[]> => {
    const columns = columnsOf(model, of);
    const wanted = [...ownFields, ...columns.map((column) => column.field)];
    const found = await withFields(of.model, wanted, (fields) =>
      rpc.call(
        {
          ...readOf(of.model, `records of ${of.model}`),
          method: 'search_read',
          params: { domain, fields, order: 'id asc', limit, load: '' },
        },
        rows,
      ),
    );
    const inCurrency = await currencies(currencyIdsOf(of, found));
    return recordsOf(of, columns, found, (one) => inCurrency.get(one));
  };

  /** Those written within the window: what is below them in the tree may be another one too. Null: so many that everything is read. */
  const topsWithin = async (of: MirrorSource, window: MirrorWindow): Promise<readonly number[] | null> => {
    const written = of.isTree ? writtenWithin(window, 'write_date') : null;
    if (written === null) return [];
    const params = { domain: written, order: 'id asc', limit: mostTops + 1 };
    const tops = await rpc.call({ ...readOf(of.model, `changes of ${of.model}`), method: 'search', params }, ids);
    return tops.length > mostTops ? null : tops;
  };

  return {
    newest: async (model) => {
      const of = await source(model);
      const own = await newestOf(of.model);
      let newestAt = own.at;
      for (const influence of of.influences) {
        const { at } = await newestOf(influence.model);
        if (at !== null && (newestAt === null || at > newestAt)) newestAt = at;
      }
      return { newestAt, serverTime: own.serverTime ?? new Date() };
    },
    readPage: async (model, { from, until, afterId, limit }) => {
      const of = await source(model);
      const tops = await topsWithin(of, { from, until });
      const domain = [...domainOf(of, { from, until }, tops), ['id', '>', afterId]];
      return ascending(of, await read(model, of, domain, limit), afterId);
    },
    readIds: async (model, { afterId, limit }) => {
      const of = await source(model);
      return rpc.call(
        {
          ...readOf(of.model, `the ids of ${of.model}`),
          method: 'search',
          params: { domain: [['id', '>', afterId]], order: 'id asc', limit },
        },
        ids,
      );
    },
    count: async (model, upToId) => {
      const of = await source(model);
      return rpc.call(
        {
          ...readOf(of.model, `the number of ${of.model}`),
          method: 'search_count',
          params: { domain: [['id', '<=', upToId]] },
        },
        z.int(),
      );
    },
    readRecords: async (model, wanted) => {
      if (wanted.length === 0) return [];
      return read(model, await source(model), [['id', 'in', wanted]], wanted.length);
    },
  };
};

const readOf = (model: string, about: string): Pick<OdooCall, 'model' | 'effect' | 'lane' | 'about' | 'context'> => ({
  model,
  effect: 'read',
  lane: 'mirror',
  about,
  context: { active_test: false },
});

/** A page that does not go on would be read for ever. */
const ascending = (
  { model }: MirrorSource,
  page: readonly MirrorRecord[],
  afterId: number,
): readonly MirrorRecord[] => {
  let last = afterId;
  for (const record of page) {
    if (record.id <= last) {
      throw new Failure('BadResponse', `Odoo gave record ${record.id} of ${model} after ${last}, and not by id`);
    }
    last = record.id;
  }
  return page;
};
