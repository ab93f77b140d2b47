import type { Chance } from './chance.ts';
import { type Operator, onText } from './mutation.ts';
import { type TableText, tableText, textOf } from './table-text.ts';

type Rows = readonly (readonly string[])[];

/** Columns: cut, repeated, swapped, renamed, and how they are kept apart. */
export const COLUMN_OPERATORS: readonly Operator[] = [
  ofColumn('column-cut', (rows, at) => rows.map((cells) => cells.toSpliced(at, 1))),
  ofColumn('column-repeated', (rows, at) => rows.map((cells) => cells.toSpliced(at, 0, cells[at] ?? ''))),
  ofColumn('columns-moved', (rows, at, chance) => {
    const other = chance.below(rows[0]?.length ?? 1);
    return rows.map((cells) => swapped(cells, at, other));
  }),
  ofColumn('names-swapped', (rows, at, chance) => {
    const other = chance.below(rows[0]?.length ?? 1);
    return rows.map((cells, row) => (row === 0 ? swapped(cells, at, other) : cells));
  }),
  ofColumn('cells-swapped', (rows, at, chance) => {
    const row = 1 + chance.below(Math.max(1, rows.length - 1));
    const other = chance.below(rows[0]?.length ?? 1);
    return rows.map((cells, each) => (each === row ? swapped(cells, at, other) : cells));
  }),
  ofColumn('column-shifted', (rows, at) =>
    rows.map((cells, row) => (row === 0 ? cells : cells.toSpliced(at, 0, '').slice(0, -1))),
  ),
  ofColumn('column-added', (rows, at) =>
    rows.map((cells, row) => cells.toSpliced(at, 0, row === 0 ? 'remark' : 'seen')),
  ),
  ofColumn('column-blank', (rows, at) => rows.map((cells, row) => (row === 0 ? cells : put(cells, at, '')))),
  ofColumn('column-of-one-value', (rows, at) =>
    rows.map((cells, row) => (row < 2 ? cells : put(cells, at, rows[1]?.[at] ?? ''))),
  ),
  ofColumn('name-blank', (rows, at) => named(rows, at, '')),
  ofColumn('name-upper', (rows, at) => named(rows, at, (rows[0]?.[at] ?? '').toUpperCase())),
  ofColumn('name-spaced', (rows, at) => named(rows, at, ` ${rows[0]?.[at] ?? ''} `)),
  ofColumn('name-look-alike', (rows, at) => named(rows, at, (rows[0]?.[at] ?? '').replace(/[aeo]/i, lookAlike))),
  ofColumn('names-translated', (rows) =>
    rows.map((cells, row) => (row === 0 ? cells.map((_, at) => `Spalte ${at}`) : cells)),
  ),
  ofTable('header-cut', ({ delimiter, rows }) => ({ delimiter, rows: rows.slice(1) })),
  ofTable('header-alone', ({ delimiter, rows }) => ({ delimiter, rows: rows.slice(0, 1) })),
  ofTable('all-quoted', ({ delimiter, rows }) => ({
    delimiter,
    rows: rows.map((cells) => cells.map((cell) => (cell.startsWith('"') ? cell : `"${cell}"`))),
  })),
  ofTable('semicolons', ({ rows }) => ({ delimiter: ';', rows })),
  ofTable('tabs', ({ rows }) => ({ delimiter: '\t', rows })),
  ofTable('pipes', ({ rows }) => ({ delimiter: '|', rows })),
  ofTable('commas', ({ rows }) => ({ delimiter: ',', rows })),
  ofTable('cells-spaced', ({ delimiter, rows }) => ({
    delimiter,
    rows: rows.map((cells) => cells.map((cell) => ` ${cell} `)),
  })),
];

/** A Cyrillic letter that looks like the Latin one. */
export function lookAlike(letter: string): string {
  return { a: 'а', e: 'е', o: 'о', c: 'с', A: 'А', E: 'Е', O: 'О', C: 'С' }[letter] ?? letter;
}

function ofColumn(name: string, change: (rows: Rows, at: number, chance: Chance) => Rows): Operator {
  return ofTable(name, ({ delimiter, rows }, chance) => {
    return { delimiter, rows: change(rows, chance.below(rows[0]?.length ?? 1), chance) };
  });
}

function ofTable(name: string, change: (table: TableText, chance: Chance) => TableText): Operator {
  return onText(name, (text, chance) => (/^\s*[{[]/.test(text) ? null : textOf(change(tableText(text), chance))));
}

function named(rows: Rows, at: number, name: string): Rows {
  return rows.map((cells, row) => (row === 0 ? put(cells, at, name) : cells));
}

/** A row may be shorter than the header. */
function put(cells: readonly string[], at: number, cell: string): readonly string[] {
  return at < cells.length ? cells.with(at, cell) : cells;
}

function swapped(cells: readonly string[], one: number, other: number): readonly string[] {
  if (one >= cells.length || other >= cells.length) return cells;
  return cells.with(one, cells[other] ?? '').with(other, cells[one] ?? '');
}
