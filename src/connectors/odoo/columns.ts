import type { Cell } from './load-once.ts';

/** Cells by column. A column left out keeps Odoo's default; an empty one would clear it. */
export type Columns = ReadonlyMap<string, Cell>;

/** The columns that have a value. */
export const columnsOf = (cells: Readonly<Record<string, Cell | null>>): Columns => {
  const given = new Map<string, Cell>();
  for (const [column, cell] of Object.entries(cells)) {
    if (cell !== null && cell !== '') given.set(column, cell);
  }
  return given;
};

/** Records with the same columns can travel in one `load`. */
export const shapeOf = (columns: Columns, more: string): string => JSON.stringify([[...columns.keys()].sort(), more]);
