import { isFailure } from '../../domain/failure.ts';
import { Failure } from '../../domain/failure.ts';
import { currentWorkflowId, withCorrelation } from '../correlation.ts';
import { currentAbortSignal, reasonOf } from './abort.ts';
import { createCompany } from './company.ts';
import type { Lane, Lanes, Turn } from './lanes.ts';

/** What became of one member of a group. */
export type Outcome<Result> =
  { readonly done: true; readonly value: Result } | { readonly done: false; readonly error: Error };

export const done = <Result>(value: Result): Outcome<Result> => ({ done: true, value });
export const failed = (error: Error): { readonly done: false; readonly error: Error } => ({ done: false, error });

export interface GroupingOptions<Item, Result> {
  readonly lanes: Lanes;
  readonly lane: Lane;
  /** How long the first member waits for company when little happens, in ms. While all slots are busy the group goes on growing. */
  readonly windowMs: number;
  /** Members of one call at most. */
  readonly batch: number;
  /** Groups that share a turn travel one after another, whatever slots are free. */
  readonly turn?: Turn;
  /** Only members of one shape can travel in one call. */
  shapeOf(item: Item): string;
  /** Members with the same key are one member: its result serves all that asked. */
  keyOf(item: Item): string;
  /** One outcome a member, in their order. A throw concerns the whole group. */
  run(items: readonly Item[]): Promise<readonly Outcome<Result>[]>;
}

interface Waiter<Result> {
  readonly workflowId: string | null;
  settle(outcome: Outcome<Result>): void;
}

interface Member<Item, Result> {
  readonly item: Item;
  readonly waiters: Set<Waiter<Result>>;
}

/** Lets calls of one kind travel together: what waits at the same time goes in one call. */
export const createGrouping = <Item, Result>(
  options: GroupingOptions<Item, Result>,
): ((item: Item) => Promise<Result>) => {
  const shapes = new Map<string, Map<string, Member<Item, Result>>>();
  const company = createCompany(options.windowMs);

  const travel = (shape: string): void => {
    const inTurn = options.turn ?? ((work) => work());
    const inSlot = (work: () => Promise<void>): Promise<void> => options.lanes.runShared(options.lane, work);
    const leave = async (): Promise<void> => {
      const waiting = shapes.get(shape);
      if (waiting === undefined) return;
      const members = [...waiting].slice(0, options.batch);
      for (const [key] of members) waiting.delete(key);
      if (waiting.size === 0) shapes.delete(shape);
      else travel(shape);
      const startedAt = performance.now();
      await settleAll(
        members.map(([, member]) => member),
        options,
      );
      company.noteCall(performance.now() - startedAt);
    };
    void inTurn(() => inSlot(leave));
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      const signal = currentAbortSignal();
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const shape = options.shapeOf(item);
      const key = options.keyOf(item);
      const waiting = shapes.get(shape) ?? new Map<string, Member<Item, Result>>();
      const member = waiting.get(key) ?? { item, waiters: new Set() };
      const onAbort = (): void => {
        member.waiters.delete(waiter);
        if (member.waiters.size === 0 && waiting.get(key) === member) waiting.delete(key);
        if (signal !== undefined) reject(reasonOf(signal));
      };
      const waiter: Waiter<Result> = {
        workflowId: currentWorkflowId(),
        settle: (outcome) => {
          signal?.removeEventListener('abort', onAbort);
          if (outcome.done) resolve(outcome.value);
          else reject(outcome.error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      member.waiters.add(waiter);
      waiting.set(key, member);
      company.noteArrival(waiter.workflowId);
      if (!shapes.has(shape)) {
        shapes.set(shape, waiting);
        setTimeout(travel, company.window(), shape);
      }
    });
};

const settleAll = async <Item, Result>(
  members: readonly Member<Item, Result>[],
  options: GroupingOptions<Item, Result>,
): Promise<void> => {
  if (members.length === 0) return;
  const runs = new Set(members.flatMap((member) => [...member.waiters].map((waiter) => waiter.workflowId)));
  const [only] = runs;
  const outcomes = await withCorrelation({ workflowId: runs.size === 1 ? (only ?? null) : null }, () =>
    runWhole(
      members.map((member) => member.item),
      options,
    ),
  );
  for (const [index, member] of members.entries()) {
    const outcome =
      outcomes[index] ?? failed(new Failure('BadResponse', 'A grouped call to Odoo gave too few results'));
    for (const waiter of member.waiters) waiter.settle(outcome);
  }
};

/** A failure that says nothing about a single member (network, overload, secret) is everybody's; any other is found out one by one. */
const runWhole = async <Item, Result>(
  items: readonly Item[],
  options: GroupingOptions<Item, Result>,
): Promise<readonly Outcome<Result>[]> => {
  try {
    return await options.run(items);
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    if (items.length === 1 || concernsEverybody(reason)) return items.map(() => failed(ownCopy(reason)));
    const outcomes: Outcome<Result>[] = [];
    for (const item of items) outcomes.push(...(await runWhole([item], options)));
    return outcomes;
  }
};

/** Whether a failure says nothing about what a call was about: it concerns any call as much. */
export const concernsEverybody = (error: Error): boolean => {
  if (!isFailure(error)) return true;
  switch (error.type) {
    case 'RateLimited':
    case 'Unavailable':
    case 'OutcomeUnknown':
    case 'Unauthorized':
      return true;
    case 'Rejected':
    case 'NotFound':
    case 'BadResponse':
    case 'InvalidInput':
      return false;
  }
};

const ownCopy = (error: Error): Error =>
  isFailure(error) ? new Failure(error.type, error.message, error.data, { cause: error }) : error;
