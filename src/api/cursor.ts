import { z } from 'zod';
import { badField } from './problem.ts';

/** Makes the text a client gives back to get the next page. What is inside is nobody's business. */
export const writeCursor = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws Problem 400 for a text that was not made by `writeCursor` for this list */
export const readCursor = <Position extends z.ZodType>(
  cursor: string | undefined,
  position: Position,
): z.output<Position> | undefined => {
  if (cursor === undefined) return undefined;
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw badField('cursor', 'is not one that this list gave: leave it out to begin anew');
  }
};

/** A time as PostgreSQL writes it. */
export const cursorTime = z.string().regex(/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/);

/**
 * One page out of rows of which one more than the limit was read.
 *
 * @param positionOf where a row stands in the list's order
 */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  positionOf: (row: Row) => readonly (string | number)[],
): { items: Item[]; next: string | null } => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(itemOf),
    next: rows.length > limit && last !== undefined ? writeCursor(positionOf(last)) : null,
  };
};
