import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import { done, failed } from './grouping.ts';
import type { Outcome } from './grouping.ts';
import type { Rpc } from './rpc.ts';
import { id } from './values.ts';

export type Cell = string | number;

/** One record of a `load`: its first row starts with its external id, further rows only carry further lines. */
export interface LoadRecord {
  readonly externalId: string;
  readonly about: string;
  readonly rows: readonly (readonly Cell[])[];
  /** What else a person may search its exchange by. */
  readonly numbers?: readonly string[];
}

export interface LoadOnce {
  readonly model: string;
  /** The first column is `id`, the external id. */
  readonly columns: readonly string[];
  readonly context?: Readonly<Record<string, unknown>>;
}

const loadAnswer = z.object({
  ids: z.union([z.array(id), z.literal(false)]),
  messages: z.array(
    z.object({
      type: z.string(),
      message: z.string(),
      record: z.int().nonnegative().optional(),
      field: z.unknown().optional(),
    }),
  ),
});

type LoadMessage = z.infer<typeof loadAnswer>['messages'][number];

/** Nothing is saved then, and a repeat finds what the winner made (odoo.md §3.1). */
export const lostRace = /could not serialize access|could not obtain lock|deadlock detected/;
const raceRepeats = 3;

/**
 * Creates each record, or finds the one that has its external id and leaves it untouched: exactly once, in one call and one transaction.
 * A record Odoo refuses is left out and the others are sent again at once.
 */
export const loadOnce = async (
  rpc: Rpc,
  { model, columns, context }: LoadOnce,
  records: readonly LoadRecord[],
): Promise<readonly Outcome<number>[]> => {
  const outcomes = new Map<LoadRecord, Outcome<number>>();
  let remaining = records;
  let races = 0;
  while (remaining.length > 0) {
    const answer = await rpc.call(
      {
        model,
        method: 'load',
        params: { fields: columns, data: remaining.flatMap((record) => record.rows) },
        context: { ...context, mode: 'update', noupdate: true },
        effect: 'write',
        about: aboutAll(remaining),
        externalIds: remaining.flatMap((record) => [record.externalId, ...(record.numbers ?? [])]),
      },
      loadAnswer,
    );
    if (answer.ids !== false) {
      settleIds(remaining, answer.ids, outcomes);
      break;
    }
    const errors = answer.messages.filter((message) => message.type === 'error');
    if (errors.some((message) => lostRace.test(message.message))) {
      races += 1;
      if (races > raceRepeats)
        throw new Failure('Unavailable', `Odoo failed at ${aboutAll(remaining)}: lost a race again and again`);
      await delay(50 * races + Math.random() * 100);
      continue;
    }
    const blamed = blamedRecords(remaining, errors);
    for (const [record, messages] of blamed) outcomes.set(record, failed(refusal(record.about, messages)));
    if (blamed.size === 0) throw refusal(aboutAll(remaining), answer.messages);
    remaining = remaining.filter((record) => !blamed.has(record));
  }
  return records.map((record) => outcomes.get(record) ?? failed(refusal(record.about, [])));
};

const settleIds = (
  records: readonly LoadRecord[],
  ids: readonly number[],
  outcomes: Map<LoadRecord, Outcome<number>>,
): void => {
  if (ids.length !== records.length) {
    const words = `${ids.length} ids for ${records.length} records`;
    throw new Failure('BadResponse', `Odoo answered ${words} at ${aboutAll(records)}`, { path: 'ids' });
  }
  for (const [index, record] of records.entries()) {
    const given = ids[index];
    if (given !== undefined) outcomes.set(record, done(given));
  }
};

/**
 * The records Odoo names, with what it says about them. It also pins the refusal of the group as a whole on the first record, whoever is to
 * blame (`global_error_message` in its `load`): where others are named too, the first gets another try.
 */
const blamedRecords = (
  records: readonly LoadRecord[],
  errors: readonly LoadMessage[],
): ReadonlyMap<LoadRecord, readonly LoadMessage[]> => {
  const blamed = new Map<LoadRecord, LoadMessage[]>();
  for (const error of errors) {
    const record = error.record === undefined ? undefined : records[error.record];
    if (record !== undefined) blamed.set(record, [...(blamed.get(record) ?? []), error]);
  }
  const [first] = records;
  if (first !== undefined && blamed.size > 1) blamed.delete(first);
  return blamed;
};

const refusal = (about: string, messages: readonly LoadMessage[]): Failure => {
  const words = [...new Set(messages.map((message) => message.message.trim()))].join(' ');
  const field = messages.find((message) => typeof message.field === 'string')?.field;
  return new Failure(
    'Rejected',
    `Odoo refused ${about}: ${words === '' ? 'no reason was given' : words}`,
    typeof field === 'string' ? { path: field } : {},
  );
};

const aboutAll = (records: readonly LoadRecord[]): string => {
  const [first] = records;
  if (first === undefined) return 'nothing';
  return records.length === 1 ? first.about : `${first.about} and ${records.length - 1} more`;
};

/** An external id Odoo takes: `module.name` without white space. */
export const checkExternalId = (externalId: string): void => {
  if (/^[^.\s]+\.\S+$/.test(externalId)) return;
  throw new Failure('InvalidInput', `"${externalId}" is no external id: wanted is module.name without spaces`);
};
