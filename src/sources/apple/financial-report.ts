import type { FinancialRow } from '../../core/reconciliation/apple-settlement.ts';
import { firstLine, type InputHead, type SourceInput } from '../reading/input.ts';
import { readTable, type TableFormat } from '../reading/table.ts';
import type { TableForm } from '../reading/table-header.ts';
import { americanDay, financialRow, SALE_OR_RETURN } from './financial-row.ts';
import { FinancialTrailer } from './financial-trailer.ts';

/** A financial report with the days of its fiscal month, ms UTC, both included; null when it holds neither. */
export interface FinancialReport {
  readonly detailed: boolean;
  readonly firstDayMs: number | null;
  readonly lastDayMs: number | null;
  readonly rows: readonly { readonly row: FinancialRow; readonly line: number }[];
  /** It has none of the totals that it ends with: rows may be missing before them. */
  readonly unfinished: boolean;
}

const SHARED = [
  { name: 'Quantity', needed: true },
  { name: 'Extended Partner Share', needed: true },
  { name: 'Partner Share Currency', needed: true },
  { name: 'Apple Identifier', needed: true },
  { name: 'Product Type Identifier', needed: true },
  { name: 'Country Of Sale', needed: true },
  SALE_OR_RETURN,
] as const;
const DAYS = [
  { name: 'Start Date', needed: true },
  { name: 'End Date', needed: true },
] as const;
const REMEDY = 'Download the financial report again, as it is.';

/** By which a report of one month is known that lacks a column that tells its kind. */
export const APPLE_FINANCIAL_FORM: TableForm = {
  delimiter: '\t',
  columns: [...SHARED, ...DAYS, { name: 'UPC', needed: true }],
  remedy: REMEDY,
};

/** Apple, financial report (tab separated): the single-month form or the detailed one, which begins with the vendor. */
export function isAppleFinancialReport(head: InputHead): boolean {
  return /^(Start Date\tEnd Date\tUPC\t|Vendor Name\t)/i.test(firstLine(head.text));
}

/**
 * Reads a financial report of either form. The totals at its end must be those of its rows.
 *
 * @throws InvalidInput total-mismatch, net-mismatch (a sign that is not that of a sale or return), and what the table itself shows
 */
export async function readAppleFinancialReport(input: SourceInput, head: InputHead): Promise<FinancialReport> {
  const detailed = /^Vendor Name\t/i.test(firstLine(head.text));
  const trailer = new FinancialTrailer(input.name);
  const dates = detailed ? [{ name: 'Transaction Date', needed: true }] : DAYS;
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
    unfinished: !trailer.isThere,
  };
}
