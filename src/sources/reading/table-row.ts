import { isIsoCurrency } from '../../core/money/iso-currencies.ts';
import { type AmountFault, parseMicro } from '../../core/money/micro.ts';
import { isRoundedId, ROUNDED_ID_WORDS } from '../../core/text/rounded-id.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { type AmountForm, plain, type SeparatorsOfFile } from './amount-forms.ts';
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
  readonly separators: SeparatorsOfFile;
}

/** 13 digits before the dot, in millionths: more than the database keeps. */
const BEYOND = 10n ** 18n;

const ONE_SEPARATOR = 'Export the file again with a dot as the decimal separator, and no other.';

const FAULT_TEXT: Record<AmountFault, string> = {
  'not-an-amount': 'is not a plain decimal number',
  'too-many-digits': 'has more than 12 digits before the dot or 6 after it',
};

/**
 * One row of a table. Every door returns a usable value or notes a problem at the exact place and returns a
 * stand-in, so that all problems of a file come out together; readTable throws them after the last row.
 */
export class TableRow {
  readonly line: number;
  readonly #parts: TableRowParts;
  #faults = 0;

  constructor(parts: TableRowParts) {
    this.line = parts.line;
    this.#parts = parts;
  }

  /** How many problems were noted so far. */
  get faults(): number {
    return this.#faults;
  }

  /** The trimmed text of a column; empty when the column is not there. */
  text(column: string): string {
    const position = this.#parts.index.get(column);
    return position === undefined ? '' : (this.#parts.record[position] ?? '').trim();
  }

  /** Whether the table has a column. */
  has(column: string): boolean {
    return this.#parts.index.has(column);
  }

  /** Like needed, but an id that was rounded, as a spreadsheet does, is a problem. */
  wholeId(column: string): string {
    const id = this.needed(column);
    if (isRoundedId(id)) this.fail('rounded-id', column, `${column} ${quoted(id)} ${ROUNDED_ID_WORDS}`);
    return id;
  }

  /** Like text, but an empty value is a problem. */
  needed(column: string): string {
    const value = this.text(column);
    if (value === '') this.fail('missing-value', column, `${column} is empty`);
    return value;
  }

  /** An amount in millionths, exactly, as the export may write it, and as the whole file writes them. */
  amount(column: string, form: AmountForm = plain): bigint {
    const text = this.needed(column);
    if (text === '') return 0n;
    const unclear = this.#parts.separators.unclear(text, form);
    if (unclear !== null) this.fail('not-an-amount', column, `${column}: ${unclear}`, ONE_SEPARATOR);
    const parsed = parseMicro(form(text));
    const value = typeof parsed === 'bigint' && (parsed >= BEYOND || parsed <= -BEYOND) ? 'too-many-digits' : parsed;
    if (typeof value === 'bigint') return value;
    this.fail(value, column, `${column} ${quoted(text)} ${FAULT_TEXT[value]}`);
    return 0n;
  }

  /** An ISO 4217 code in upper case. */
  currency(column: string): string {
    const text = this.needed(column);
    if (text !== '' && !/^[A-Za-z]{3}$/.test(text))
      this.fail('not-a-currency', column, `${column} ${quoted(text)} is not a currency code of three letters`);
    return text.toUpperCase();
  }

  /**
   * A code that is one of ISO 4217, in upper case: for where nothing else would show a mistyped one. Of an amount that is converted
   * the missing rate does.
   */
  knownCurrency(column: string): string {
    const code = this.currency(column);
    if (/^[A-Z]{3}$/.test(code) && !isIsoCurrency(code))
      this.fail('not-a-currency', column, `${column} ${quoted(code)} is no currency of ISO 4217`);
    return code;
  }

  /** Notes a problem at a column of this row. */
  fail(code: ProblemCode, column: string, message: string, remedy?: string): void {
    this.#faults += 1;
    const { file, raw, delimiter, index, problems } = this.#parts;
    const position = index.get(column);
    const { column: start, length } = fieldColumn(raw, position ?? 0, delimiter);
    problems.add(problem(code, placeInText(file, this.line, raw, { start: start - 1, length }), message, remedy));
  }
}
