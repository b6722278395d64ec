import assert from 'node:assert/strict';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { sql } from 'kysely';
import { z } from 'zod';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { mirrored, mirrorModels, mirrorTable } from '../../src/domain/mirror/models.ts';
import type { MirrorColumnKind, MirrorModel } from '../../src/domain/mirror/models.ts';
import type { MirrorResult } from '../../src/domain/mirror/mirror-run.ts';
import { workflowTypes } from '../../src/domain/names.ts';
import type { MirrorOdooInput } from '../../src/domain/names.ts';
import { mirrorNowStart } from '../../src/domain/run-starts.ts';
import type { OdooAccess } from './odoo-access.ts';
import type { Service } from './service.ts';

const modelNames = (version: OdooVersion) =>
  ({
    locations: 'stock.location',
    products: 'product.product',
    lots: 'stock.lot',
    packages: version === 19 ? 'stock.package' : 'stock.quant.package',
    quants: 'stock.quant',
    pickings: 'stock.picking',
    move_lines: 'stock.move.line',
  }) as const satisfies Record<MirrorModel, string>;

const rowShape = z.looseObject({ id: z.int(), active: z.boolean().optional(), write_date: z.string() });
const named = z.array(z.looseObject({ id: z.int(), name: z.string() }));
type Row = Record<string, unknown>;

/** All records of a model as Odoo has them, by id, with the columns of the mirror. */
const inOdoo = async (odoo: OdooAccess, version: OdooVersion, model: MirrorModel): Promise<Map<number, Row>> => {
  const name = modelNames(version)[model];
  const known = z
    .record(z.string(), z.unknown())
    .parse(await odoo.call(name, 'fields_get', [], { attributes: ['type'] }));
  const columns: Readonly<Record<string, MirrorColumnKind>> = mirrored[model].columns;
  const fieldOf = (column: string): string => (column === 'currency' ? 'currency_id' : column);
  const fields = ['active', 'write_date', ...Object.keys(columns).map(fieldOf)].filter((field) => field in known);
  const context = { active_test: false };
  const rows = z.array(rowShape).parse(await odoo.call(name, 'search_read', [[], fields], { context, load: '' }));
  const currencies = new Map(
    named
      .parse(await odoo.call('res.currency', 'search_read', [[], ['name']], { context }))
      .map((each) => [each.id, each.name]),
  );
  return new Map(
    rows.map((row): [number, Row] => [
      row.id,
      {
        id: row.id,
        active: row.active ?? true,
        write_date: seconds(row.write_date),
        ...Object.fromEntries(
          Object.entries(columns).map(([column, kind]): [string, unknown] => {
            const value = row[fieldOf(column)];
            if (column === 'currency') return [column, typeof value === 'number' ? currencies.get(value) : null];
            return [column, asKept(kind, value)];
          }),
        ),
      },
    ]),
  );
};

const asKept = (kind: MirrorColumnKind, value: unknown): unknown => {
  if (kind === 'flag') return value ?? null;
  if (value === false || value === undefined || value === null) return null;
  if (kind === 'decimal' || kind === 'money') return Math.round(Number(value) * 1e6) / 1e6;
  return kind === 'time' && typeof value === 'string' ? seconds(value) : value;
};

/** `2026-01-31T10:00:00`, whoever wrote it down. */
const seconds = (time: string): string => time.replace(' ', 'T').slice(0, 19);

/** All records of a model as they are kept, by id. */
const here = async ({ store: { db } }: Service, model: MirrorModel): Promise<Map<number, Row>> => {
  const columns: Readonly<Record<string, MirrorColumnKind>> = mirrored[model].columns;
  const shown = sql.join([
    sql`id, active, to_char(write_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') as write_date`,
    ...Object.entries(columns).map(([name, kind]) => {
      const column = sql.ref(name);
      if (kind === 'time') return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') as ${column}`;
      if (kind === 'date') return sql`${column}::text as ${column}`;
      return kind === 'decimal' || kind === 'money' ? sql`round(${column}, 6)::float8 as ${column}` : column;
    }),
  ]);
  const { rows } = await sql<Row & { id: number }>`select ${shown} from ${sql.table(mirrorTable(model))}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
};

/** Every field of every record is here as it is in Odoo, nothing is here that is not there, and the counts are right. @returns how many there are */
export const assertMirrored = async (
  service: Service,
  version: OdooVersion,
  models: readonly MirrorModel[] = mirrorModels,
): Promise<number> => {
  let total = 0;
  for (const model of models) {
    const wanted = await inOdoo(service.odoo, version, model);
    const found = await here(service, model);
    const differing = [...new Set([...wanted.keys(), ...found.keys()])].flatMap((id) => {
      const differs = JSON.stringify(sorted(wanted.get(id))) !== JSON.stringify(sorted(found.get(id)));
      return differs ? [{ id, odoo: wanted.get(id), here: found.get(id) }] : [];
    });
    assert.deepEqual(differing, [], `${model} of Odoo ${version}`);
    const active = [...wanted.values()].filter((row) => row['active'] === true).length;
    const { active_count: counted, archived_count: archived } = await service.store.db
      .selectFrom('mirror_models')
      .select(['active_count', 'archived_count'])
      .where('model', '=', model)
      .executeTakeFirstOrThrow();
    assert.deepEqual([counted, archived], [active, wanted.size - active], `counts of ${model}`);
    total += wanted.size;
  }
  return total;
};

const sorted = (row: Row | undefined): unknown =>
  row === undefined ? null : Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Brings the mirror up to date by a run of its own: one that runs may have begun before what a test did last. */
export const mirrorNow = async (
  { client }: Pick<Service, 'client'>,
  input: MirrorOdooInput = {},
): Promise<MirrorResult> => {
  const start = mirrorNowStart(input);
  for (;;) {
    try {
      return (await client.workflow.execute(workflowTypes.mirrorOdoo, start)) as MirrorResult;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await client.workflow.getHandle(start.workflowId).result();
    }
  }
};
