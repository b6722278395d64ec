import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { mirrored, mirrorTable } from '../../domain/mirror/models.ts';
import type { MirrorColumnKind, MirrorModel } from '../../domain/mirror/models.ts';

const typeOf = {
  id: 'bigint',
  text: 'text',
  flag: 'boolean',
  decimal: 'numeric',
  money: 'numeric',
  time: 'timestamptz',
  date: 'date',
} as const satisfies Record<MirrorColumnKind, string>;

const ofAll = { id: 'bigint', active: 'boolean', write_date: 'timestamptz' } as const;

/** The table of a model in a statement, and its columns as they are needed there. */
export interface TableParts {
  readonly table: RawBuilder<unknown>;
  /** `id, active, …` */
  readonly columns: RawBuilder<unknown>;
  /** Names and types of PostgreSQL. */
  readonly types: Readonly<Record<string, string>>;
  /** `active = excluded.active, …`: all but the id. */
  readonly assignments: RawBuilder<unknown>;
  /** `kept.id, kept.active, …` */
  readonly kept: RawBuilder<unknown>;
  /** `given.id, given.active, …` */
  readonly given: RawBuilder<unknown>;
}

export const tableParts = (model: MirrorModel): TableParts => {
  const own: Readonly<Record<string, MirrorColumnKind>> = mirrored[model].columns;
  const types: Readonly<Record<string, string>> = {
    ...ofAll,
    ...Object.fromEntries(Object.entries(own).map(([name, kind]): [string, string] => [name, typeOf[kind]])),
  };
  const names = Object.keys(types);
  const values = names.filter((name) => name !== 'id');
  return {
    table: sql.table(mirrorTable(model)),
    columns: sql.join(names.map((name) => sql.ref(name))),
    types,
    assignments: sql.join(values.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)),
    kept: sql.join(names.map((name) => sql.ref(`kept.${name}`))),
    given: sql.join(names.map((name) => sql.ref(`given.${name}`))),
  };
};
