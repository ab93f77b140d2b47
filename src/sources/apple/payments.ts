import { absolute, formatMicro, parseMicro } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import type { PaymentRow } from '../../core/reconciliation/apple-settlement.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { withThousands } from '../reading/amount-forms.ts';
import { firstLine, type InputHead, type SourceInput } from '../reading/input.ts';
import { type AsideRecord, readTable, type TableFormat } from '../reading/table.ts';
import type { TableRow } from '../reading/table-row.ts';
import { fiscalLabel } from './fiscal-label.ts';

/** A payments file (`financial_report.csv`) of one fiscal month. */
export interface ApplePayments {
  readonly label: Month;
  readonly rows: readonly { readonly row: PaymentRow; readonly line: number }[];
  /** What was paid does not stand below them, which the file ends with: rows may be missing before it. */
  readonly unfinished: boolean;
}

/** The order of the columns: their names are in the language of App Store Connect. */
const ORDER = [
  'Region (Currency)',
  'Units Sold',
  'Earned',
  'Pre-Tax Subtotal',
  'Input Tax',
  'Adjustments',
  'Withholding Tax',
  'Total Owed',
  'Exchange Rate',
  'Proceeds',
  'Bank Account Currency',
] as const;
const BALANCE = 'Balance';
/** Not in the file of an account that is paid in the currencies that it earns; an older file has no subtotal either. */
const NOT_ALWAYS: readonly string[] = ['Pre-Tax Subtotal', 'Exchange Rate'];
const WITH_BALANCE = [...ORDER.slice(0, 3), BALANCE, ...ORDER.slice(3)];
const PENDING_COLUMNS = 10;
const REMEDY = 'Download it again from Payments and Financial Reports, with App Store Connect in English.';

/** Apple, payments file: a title with the fiscal month, in whatever language. */
export function isApplePayments(head: InputHead): boolean {
  return /^"?[^",]*\t\([^)]*\d{4}[^)]*\)"?,/.test(firstLine(head.text));
}

/**
 * Reads a payments file: one row a region. Columns are known by their order; a `Balance` column shifts them.
 *
 * @throws InvalidInput not-a-month, pending-report (estimates of a month that is not paid), total-mismatch (what was
 * paid is not the sum of the proceeds), net-mismatch (proceeds that are not what was owed), and what the table itself shows
 */
export async function readApplePayments(input: SourceInput): Promise<ApplePayments> {
  const around = new Surroundings(input.name);
  const format: TableFormat = {
    delimiter: ',',
    relaxedQuotes: true,
    columns: [...ORDER.map((name) => ({ name, needed: !NOT_ALWAYS.includes(name) })), { name: BALANCE, needed: false }],
    named: columnNames,
    aside: (record) => around.take(record),
    remedy: REMEDY,
  };
  const rows: { row: PaymentRow; line: number }[] = [];
  for await (const row of readTable(input, format)) {
    rows.push({ row: paymentRow(row, around.isPaid), line: row.line });
  }
  const regions = rows.map(({ row }) => row);
  return { label: around.check(regions), rows, unfinished: !around.saysAllPaid(regions) };
}

/** English names are taken as they are; others by their order. */
function columnNames(header: readonly string[]): readonly string[] {
  if (header.includes(ORDER[0]) && header.includes(ORDER[7])) return header;
  const count = header.at(-1) === '' ? header.length - 1 : header.length;
  const names: readonly string[] = count === WITH_BALANCE.length ? WITH_BALANCE : ORDER;
  return count === names.length ? header.map((_, index) => names[index] ?? '') : header;
}

/** What stands around the rows: the title before them, blank lines, what was paid after them. */
class Surroundings {
  readonly #file: string;
  #title: AsideRecord | null = null;
  #rows = 0;
  #blankAfterRows = false;
  readonly #paid: { readonly record: AsideRecord; readonly amount: bigint; readonly currency: string }[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether the rows that come are paid: nothing blank has followed the rows before. */
  get isPaid(): boolean {
    return !this.#blankAfterRows;
  }

