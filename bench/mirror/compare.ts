import { mirrored } from '../../src/domain/mirror/models.ts';
import { readMirrorModel } from '../../src/store/mirror/scan.ts';
import { mirrorNow } from '../../test/support/mirror-in-odoo.ts';
import type { Service } from '../../test/support/service.ts';
import type { Figure, Goal } from '../benchmark.ts';
import { residentBytes } from '../process-use.ts';
import { startRaw } from './raw.ts';
import type { Raw } from './raw.ts';
import type { RawAnswer, RawRequest, RawSetup } from './raw-messages.ts';

const megabyte = 1024 ** 2;
const sampleEveryMs = 50;
/** Product and plain loop take turns, so that whatever else the machine does falls on both. */
const rounds = 2;
const page = 1_000;
/** As the product asks for them. */
const idsAtOnce = 10_000;

export interface MirrorSides {
  readonly service: Service;
  /** The Odoo that both read. */
  readonly login: RawSetup['odoo'];
  /** What is said of that Odoo. */
  readonly where: string;
  /** Has quants change, or null where nothing of it may be changed. @returns how many */
  readonly change: (() => Promise<number>) | null;
  /** Of the ratios to the plain loop; beside an Odoo that takes no time they only tell what the product's own work costs. */
  readonly ratioGoal?: Goal;
}

/** Quants read and kept, in full and what changed, beside a plain loop that reads the same and keeps nothing. */
export const compareReading = async (
  { service, login, where, change, ratioGoal }: MirrorSides,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const fields = ['write_date', ...Object.keys(mirrored.quants.columns)];
  const raw = await startRaw({ odoo: login, model: 'stock.quant', fields, page });
  const goal = ratioGoal === undefined ? {} : { goal: ratioGoal };
  try {
    const pid = service.workers[0]?.pid ?? 0;
    const idle = residentBytes(pid);
    say(`the first full reading; ${where}`);
    const first = await watchingMemory(pid, () => mirrorQuants(service, { full: true }));
    const peak = first.peak;
    say(`full readings, and as many by the plain loop; ${where}`);
    const full = await takeTurns(
      raw,
      () => mirrorQuants(service, { full: true }),
      () => Promise.resolve({ since: null, idsAtOnce: null }),
    );
    const figures: Figure[] = [
      {
        name: 'full',
        value: rateOf(full.product),
        unit: 'records/s',
        note: `${full.product[0]?.records ?? 0} quants; ${where}`,
      },
      { name: 'full, plain loop', value: rateOf(full.raw), unit: 'records/s', note: where },
      { name: 'full, ratio', value: rateOf(full.product) / rateOf(full.raw), unit: '×', ...goal, note: where },
      {
        name: 'memory above idle',
        value: idle === null || peak === null ? null : (peak - idle) / megabyte,
        unit: 'MB',
        goal: { below: 150 },
        note: `the worker during its first full reading of ${first.result.records} quants; ${where}`,
      },
    ];
    if (change === null) return figures;
    say(`what changed, and the same by the plain loop; ${where}`);
    const some = await takeTurns(
      raw,
      async () => {
        await change();
        return mirrorQuants(service, {});
      },
      async () => ({ since: await windowOf(service), idsAtOnce }),
    );
    return [
      ...figures,
      {
        name: 'incremental',
        value: rateOf(some.product),
        unit: 'records/s',
        note: `${some.product[0]?.records ?? 0} of them; ${where}`,
      },
      { name: 'incremental, plain loop', value: withIds(some.raw), unit: 'records/s', note: `all ids too; ${where}` },
      {
        name: 'incremental, ratio',
        value: rateOf(some.product) / withIds(some.raw),
        unit: '×',
        note: `to the plain loop that also sees deletions, by all ids; ${where}`,
      },
      {
        name: 'incremental, ratio to search_read alone',
        value: rateOf(some.product) / rateOf(some.raw),
        unit: '×',
        ...goal,
        note: `the plain loop sees no deletions; ${where}`,
      },
    ];
  } finally {
    await raw.stop();
  }
};

const takeTurns = async (
  raw: Raw,
  product: () => Promise<RawAnswer>,
  request: () => Promise<RawRequest>,
): Promise<{ product: readonly RawAnswer[]; raw: readonly RawAnswer[] }> => {
  const ours: RawAnswer[] = [];
  const theirs: RawAnswer[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await product());
    theirs.push(await raw.read(await request()));
  }
  return { product: ours, raw: theirs };
};

const withIds = (turns: readonly RawAnswer[]): number =>
  sum(turns, 'records') / (sum(turns, 'seconds') + sum(turns, 'idSeconds'));
const rateOf = (turns: readonly RawAnswer[]): number => sum(turns, 'records') / sum(turns, 'seconds');
const sum = (turns: readonly RawAnswer[], of: keyof RawAnswer): number =>
  turns.reduce((total, turn) => total + turn[of], 0);

/** From the start of the run to its result, Temporal included. */
const mirrorQuants = async (service: Service, { full = false }: { full?: boolean }): Promise<RawAnswer> => {
  const startedAt = performance.now();
  const { models } = await mirrorNow(service, { models: ['quants'], full });
  return { records: models[0]?.read ?? 0, seconds: (performance.now() - startedAt) / 1_000, idSeconds: 0 };
};

/** Where the last reading began, as Odoo writes times. */
const windowOf = async ({ store }: Service): Promise<string | null> => {
  const { scan_from: from } = await readMirrorModel(store.db, 'quants');
  return from === null ? null : from.toISOString().slice(0, 19).replace('T', ' ');
};

const watchingMemory = async <T>(pid: number, work: () => Promise<T>): Promise<{ result: T; peak: number | null }> => {
  let peak = residentBytes(pid);
  const timer = setInterval(() => {
    const now = residentBytes(pid);
    if (now !== null && peak !== null) peak = Math.max(peak, now);
  }, sampleEveryMs);
  try {
    const result = await work();
    return { result, peak };
  } finally {
    clearInterval(timer);
  }
};
