import { type AmountFault, parseMicro } from '../core/money/micro.ts';
import type { ProblemCode } from '../problems/catalogue.ts';
import { problem } from '../problems/problem.ts';
import type { ProblemList } from './problem-list.ts';
import { fieldColumn } from './table-header.ts';

interface TableRowParts {
  readonly file: string;
  readonly line: number;
  readonly record: readonly string[];
  readonly raw: string;
  readonly delimiter: string;
  readonly index: ReadonlyMap<string, number>;
  readonly problems: ProblemList;
}

const FAULT_TEXT: Record<AmountFault, string> = {
  'not-an-amount': 'is not a plain decimal number',
  'too-many-digits': 'has more than six decimals',
};

/**
 * One row of a table. Every door returns a usable value or notes a problem at the exact place and returns a
 * stand-in, so that all problems of a file come out together; readTable throws them after the last row.
 */
export class TableRow {
  readonly line: number;
  readonly #parts: TableRowParts;

  constructor(parts: TableRowParts) {
    this.line = parts.line;
    this.#parts = parts;
  }

  /** The trimmed text of a column; empty when the column is not there. */
  text(column: string): string {
    const position = this.#parts.index.get(column);
    return position === undefined ? '' : (this.#parts.record[position] ?? '').trim();
  }

  /** Like text, but an empty value is a problem. */
  needed(column: string): string {
    const value = this.text(column);
    if (value === '') this.fail('missing-value', column, `${column} is empty`);
    return value;
  }

  /** An amount in millionths, exactly; `thousands` allows 1,204.50. */
  amount(column: string, thousands: 'thousands' | 'plain' = 'plain'): bigint {
    const text = this.needed(column);
    if (text === '') return 0n;
    const plain =
      thousands === 'thousands' && /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : text;
    const value = parseMicro(plain);
    if (typeof value === 'bigint') return value;
    this.fail(value, column, `${column} "${text}" ${FAULT_TEXT[value]}`);
    return 0n;
  }

  /** An ISO 4217 code in upper case. */
  currency(column: string): string {
    const text = this.needed(column).toUpperCase();
    if (text !== '' && !/^[A-Z]{3}$/.test(text))
      this.fail('not-a-currency', column, `${column} "${text}" is not a currency code`);
    return text;
  }

  /** Notes a problem at a column of this row. */
  fail(code: ProblemCode, column: string, message: string, remedy?: string): void {
    const { file, raw, delimiter, index, problems } = this.#parts;
    const position = index.get(column);
    const mark = position === undefined ? {} : fieldColumn(raw, position, delimiter);
    problems.add(problem(code, { file, line: this.line, ...mark, excerpt: raw }, message, remedy));
  }
}
