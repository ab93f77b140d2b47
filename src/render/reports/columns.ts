import { exactFromText, formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro, microFromText } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { csvCell, inBatches, textCell } from './csv.ts';

/** A column of a report: what a row has in it, and what a cell says when the report is read back. */
export interface Column<Row, Value = unknown> {
  readonly cell: (row: Row) => string;
  /** The cell as it stands in the file: escaped and quoted where its kind may need it. */
  readonly inFile: (row: Row) => string;
  /** The value of a cell in the file. Throws with what is there when it is no such value. */
  readonly read: (inFile: string) => Value;
}

/** The columns of a report by name, in their order: they give its header, write its rows and read them back. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/** Makes a column of the value that a row has in it. */
type ColumnOf<Value> = <Row, Own extends Value>(value: (row: Row) => Own) => Column<Row, Own>;

/** @param escaped null where no cell of the kind is escaped or quoted */
function columnOf<Value>(
  write: (value: Value) => string,
  toValue: (inFile: string) => Value,
  escaped: ((cell: string) => string) | null,
): ColumnOf<Value> {
  return <Row, Own extends Value>(value: (row: Row) => Own) => {
    const cell = (row: Row): string => write(value(row));
    const inFile = escaped === null ? cell : (row: Row): string => escaped(cell(row));
    // What is read back is what was written: the hash of the report says so.
    return { cell, inFile, read: toValue as (inFile: string) => Own };
  };
}

/** What the cells of a column are: `of` a value that every row has, `orEmpty` where a row may lack it. */
function cellKind<Value>(
  write: (value: Value) => string,
  toValue: (inFile: string) => Value,
  escaped: ((cell: string) => string) | null = null,
): { readonly of: ColumnOf<Value>; readonly orEmpty: ColumnOf<Value | null> } {
  return {
    of: columnOf(write, toValue, escaped),
    orEmpty: columnOf<Value | null>(
      (value) => (value === null ? '' : write(value)),
      (cell) => (cell === '' ? null : toValue(cell)),
      escaped,
    ),
  };
}

function asItIs(text: string): string {
  return text;
}

/** Anybody's text: escaped against spreadsheet formulas. */
export const text = cellKind<string>(asItIs, unescapeFormula, textCell);
/** A number of ours that is text already: not escaped, it may begin with a minus sign. */
export const plain = cellKind<string>(asItIs, asItIs, csvCell);
/** Micro-dollars, micro-Spark, or millionths of another unit. */
export const micro = cellKind(formatMicro, microFromText);
export const exact = cellKind(formatExact, exactFromText);
export const count = cellKind(String, countOf);
export const month = cellKind(monthText, monthFromText);

function countOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" stands where a count should`);
  return Number(text);
}

/** There are few months, and several in every row: the text of each is made once. */
const monthTexts = new Map<Month, string>();

function monthText(month: Month): string {
  const known = monthTexts.get(month);
  if (known !== undefined) return known;
  const made = formatMonth(month);
  monthTexts.set(month, made);
  return made;
}

/** What the rows of most reports begin with. */
export interface ReportHead {
  readonly month: Month;
  /** estimate, review or final; of reports that are computed for a comparison, what they are. */
  readonly state: string;
}

export const HEAD = {
  month: month.of((row: ReportHead) => row.month),
  state: text.of((row: ReportHead) => row.state),
};

export function csvHeader(columns: Columns<never>): string {
  return `${Object.keys(columns).join(',')}\n`;
}

/** The cells of rows as they stand in the file. */
export function cellsInFile<Row>(columns: Columns<Row>, rows: readonly Row[]): string[][] {
  const list = Object.values(columns);
  return rows.map((row) => list.map(({ inFile }) => inFile(row)));
}

/** Lines of such cells. */
export function csvLinesOf(cells: readonly (readonly string[])[]): string {
  let csv = '';
  for (const line of cells) csv += `${line.join(',')}\n`;
  return csv;
}

/** Rows as CSV. */
export function csvRows<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return csvLinesOf(cellsInFile(columns, rows));
}

/** Header and rows. */
export function csvText<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return csvHeader(columns) + csvRows(columns, rows);
}

/** Header and rows piece by piece. */
export function* csvChunks<Row>(columns: Columns<Row>, rows: Iterable<Row>): Generator<string, void, undefined> {
  yield csvHeader(columns);
  for (const some of inBatches(rows)) yield csvRows(columns, some);
}
