import type { BalanceRow } from '../../core/reconciliation/stripe-lines.ts';
import { withEitherSeparator } from '../reading/amount-forms.ts';
import type { TableRow } from '../reading/table-row.ts';
import type { SmallFile } from '../small/small-file.ts';

/** Stripe, balance summary: what an account had, what came and went, what it has. */
export const BALANCE: SmallFile<BalanceRow> = {
  columns: [
    { name: 'category', needed: true },
    { name: 'description', needed: false },
    { name: 'net_amount', needed: true },
    { name: 'currency', needed: true },
  ],
  read(row: TableRow): BalanceRow {
    return {
      category: row.needed('category').toLowerCase(),
      currency: row.currency('currency'),
      amount: row.amount('net_amount', withEitherSeparator),
    };
  },
};
