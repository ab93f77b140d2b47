import { addDaysTo, dayStartMs } from '../../../core/close/checks/month-days.ts';
import { type Month, parseMonth } from '../../../core/month/month.ts';
import type { ReconciliationLine } from '../../../core/reconciliation/reconciliation-line.ts';
import {
  type BalanceStatement,
  balanceChangeLines,
  balanceLines,
  type CategoryTotal,
  type StatedDays,
} from '../../../core/reconciliation/stripe-lines.ts';
import type { BalanceRow } from '../../../sources/stripe/balance.ts';
import type { BalanceSummaryRow } from '../../../sources/stripe/balance-summary.ts';
import { ledgerRangeOfName } from '../../../sources/stripe/ledger-range.ts';
import type { ImportRecord } from '../../../store/imports.ts';
import type { Database } from '../../../store/open-store.ts';
import { ledgerTotals } from '../../../store/row-counts.ts';
import { activeSmallRows } from '../../../store/small-rows.ts';

/** The days of a Stripe statement by its name, and their month; null for days that are not whole, in UTC, of one month. */
export function statedMonth({ name }: ImportRecord): { readonly month: Month; readonly days: StatedDays } | null {
  const range = ledgerRangeOfName(name);
  if (range === null || !range.inUtc || range.from.slice(0, 7) !== range.to.slice(0, 7)) return null;
  const month = parseMonth(range.from.slice(0, 7));
  if (month === null) return null;
  const { from, to } = range;
  return { month, days: { from, to, fromMs: dayStartMs(from), beforeMs: dayStartMs(addDaysTo(to, 1)) } };
}

/** Compares one statement with the ledger rows of its days, in the currencies that it is about. */
export async function stripeLines(db: Database, record: ImportRecord, days: StatedDays): Promise<ReconciliationLine[]> {
  const found = await ledgerTotals(db, days.fromMs, days.beforeMs);
  const rows = (await activeSmallRows(db, record.kind)).filter(({ sha256 }) => sha256 === record.sha256);
  const bodies = rows.map(({ body }) => body);
  if (record.kind === 'stripe-balance') return balanceLines(days, balances(bodies), found);
  const stated = statedTotals(bodies);
  const currencies = new Set(stated.map(({ currency }) => currency));
  return balanceChangeLines(
    days,
    stated,
    found.filter(({ currency }) => currencies.has(currency)),
  );
}

/** The rows of one summary; the line that sums them up is none of them. */
function statedTotals(bodies: readonly string[]): CategoryTotal[] {
  return bodies
    .map((body) => JSON.parse(body) as BalanceSummaryRow)
    .filter(({ category }) => category !== 'total')
    .map((row) => ({ ...row, gross: BigInt(row.gross), fee: BigInt(row.fee) }));
}

function balances(bodies: readonly string[]): BalanceStatement[] {
  const rows = bodies.map((body) => JSON.parse(body) as BalanceRow);
  return [...new Set(rows.map(({ currency }) => currency))].sort().map((currency) => {
    const sum = (category: string): bigint =>
      rows
        .filter((row) => row.currency === currency && row.category === category)
        .reduce((all, { amount }) => all + BigInt(amount), 0n);
    return {
      currency,
      starting: sum('starting_balance'),
      activity: sum('activity'),
      payouts: sum('payouts'),
      ending: sum('ending_balance'),
    };
  });
}
