import { posDifference } from '../../domain/pos/pos-difference.ts';
import type { PosOrder, PosOrderState, PosReading } from '../../domain/pos/pos-order.ts';
import { contentHash } from '../content-hash.ts';
import type { PosAttention } from './attention.ts';
import { boundedPayload } from './bounded-payload.ts';

/** What became of a reading. */
export type RecordedResult = 'new' | 'same' | 'changed' | 'changed-after-import' | 'refused';

/** An order as its row has it, as far as it matters for what the source says next. */
export interface KnownPosOrder {
  readonly key: string;
  readonly state: PosOrderState;
  readonly content: PosOrder | null;
  readonly contentHash: string;
  readonly newerContent: PosOrder | null;
  readonly newerHash: string | null;
  readonly odooId: number | null;
  readonly odooName: string | null;
}

/** What the row becomes. */
export interface PosOrderDraft extends KnownPosOrder {
  /** What is to be written, besides by which run it was fetched. */
  readonly writes: 'nothing' | 'content' | 'newer';
  /** By how much the revision rises. */
  readonly facts: number;
  readonly orderId: string | null;
  readonly kind: PosOrder['kind'] | null;
  readonly payload: unknown;
  readonly problem: { readonly kind: string; readonly path: string; readonly message: string } | null;
  readonly newerPayload: unknown;
  readonly raised: PosAttention | null;
  /** What is open is closed before anything is raised: all of it, or only that the source has changed it. */
  readonly settled: 'nothing' | 'all' | 'change';
  /** Its run is to look at the row: attention is opened, or what was open is settled. */
  readonly wakesRun: boolean;
  readonly told: readonly string[];
}

export interface TakenReading {
  readonly draft: PosOrderDraft;
  readonly result: RecordedResult;
  /** Why it is refused, cannot be read, or what has changed; in words. */
  readonly reason?: string;
}

/** Where a reading comes from. */
export interface ReadingSource {
  readonly connectionName: string;
  readonly source: 'pull' | 'push';
}

/** The first word of the source about an order. */
export const takeFirstReading = (key: string, reading: PosReading, from: ReadingSource): TakenReading => {
  const content = contentOf(key, reading);
  const told = [
    `${from.source === 'pull' ? 'Pulled from' : 'Pushed by'} ${from.connectionName}`,
    ...problemTold(content),
  ];
  const draft = { ...empty, ...content, key, writes: 'content' as const, wakesRun: content.raised !== null, told };
  return { draft, ...newResult(content, 'new') };
};

/**
 * What the source says of an order that is known. While nothing of it is in Odoo, its content is replaced and it begins anew; from then on the
 * newer content is kept beside it, and a person is told what differs.
 */
export const takeNextReading = (known: PosOrderDraft, reading: PosReading, from: ReadingSource): TakenReading => {
  const hash = hashOf(reading);
  if (hash === known.contentHash) return seenAsImported(known, from);
  if (hash === known.newerHash) return { draft: known, result: 'same' };
  const differences = differencesOf(known.content, reading);
  if (differences?.length === 0) return seenAsImported(known, from);
  if (known.newerHash !== null && differencesOf(known.newerContent, reading)?.length === 0) {
    return { draft: known, result: 'same' };
  }
  return mayBeInOdoo(known)
    ? changedAfterImport(known, reading, hash, differences, from)
    : changedBefore(known, reading, differences, from);
};

/** A row as it is read from the database. */
export const draftOf = (known: KnownPosOrder): PosOrderDraft => ({ ...empty, ...known });

/** SHA-256 of what the order says, or of the payload where that cannot be read. */
export const hashOf = (reading: PosReading): string =>
  contentHash('order' in reading ? reading.order : boundedPayload(reading.raw));

const empty = {
  state: 'received',
  content: null,
  contentHash: '',
  newerContent: null,
  newerHash: null,
  odooId: null,
  odooName: null,
  writes: 'nothing',
  facts: 0,
  orderId: null,
  kind: null,
  payload: null,
  problem: null,
  newerPayload: null,
  raised: null,
  settled: 'nothing',
  wakesRun: false,
  told: [],
} as const satisfies Omit<PosOrderDraft, 'key'>;

type Content = Pick<
  PosOrderDraft,
  'state' | 'orderId' | 'kind' | 'payload' | 'content' | 'contentHash' | 'problem' | 'raised'
>;

