import type { FieldProblem } from '../../config/connections/problems.ts';
import { badInput } from '../parse-input.ts';
import { badField } from '../problem.ts';
import { parseCsv } from './csv.ts';
import { factor as factorSchema } from './listing-shape.ts';

/** A row of the import, as it was written. */
export interface ListingRow {
  /** Line of the table, the header being 1. */
  readonly row: number;
  readonly externalId: string;
  readonly product: string;
  readonly factor: string;
}

const columns = ['external_id', 'product', 'factor'] as const;
const atMost = 10_000;

/** Reads `external_id,product[,factor]`. @throws Problem 400 naming each wrong cell by its row */
export const readListingRows = (text: string): ListingRow[] => {
  const [header, ...rows] = parseCsv(text);
  const names = header?.map((name) => name.toLowerCase()) ?? [];
  const unknown = names.filter((name) => !columns.some((column) => column === name));
  if (!names.includes('external_id') || !names.includes('product') || unknown.length > 0) {
    throw badField(
      'header',
      `must be ${columns.join(',')} (factor may be left out), not ${names.join(',') || 'nothing'}`,
    );
  }
  if (rows.length > atMost) throw badField('rows', `must be at most ${atMost}, not ${rows.length}`);
  const cell = (cells: readonly string[], column: (typeof columns)[number]): string =>
    cells[names.indexOf(column)] ?? '';
  const read = rows.map((cells, index) => ({
    row: index + 2,
    externalId: cell(cells, 'external_id'),
    product: cell(cells, 'product'),
    factor: cell(cells, 'factor') || '1',
  }));
  const problems = [...read.flatMap(problemsOfRow), ...repeated(read)];
  if (problems.length > 0) throw badInput('the CSV', problems);
  return read;
};

const problemsOfRow = ({ row, externalId, product, factor }: ListingRow): FieldProblem[] => [
  ...(externalId === '' ? [{ path: `row ${row}.external_id`, message: 'is missing' }] : []),
  ...(product === '' ? [{ path: `row ${row}.product`, message: 'is missing' }] : []),
  ...(factorSchema.safeParse(factor).success
    ? []
    : [{ path: `row ${row}.factor`, message: `must be a number above 0, not ${factor}` }]),
];

const repeated = (rows: readonly ListingRow[]): FieldProblem[] => {
  const first = new Map<string, number>();
  return rows.flatMap(({ row, externalId }) => {
    const before = first.get(externalId);
    first.set(externalId, before ?? row);
    return before === undefined || externalId === ''
      ? []
      : [{ path: `row ${row}.external_id`, message: `${externalId} is in row ${before} already` }];
  });
};
