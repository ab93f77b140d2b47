import type { CategoryTotal } from '../../core/reconciliation/stripe-lines.ts';
import { withEitherSeparator } from '../reading/amount-forms.ts';
import type { TableRow } from '../reading/table-row.ts';
import type { SmallFile } from '../small/small-file.ts';

/** Stripe, balance change from activity, summary: control totals of the itemized report. */
export const BALANCE_SUMMARY: SmallFile<CategoryTotal> = {
  columns: [
    { name: 'reporting_category', needed: true },
    { name: 'currency', needed: true },
    { name: 'count', needed: true },
    { name: 'gross', needed: true },
    { name: 'fee', needed: true },
    { name: 'net', needed: true },
  ],
  read(row: TableRow): CategoryTotal {
    const gross = row.amount('gross', withEitherSeparator);
    const fee = row.amount('fee', withEitherSeparator);
    if (row.amount('net', withEitherSeparator) !== gross - fee) {
      row.fail(
        'net-mismatch',
        'net',
        `net ${row.text('net')} is not gross ${row.text('gross')} - fee ${row.text('fee')}`,
      );
    }
    return {
      category: row.needed('reporting_category').toLowerCase(),
      currency: row.currency('currency'),
      count: countOf(row),
      gross,
      fee,
    };
  },
};

function countOf(row: TableRow): number {
  const text = row.needed('count');
  if (/^\d{1,12}$/.test(text)) return Number(text);
  if (text !== '') row.fail('not-a-count', 'count', `count "${text}" is not a whole number`);
  return 0;
}
