import { addDaysTo, dayStartMs } from '../../../core/close/checks/month-days.ts';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import type { SmallRow, SmallRowKind } from '../../../core/close/inputs/small-rows.ts';
import { type Month, parseMonth } from '../../../core/month/month.ts';
import type { ReconciliationLine } from '../../../core/reconciliation/reconciliation-line.ts';
import {
  type BalanceRow,
  type BalanceStatement,
  balanceChangeLines,
  balanceLines,
  type CategoryTotal,
  type StatedDays,
} from '../../../core/reconciliation/stripe-lines.ts';
import type { StoredTransaction } from '../../../core/revenue/assembled.ts';
import { ledgerRangeOfName } from '../../../sources/stripe/ledger-range.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { ledgerTotals } from '../../../store/inputs/row-counts.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';

/** The days of a Stripe statement by its name, and their month; null for days that are not whole, in UTC, of one month, and for a reconciliation of payouts. */
export function statedMonth({
  name,
}: Pick<ImportRecord, 'name'>): { readonly month: Month; readonly days: StatedDays } | null {
  const range = ledgerRangeOfName(name);
  if (range === null || !range.inUtc || range.from.slice(0, 7) !== range.to.slice(0, 7)) return null;
  const month = parseMonth(range.from.slice(0, 7));
  if (month === null) return null;
  const { from, to } = range;
  return { month, days: { from, to, fromMs: dayStartMs(from), beforeMs: dayStartMs(addDaysTo(to, 1)) } };
}

/**
 * Compares one statement with the ledger rows of its days, in the currencies that it is about: those of its rows and that of
 * its name, so that rows which are not in it are told; all where neither says one.
 *
 * @param beside of ledgerRowsBeside
 */
export async function stripeLines(
  db: Database,
  record: ImportRecord,
  days: StatedDays,
  beside: readonly StoredTransaction[],
): Promise<ReconciliationLine[]> {
  const { fromMs, beforeMs } = days;
  const found = withoutRows(
    await ledgerTotals(db, fromMs, beforeMs),
    beside.filter(({ atMs }) => atMs >= fromMs && atMs < beforeMs),
  );
  const isOwn = ({ source }: SmallRow<SmallRowKind>): boolean => source.input === record.sha256;
  if (record.kind === 'stripe-balance') {
    const rows = (await activeSmallRows(db, 'stripe-balance')).filter(isOwn).map(({ row }) => row);
    return balanceLines(days, balances(rows, currenciesOf(record, rows, found)), found);
  }
  const stated = (await activeSmallRows(db, 'stripe-balance-summary')).filter(isOwn).map(({ row }) => row);
  const currencies = currenciesOf(record, stated, found);
  return balanceChangeLines(
    days,
    stated,
    found.filter(({ currency }) => currencies.includes(currency)),
  );
}

function withoutRows(totals: readonly CategoryTotal[], rows: readonly StoredTransaction[]): CategoryTotal[] {
  const rests = totals.map(({ category, currency, count, gross, fee }) => {
    const own = rows.filter((row) => row.kind === category && row.currency === currency);
    return {
      category,
      currency,
      count: count - own.length,
      gross: own.reduce((rest, row) => rest - row.gross, gross),
      fee: own.reduce((rest, row) => rest - row.fee, fee),
    };
  });
  return rests.filter(({ count }) => count > 0);
}

/** In order. @param found what the ledger has of the statement's days */
function currenciesOf(
  { profile }: ImportRecord,
  stated: readonly { readonly currency: string }[],
  found: readonly { readonly currency: string }[],
): string[] {
  const said = [...stated.map(({ currency }) => currency), ...(profile === '' ? [] : [profile])];
  return [...new Set(said.length === 0 ? found.map(({ currency }) => currency) : said)].sort();
}

function balances(rows: readonly BalanceRow[], currencies: readonly string[]): BalanceStatement[] {
  return currencies.map((currency) => {
    const sum = (category: string): bigint =>
      rows
        .filter((row) => row.currency === currency && row.category === category)
        .reduce((all, { amount }) => all + amount, 0n);
    return {
      currency,
      starting: sum('starting_balance'),
      activity: sum('activity'),
      payouts: sum('payouts'),
      ending: sum('ending_balance'),
    };
  });
}
