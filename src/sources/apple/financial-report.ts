import { quoted } from '../../problems/quoted.ts';
import { firstLine, type InputHead, type SourceInput } from '../input.ts';
import { readTable, type TableFormat } from '../table.ts';
import type { TableRow } from '../table-row.ts';
import { utcDay } from '../utc-time.ts';
import { FinancialTrailer } from './financial-trailer.ts';

/** A row of a financial report: settled sales of one product, price and country. Millionths as text, returns negative. */
export interface FinancialRow {
  readonly currency: string;
  readonly quantity: string;
  readonly amount: string;
  readonly product: string;
  /** Product Type Identifier; `IAY...` is an auto-renewable subscription. */
  readonly type: string;
  readonly country: string;
  /** Days of sale in a detailed report, ms UTC; null in the other. */
  readonly soldMs: number | null;
}

/** A financial report with the days of its fiscal month, ms UTC, both included; null when it holds neither. */
export interface FinancialReport {
  readonly detailed: boolean;
  readonly firstDayMs: number | null;
  readonly lastDayMs: number | null;
  readonly rows: readonly { readonly row: FinancialRow; readonly line: number }[];
}

const SHARED = [
  { name: 'Quantity', needed: true },
  { name: 'Extended Partner Share', needed: true },
  { name: 'Partner Share Currency', needed: true },
  { name: 'Apple Identifier', needed: true },
  { name: 'Product Type Identifier', needed: true },
  { name: 'Country Of Sale', needed: true },
] as const;
const REMEDY = 'Download the financial report again, as it is.';

/** Apple, financial report (tab separated): the single-month form or the detailed one, which begins with the vendor. */
export function isAppleFinancialReport(head: InputHead): boolean {
  return /^(Start Date\tEnd Date\tUPC\t|Vendor Name\t)/i.test(firstLine(head.text));
}

/**
 * Reads a financial report of either form. The totals at its end must be those of its rows.
 *
 * @throws InvalidInput total-mismatch, and what the table itself shows
 */
export async function readAppleFinancialReport(input: SourceInput, head: InputHead): Promise<FinancialReport> {
  const detailed = /^Vendor Name\t/i.test(firstLine(head.text));
  const trailer = new FinancialTrailer(input.name);
  const dates = detailed
    ? [{ name: 'Transaction Date', needed: true }]
    : [
        { name: 'Start Date', needed: true },
        { name: 'End Date', needed: true },
      ];
  const format: TableFormat = {
    delimiter: '\t',
    columns: [...SHARED, ...dates],
    remedy: REMEDY,
    aside: (record) => trailer.take(record),
  };
  const rows: { row: FinancialRow; line: number }[] = [];
  let [first, last] = [trailer.firstDay, trailer.lastDay];
  for await (const each of readTable(input, format)) {
    const row = financialRow(each, detailed);
    rows.push({ row, line: each.line });
    trailer.count(row);
    if (detailed) continue;
    const [start, end] = [americanDay(each, 'Start Date'), americanDay(each, 'End Date')];
    if (start !== null && (first === null || start < first)) first = start;
    if (end !== null && (last === null || end > last)) last = end;
  }
  trailer.check();
  return {
    detailed,
    firstDayMs: first ?? trailer.firstDay,
    lastDayMs: last ?? trailer.lastDay,
    rows,
  };
}

function financialRow(row: TableRow, detailed: boolean): FinancialRow {
  const quantity = row.needed('Quantity').replaceAll(',', '');
  const isWhole = /^-?\d{1,12}$/.test(quantity);
  if (!isWhole && quantity !== '')
    row.fail('not-a-count', 'Quantity', `Quantity ${quoted(quantity)} is not a whole number`);
  return {
    currency: row.currency('Partner Share Currency'),
    quantity: isWhole ? BigInt(quantity).toString() : '0',
    amount: row.amount('Extended Partner Share', 'thousands').toString(),
    product: row.text('Apple Identifier'),
    type: row.text('Product Type Identifier'),
    country: row.text('Country Of Sale'),
    soldMs: detailed ? americanDay(row, 'Transaction Date') : null,
  };
}

/** `10/31/2026`. */
function americanDay(row: TableRow, column: string): number | null {
  const text = row.needed(column);
  const day = parseAmericanDay(text);
  if (day === null && text !== '')
    row.fail('not-a-date', column, `${column} ${quoted(text)} is not a date like 10/31/2026`);
  return day;
}

/** First instant of the UTC day of `10/31/2026`; null when it is not such a date. */
export function parseAmericanDay(text: string): number | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  return match === null ? null : utcDay(Number(match[3]), Number(match[1]), Number(match[2]));
}