  /** Whether what was paid stands below the rows, of every currency that something was paid in. */
  saysAllPaid(rows: readonly PaymentRow[]): boolean {
    const stated = new Set(this.#paid.map(({ currency }) => currency));
    return rows.every(({ paid, proceeds, bankCurrency }) => !paid || proceeds === 0n || stated.has(bankCurrency));
  }

  /** @throws InvalidInput pending-report */
  take(record: AsideRecord): boolean {
    const [first = ''] = record.cells;
    if (this.#title === null) {
      this.#title = record;
      if (record.cells.length === PENDING_COLUMNS) this.#refusePending(record);
      return true;
    }
    if (first !== '') {
      if (record.afterHeader) this.#rows += 1;
      return false;
    }
    if (this.#rows > 0) this.#blankAfterRows = true;
    for (const cell of record.cells) {
      const match = /^"?(-?[\d,]+(?:\.\d+)?)"?\s+([A-Z]{3})$/.exec(cell);
      const amount = parseMicro((match?.[1] ?? '').replaceAll(',', ''));
      if (match !== null && typeof amount === 'bigint') this.#paid.push({ record, amount, currency: match[2] ?? '' });
    }
    return true;
  }

  /** @throws InvalidInput not-a-month, total-mismatch */
  check(rows: readonly PaymentRow[]): Month {
    const problems: Problem[] = [];
    for (const { record, amount, currency } of this.#paid) {
      const sum = rows
        .filter((row) => row.paid && row.bankCurrency === currency)
        .reduce((all, row) => all + row.proceeds, 0n);
      if (sum === amount) continue;
      const message = `${formatMicro(amount)} ${currency} were paid, and the proceeds above sum to ${formatMicro(sum)}`;
      problems.push(problem('total-mismatch', this.#placeOf(record, formatMicroShort(record)), message));
    }
    const title = this.#title?.cells[0] ?? '';
    const label = fiscalLabel(title);
    if (label === null && this.#title !== null) {
      const message = `the title ${quoted(title)} names no month`;
      problems.push(problem('not-a-month', this.#placeOf(this.#title, 1), message, REMEDY));
    }
    if (problems.length > 0 || label === null) throw new InvalidInput(problems);
    return label;
  }

  #refusePending(record: AsideRecord): never {
    const message = 'the payments file is of a month that Apple has not paid yet: its figures are estimates';
    throw new InvalidInput([problem('pending-report', this.#placeOf(record, 1), message)]);
  }

  #placeOf({ line, raw }: AsideRecord, length: number) {
    const start = Math.max(0, raw.search(/[^,\s]/));
    return placeInText(this.#file, line, raw, { start, length });
  }
}

/** How long the stated amount is. */
function formatMicroShort({ cells }: AsideRecord): number {
  return cells.find((cell) => cell !== '')?.length ?? 1;
}

function paymentRow(row: TableRow, paid: boolean): PaymentRow {
  const region = row.needed(ORDER[0]);
  const currency = /\(([A-Z]{3})\)$/.exec(region)?.[1] ?? '';
  if (region !== '' && currency === '')
    row.fail('not-a-currency', ORDER[0], `${quoted(region)} does not end in a currency code like (EUR)`);
  const amount = (column: string): bigint => row.amount(column, withThousands);
  const earned = amount('Earned');
  const balance = row.text(BALANCE) === '' ? 0n : amount(BALANCE);
  const read: PaymentRow = {
    region,
    currency,
    units: wholeUnits(row),
    earned,
    balance,
    preTax: row.has('Pre-Tax Subtotal') ? amount('Pre-Tax Subtotal') : earned + balance,
    inputTax: amount('Input Tax'),
    adjustments: amount('Adjustments'),
    withholdingTax: amount('Withholding Tax'),
    owed: amount('Total Owed'),
    proceeds: paid ? amount('Proceeds') : row.text('Proceeds') === '' ? 0n : amount('Proceeds'),
    bankCurrency: paid || row.text('Bank Account Currency') !== '' ? row.currency('Bank Account Currency') : '',
    paid,
  };
  if (paid && row.faults === 0) checkProceeds(row, read);
  return read;
}

/** A cent, millionths. */
const CENT = 10_000n;

/**
 * What was paid is what was owed, at the printed rate: to a cent and one of the rate's last digit, because it is rounded.
 * A difference that a person accepts is converted by the two.
 */
function checkProceeds(row: TableRow, { owed, proceeds, bankCurrency, currency }: PaymentRow): void {
  const printed = currency === bankCurrency ? '1' : row.text('Exchange Rate');
  const [, whole, places = ''] = /^(\d+)(?:\.(\d+))?$/.exec(printed) ?? [];
  // A file of an account that is paid in the currencies that it earns prints none.
  if (whole === undefined) return;
  const scale = 10n ** BigInt(places.length);
  const off = absolute(owed * BigInt(whole + places) - proceeds * scale);
  if (off <= (currency === bankCurrency ? 0n : absolute(owed) + CENT * scale)) return;
  const message = `Proceeds ${row.text('Proceeds')} are not Total Owed ${row.text('Total Owed')} at the rate ${printed}`;
  row.fail('net-mismatch', 'Proceeds', message, REMEDY);
}

function wholeUnits(row: TableRow): bigint {
  const text = row.needed('Units Sold').replaceAll(',', '');
  if (/^-?\d{1,12}$/.test(text)) return BigInt(text);
  if (text !== '') row.fail('not-a-count', 'Units Sold', `Units Sold ${quoted(text)} is not a whole number`);
  return 0n;
}
