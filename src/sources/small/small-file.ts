import { firstLine, headerCells, type InputHead, type SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import { hasColumns, type TableColumn } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { type Agreement, contradictions } from './agreement.ts';

/** A small CSV that people write by hand (docs/inputs.md), told by its header. */
export interface SmallFile<Row> {
  readonly columns: readonly TableColumn[];
  read(row: TableRow): Row;
  /** Where rows can contradict each other. */
  readonly agreement?: Agreement<NonNullable<Row>>;
}

/** Whether a head has exactly this file's header: all needed columns and no foreign one. */
export function isSmallFile(file: SmallFile<unknown>, head: InputHead): boolean {
  const cells = headerCells(firstLine(head.text), ',');
  const names = new Set(file.columns.map((column) => column.name));
  return hasColumns(cells, file.columns) && cells.every((cell) => names.has(cell.toLowerCase()));
}

/** Whether a head has each column that the file may have, among others. */
export function hasAllColumns({ columns }: SmallFile<unknown>, head: InputHead): boolean {
  const all = columns.map((column) => ({ ...column, needed: true }));
  return hasColumns(headerCells(firstLine(head.text), ','), all);
}

/** Reads all rows with their lines. @throws InvalidInput */
export async function readSmallFile<Row>(
  file: SmallFile<Row>,
  input: SourceInput,
): Promise<{ row: Row; line: number }[]> {
  const rows: { row: Row; line: number }[] = [];
  const check = file.agreement === undefined ? null : contradictionCheck(file.agreement);
  for await (const at of readTable(input, { delimiter: ',', columns: file.columns })) {
    const row = file.read(at);
    if (row !== null && row !== undefined && at.faults === 0) check?.(row, at);
    rows.push({ row, line: at.line });
  }
  return rows;
}

/** Marks a row that contradicts an earlier one of its file. */
function contradictionCheck<Row>(agreement: Agreement<Row>): (row: Row, at: TableRow) => void {
  const contradictionOf = contradictions(agreement);
  return (row, at) => {
    const message = contradictionOf(row, `line ${at.line}`, at);
    if (message !== null) at.fail('conflicting-rows', agreement.column, message);
  };
}
