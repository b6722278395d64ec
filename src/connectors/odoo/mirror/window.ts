import type { MirrorWindow } from '../../../domain/mirror/odoo-mirror.ts';
import { wholeSecond } from '../pages.ts';
import type { MirrorSource } from './sources.ts';

type Term = readonly [field: string, operator: string, value: unknown];

/** The condition that a record was written within the window, by the path of its `write_date`; null: it is not bounded. */
export const writtenWithin = ({ from, until }: MirrorWindow, path: string): readonly unknown[] | null => {
  const since: readonly Term[] = from === null ? [] : [[path, '>=', wholeSecond(from)]];
  const before: readonly Term[] = until === null ? [] : [[path, '<', wholeSecond(until)]];
  const terms = [...since, ...before];
  return terms.length === 0 ? null : [...terms.slice(1).map(() => '&'), ...terms];
};

/**
 * Records of the window: written themselves, or what makes them different was, or they are below one of `tops` in the tree.
 *
 * @param tops null: of any
 */
export const domainOf = (
  source: MirrorSource,
  window: MirrorWindow,
  tops: readonly number[] | null,
): readonly unknown[] => {
  const own = writtenWithin(window, 'write_date');
  if (own === null || tops === null) return [];
  const influenced = source.influences.map(({ field }) => writtenWithin(window, `${field}.write_date`) ?? []);
  const below = tops.length === 0 ? [] : [[['id', 'child_of', tops]]];
  const any = [own, ...influenced, ...below];
  return [...any.slice(1).map(() => '|'), ...any.flat()];
};
