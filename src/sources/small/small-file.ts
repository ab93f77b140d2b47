import { firstLine, headerCells, type InputHead, type SourceInput } from '../input.ts';
import { readTable } from '../table.ts';
import { hasColumns, type TableColumn } from '../table-header.ts';
import type { TableRow } from '../table-row.ts';

/** A small CSV that people write by hand (docs/inputs.md), told by its header. */
export interface SmallFile<Row> {
  readonly columns: readonly TableColumn[];
  read(row: TableRow): Row;
  /** In place of `read` for the rows of one file, where they can contradict each other. */
  readonly reader?: () => (row: TableRow) => Row;
}

/** Whether a head has exactly this file's header: all needed columns and no foreign one. */
export function isSmallFile(file: SmallFile<unknown>, head: InputHead): boolean {
  const cells = headerCells(firstLine(head.text), ',');
  const names = new Set(file.columns.map((column) => column.name));
  return hasColumns(cells, file.columns) && cells.every((cell) => names.has(cell.toLowerCase()));
}

/** Reads all rows with their lines. @throws InvalidInput */
export async function readSmallFile<Row>(
  file: SmallFile<Row>,
  input: SourceInput,
): Promise<{ row: Row; line: number }[]> {
  const rows: { row: Row; line: number }[] = [];
  const read = file.reader?.() ?? file.read;
  for await (const row of readTable(input, { delimiter: ',', columns: file.columns })) {
    rows.push({ row: read(row), line: row.line });
  }
  return rows;
}
