import type { FinancialRow } from '../../core/reconciliation/apple-settlement.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../table-row.ts';
import { parseAmericanDate } from '../utc-time.ts';

/** A spreadsheet writes days in its own order. */
const AS_IT_IS = 'Download the financial report again, and leave it as it is: month/day/year.';

/** One row of either form. */
export function financialRow(row: TableRow, detailed: boolean): FinancialRow {
  const quantity = row.needed('Quantity').replaceAll(',', '');
  const isWhole = /^-?\d{1,12}$/.test(quantity);
  if (!isWhole && quantity !== '')
    row.fail('not-a-count', 'Quantity', `Quantity ${quoted(quantity)} is not a whole number`);
  return {
    currency: row.currency('Partner Share Currency'),
    quantity: isWhole ? BigInt(quantity) : 0n,
    amount: row.amount('Extended Partner Share', 'thousands'),
    product: row.text('Apple Identifier'),
    type: row.text('Product Type Identifier'),
    country: row.text('Country Of Sale'),
    soldMs: detailed ? americanDay(row, 'Transaction Date') : null,
  };
}

/** `10/31/2026`. */
export function americanDay(row: TableRow, column: string): number | null {
  const text = row.needed(column);
  const day = parseAmericanDate(text);
  if (day === null && text !== '')
    row.fail('not-a-date', column, `${column} ${quoted(text)} is not a date like 10/31/2026`, AS_IT_IS);
  return day;
}
