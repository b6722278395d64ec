export interface Column<Row> {
  readonly title: string;
  value(row: Row): string | number | null | undefined;
}

/** A table for people: columns as wide as their widest cell, one line a row; `empty` when there is no row. */
export const formatTable = <Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): string => {
  if (rows.length === 0) return empty;
  const cells = [
    columns.map((column) => column.title.toUpperCase()),
    ...rows.map((row) => columns.map((column) => oneLine(column.value(row)))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const oneLine = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined || value === '') return '-';
  return String(value).replaceAll(/\s+/gu, ' ');
};