/** What a reading makes of a row of which nothing is in Odoo. */
const contentOf = (key: string, reading: PosReading): Content => {
  const payload = boundedPayload(reading.raw);
  const contentHash = hashOf(reading);
  if ('order' in reading) {
    const { order } = reading;
    const { orderId, kind } = order;
    return { state: 'received', orderId, kind, payload, content: order, contentHash, problem: null, raised: null };
  }
  const { orderId, problem } = reading;
  const unread = { orderId, kind: null, payload, content: null, contentHash, problem };
  if (problem.kind === 'status') return { ...unread, state: 'refused', raised: null };
  const raised = { key, kind: 'bad-payload', reason: problem.message, step: 'import' } as const;
  return { ...unread, state: 'attention', raised };
};

const newResult = (
  { state, problem }: Pick<Content, 'state' | 'problem'>,
  otherwise: 'new' | 'changed',
): { result: RecordedResult; reason?: string } => ({
  result: state === 'refused' ? 'refused' : otherwise,
  ...(problem === null ? {} : { reason: problem.message }),
});

const problemTold = ({ state, problem }: Pick<Content, 'state' | 'problem'>): string[] =>
  problem === null ? [] : [`${state === 'refused' ? 'Refused' : 'Needs attention'}: ${problem.message}`];

/** The source says again what the row was imported from: what it said between is no longer so. */
const seenAsImported = (known: PosOrderDraft, { connectionName }: ReadingSource): TakenReading => {
  if (known.newerHash === null) return { draft: known, result: 'same' };
  const draft: PosOrderDraft = {
    ...known,
    writes: known.writes === 'content' ? 'content' : 'newer',
    facts: known.facts + 1,
    newerPayload: null,
    newerContent: null,
    newerHash: null,
    raised: null,
    settled: known.settled === 'all' ? 'all' : 'change',
    wakesRun: true,
    told: [...known.told, `Is at ${connectionName} again as it was before`],
  };
  return { draft, result: 'same' };
};

/** A draft in Odoo is found by the order's key, so that its content is never another one. */
const mayBeInOdoo = ({ state, odooId }: PosOrderDraft): boolean => {
  switch (state) {
    case 'loading':
    case 'loaded':
    case 'paid':
      return true;
    case 'received':
    case 'attention':
    case 'skipped':
    case 'refused':
      return odooId !== null;
  }
};

const changedBefore = (
  known: PosOrderDraft,
  reading: PosReading,
  differences: readonly string[] | null,
  { connectionName }: ReadingSource,
): TakenReading => {
  const content = contentOf(known.key, reading);
  const words = inWords(differences ?? []);
  const draft: PosOrderDraft = {
    ...known,
    ...content,
    writes: 'content',
    facts: known.facts + 1,
    newerPayload: null,
    newerContent: null,
    newerHash: null,
    settled: 'all',
    wakesRun: known.wakesRun || known.state === 'attention' || content.raised !== null,
    told: [
      ...known.told,
      words === '' ? `Changed at ${connectionName}` : `Changed at ${connectionName}: ${words}`,
      ...problemTold(content),
    ],
  };
  return { draft, ...(words === '' ? {} : { reason: words }), ...newResult(content, 'changed') };
};

const changedAfterImport = (
  known: PosOrderDraft,
  reading: PosReading,
  hash: string,
  differences: readonly string[] | null,
  { connectionName }: ReadingSource,
): TakenReading => {
  const reason = reasonOfChange(known, reading, differences ?? [], connectionName);
  const draft: PosOrderDraft = {
    ...known,
    writes: known.writes === 'content' ? 'content' : 'newer',
    facts: known.facts + 1,
    newerPayload: boundedPayload(reading.raw),
    newerContent: 'order' in reading ? reading.order : null,
    newerHash: hash,
    raised: { key: known.key, kind: 'changed-after-import', reason, step: 'source' },
    wakesRun: true,
    told: [...known.told, `Needs attention: ${reason}`],
  };
  return { draft, result: 'changed-after-import', reason };
};

const reasonOfChange = (
  { key, odooName }: PosOrderDraft,
  reading: PosReading,
  differences: readonly string[],
  connectionName: string,
): string => {
  const imported = odooName === null ? 'its import had begun' : `it was imported as ${odooName}`;
  const what =
    'order' in reading
      ? inWords(differences) || 'It cannot be compared with what was imported.'
      : `It cannot be imported as it is now: ${reading.problem.message}`;
  return `Order ${key} was changed at ${connectionName} after ${imported}. ${what} Correct it in Odoo by hand where that is right, then skip this.`;
};

/** Null: they cannot be compared. */
const differencesOf = (before: PosOrder | null, reading: PosReading): readonly string[] | null =>
  before === null || !('order' in reading) ? null : posDifference(before, reading.order);

const differencesShown = 20;

const inWords = (differences: readonly string[]): string =>
  [
    ...differences.slice(0, differencesShown),
    ...(differences.length > differencesShown
      ? [`And ${differences.length - differencesShown} differences more.`]
      : []),
  ].join(' ');
