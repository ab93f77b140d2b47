import { placeInText } from '../../problems/place-in-text.ts';
import { type Place, type Problem, problem } from '../../problems/problem.ts';

/** A column that a reader asks for: its name, how other versions of the report call it, and whether it is needed. */
export interface TableColumn {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly needed: boolean;
}

/** What a table's header must have, and which columns to choose where it is exported. */
export interface TableForm {
  readonly delimiter: ',' | '\t';
  readonly columns: readonly TableColumn[];
  readonly remedy: string;
}

/** Finds the columns of a header by name, without letter case and punctuation. */
export function headerProblems(
  file: string,
  header: readonly string[],
  raw: string,
  line: number,
  format: { readonly columns: readonly TableColumn[]; readonly remedy?: string; readonly delimiter: string },
): { index: Map<string, number>; problems: Problem[] } {
  const index = new Map<string, number>();
  const problems: Problem[] = [];
  const missing: string[] = [];
  for (const column of format.columns) {
    const names = [column.name, ...(column.aliases ?? [])].map(fold);
    const found = header.flatMap((cell, position) => (names.includes(fold(cell)) ? [position] : []));
    const [first, second] = found;
    if (first === undefined) {
      if (column.needed) missing.push(column.name);
      continue;
    }
    if (second !== undefined) {
      const { column: start, length } = fieldColumn(raw, second, format.delimiter);
      const place = placeInText(file, line, raw, { start: start - 1, length });
      problems.push(
        problem('duplicate-column', place, `the column ${header[second]} means the same as an earlier one`),
      );
    }
    index.set(column.name, first);
  }
  if (missing.length > 0) {
    const remedy = separatorRemedy(raw, format) ?? format.remedy;
    problems.push(missingColumns({ file, line, excerpt: raw }, missing, remedy));
  }
  return { index, problems };
}

/** A header that lacks needed columns, by their names. */
export function missingColumns(place: Place, missing: readonly string[], remedy: string | undefined): Problem {
  const message = `the header lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}`;
  return problem('missing-column', place, message, remedy);
}

/** Separators that stand in place of the comma, and what to do about them. */
export const FOR_COMMAS: readonly (readonly [string, string])[] = [
  [';', 'The columns are separated by semicolons: save it with commas, and with dots in numbers.'],
  ['\t', 'The columns are separated by tabs: save it with commas.'],
  ['|', 'The columns are separated by bars (|): save it with commas.'],
];

/** A first line that names the separator, and what to do about it. */
export const SEPARATOR_LINE = {
  form: /^sep=.(?:[\r\n]+|$)/i,
  remedy: 'The line sep= is for Excel alone: take it out.',
};

/** What to do about a header that has every needed column once it is read by another separator, or that only names one; undefined for any other. */
export function separatorRemedy(
  raw: string,
  format: { readonly columns: readonly TableColumn[]; readonly delimiter: string },
): string | undefined {
  if (format.delimiter !== ',') return undefined;
  const line = raw.replace(/^\uFEFF/, '');
  if (SEPARATOR_LINE.form.test(line)) return SEPARATOR_LINE.remedy;
  return FOR_COMMAS.find(
    ([separator]) => line.includes(separator) && hasColumns(line.split(separator), format.columns),
  )?.[1];
}

/** Whether a header has every needed column of a format: how a kind is told. */
export function hasColumns(header: readonly string[], columns: readonly TableColumn[]): boolean {
  return lackedColumns(header, columns).length === 0;
}

/** The names of the needed columns that a header does not have. */
export function lackedColumns(header: readonly string[], columns: readonly TableColumn[]): string[] {
  const cells = header.map(fold);
  return columns
    .filter(
      ({ name, aliases = [], needed }) => needed && ![name, ...aliases].some((each) => cells.includes(fold(each))),
    )
    .map(({ name }) => name);
}

/** Where a field starts in its raw record (from 1) and how long it is. */
export function fieldColumn(raw: string, position: number, delimiter: string): { column: number; length: number } {
  let field = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= raw.length; at += 1) {
    const character = raw[at];
    if (character === '"' && delimiter !== '\t') quoted = !quoted;
    if (at === raw.length || (character === delimiter && !quoted)) {
      if (field === position) return { column: start + 1, length: Math.max(at - start, 1) };
      field += 1;
      start = at + 1;
    }
  }
  return { column: 1, length: 1 };
}

/** Letters and digits only: `Amount (Merchant Currency)` and `amount_merchant_currency_` are one column. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9[\]]/g, '');
}
