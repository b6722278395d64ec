import type { StatusClass } from './fulfilment.ts';

/** What of a connection's settings says what statuses mean; a list that is not there is the usual one. */
export interface StatusSettings {
  readonly dialect: 'requirement' | 'v1';
  readonly doneStatuses?: readonly string[] | undefined;
  readonly deadStatuses?: readonly string[] | undefined;
  readonly errorStatuses?: readonly string[] | undefined;
  readonly progressStatuses?: readonly string[] | undefined;
}

type KnownClass = Exclude<StatusClass, 'unknown'>;

export interface StatusLists {
  readonly classes: ReadonlyMap<string, KnownClass>;
  /** Whether the codes 1 to 7 that no list names are progress. */
  readonly isProgressByCode: boolean;
}

/** Where settings name one status twice, the later class stands: what asks for a person is not overlooked. */
const order = ['progress', 'done', 'dead', 'error'] as const satisfies readonly KnownClass[];

/** Statuses of the wiki (en:orderdescription); its codes 1 to 7 that are not here are on the way. */
const codes = {
  progress: [],
  done: ['7.1', '7.2'],
  dead: ['8', '9'],
  error: ['3.1', '3.2', '3.3', '3.5', '4', '5.3'],
} as const satisfies Record<KnownClass, readonly string[]>;

/** Words in use besides the one the requirement names (`Done`). */
const words = {
  progress: [
    ...['new', 'created', 'accepted', 'pending', 'to be paid', 'paid', 'confirmed', 'processing', 'in process'],
    ...['in progress', 'in work', 'in stock', 'reserved', 'picking', 'collecting', 'packing', 'packed'],
    ...['label printed', 'ready', 'ready to ship', 'shipped', 'sent', 'in transit'],
  ],
  done: ['done', 'delivered'],
  dead: ['cancelled', 'canceled', 'refunded'],
  error: ['error', 'failed', 'rejected', 'not in stock', 'out of stock', 'reservation error', 'fulfilment error'],
} as const satisfies Record<KnownClass, readonly string[]>;

/** What each status means at this connection. */
export const statusListsOf = (settings: StatusSettings): StatusLists => {
  const named: Record<KnownClass, readonly string[] | undefined> = {
    progress: settings.progressStatuses,
    done: settings.doneStatuses,
    dead: settings.deadStatuses,
    error: settings.errorStatuses,
  };
  const usual = (known: KnownClass): readonly string[] =>
    settings.dialect === 'v1' ? codes[known] : [...words[known], ...codes[known]];
  // What the settings name is laid over the usual lists: a status may be called done that is progress elsewhere.
  const classes = new Map<string, KnownClass>();
  for (const known of order) {
    if (named[known] === undefined) for (const status of usual(known)) classes.set(canonical(status), known);
  }
  for (const known of order) for (const status of named[known] ?? []) classes.set(canonical(status), known);
  return { classes, isProgressByCode: named.progress === undefined };
};

export const classOfStatus = ({ classes, isProgressByCode }: StatusLists, status: string): StatusClass => {
  const text = canonical(status);
  const known = classes.get(text);
  if (known !== undefined) return known;
  const code = codeOf(text);
  return isProgressByCode && code !== null && code.whole >= 1 && code.whole <= 7 ? 'progress' : 'unknown';
};

/** Whether an order stands at a lower code than before; of words nothing is known. */
export const hasGoneBack = (before: string | null, now: string | null): boolean => {
  const from = before === null ? null : codeOf(canonical(before));
  const to = now === null ? null : codeOf(canonical(now));
  if (from === null || to === null) return false;
  return to.whole === from.whole ? to.part < from.part : to.whole < from.whole;
};

/** Case, blanks and what stands for a blank do not count, nor does a code's `.0`; `7.10` is another code than `7.1`. */
const canonical = (status: string): string =>
  status
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '')
    .replace(/^(\d+)\.0+$/, '$1');

const codeOf = (text: string): { readonly whole: number; readonly part: number } | null => {
  const match = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text);
  return match === null ? null : { whole: Number(match[1]), part: Number(match[2] ?? 0) };
};
