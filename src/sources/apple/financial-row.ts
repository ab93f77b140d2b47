import type { FinancialRow } from '../../core/reconciliation/apple-settlement.ts';
import { quoted } from '../../problems/quoted.ts';
import { withThousands } from '../reading/amount-forms.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseAmericanDate } from '../reading/utc-time.ts';

/** A spreadsheet writes days in its own order. */
const AS_IT_IS = 'Download the financial report again, and leave it as it is: month/day/year.';

/** What says whether a row is a sale or a return: each form has its own name for it. */
export const SALE_OR_RETURN = { name: 'Sales or Return', aliases: ['Sale or Return'], needed: false } as const;

/** One row of either form. */
export function financialRow(row: TableRow, detailed: boolean): FinancialRow {
  const quantity = row.needed('Quantity').replaceAll(',', '');
  const isWhole = /^-?\d{1,12}$/.test(quantity);
  if (!isWhole && quantity !== '')
    row.fail('not-a-count', 'Quantity', `Quantity ${quoted(quantity)} is not a whole number`);
  const counted = {
    quantity: isWhole ? BigInt(quantity) : 0n,
    amount: row.amount('Extended Partner Share', withThousands),
  };
  refuseOtherSign(row, counted);
  return {
    currency: row.currency('Partner Share Currency'),
    ...counted,
    product: row.text('Apple Identifier'),
    type: row.text('Product Type Identifier'),
    country: row.text('Country Of Sale'),
    soldMs: detailed ? americanDay(row, 'Transaction Date') : null,
  };
}

/** A sale has no minus, a return no amount without one; a zero has no sign. */
function refuseOtherSign(row: TableRow, { quantity, amount }: Pick<FinancialRow, 'quantity' | 'amount'>): void {
  const { name } = SALE_OR_RETURN;
  if (!row.has(name)) return;
  const flag = row.text(name).toUpperCase();
  if (flag !== 'S' && flag !== 'R') {
    row.fail('not-a-flag', name, `${name} ${quoted(row.text(name))} is neither S (a sale) nor R (a return)`);
    return;
  }
  const sign = flag === 'S' ? 1n : -1n;
  const column = quantity * sign < 0n ? 'Quantity' : 'Extended Partner Share';
  if (quantity * sign >= 0n && amount * sign >= 0n) return;
  const what = flag === 'S' ? 'a sale (S), and is negative' : 'a return (R), and is not negative';
  row.fail('net-mismatch', column, `${column} ${row.text(column)} is that of ${what}`);
}

/** `10/31/2026`. */
export function americanDay(row: TableRow, column: string): number | null {
  const text = row.needed(column);
  const day = parseAmericanDate(text);
  if (day === null && text !== '')
    row.fail('not-a-date', column, `${column} ${quoted(text)} is not a date like 10/31/2026`, AS_IT_IS);
  return day;
}
