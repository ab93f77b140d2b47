import { type CategoryTotal, totalsThatDiffer } from '../core/close/checks/compare-totals.ts';
import type { ControlTotals } from '../core/close/checks/gate.ts';
import { addDaysTo, dayStartMs, daysOf } from '../core/close/checks/month-days.ts';
import type { Month } from '../core/month/month.ts';
import { isNotedKind } from '../sources/kinds.ts';
import type { BalanceSummaryRow } from '../sources/stripe/balance-summary.ts';
import { ledgerRangeOfName } from '../sources/stripe/ledger-range.ts';
import type { ImportRecord } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { ledgerTotals } from '../store/row-counts.ts';
import { activeSmallRows } from '../store/small-rows.ts';

/** Kinds with totals that are noted, and not read by this version. */
const UNREAD = ['stripe-balance', 'apple-payments', 'apple-financial'];

/** Compares Stripe's balance summaries that lie within the month with the ledger rows of the same days. */
export async function controlTotalsOf(
  db: Database,
  imports: readonly ImportRecord[],
  month: Month,
): Promise<ControlTotals> {
  const days = daysOf(month);
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const unread = imports.filter(({ kind }) => isNotedKind(kind) && UNREAD.includes(kind));
  const notCompared = unread.map(({ name }) => name);
  const compared: string[] = [];
  const differences: string[] = [];
  for (const { name, sha256 } of imports.filter(({ kind }) => kind === 'stripe-balance-summary')) {
    const range = ledgerRangeOfName(name);
    if (range !== null && (range.to < first || range.from > last)) continue;
    if (range === null || !range.inUtc || range.from < first || range.to > last) {
      notCompared.push(name);
      continue;
    }
    const found = await ledgerTotals(db, dayStartMs(range.from), dayStartMs(addDaysTo(range.to, 1)));
    const stated = await statedTotals(db, sha256);
    const currencies = new Set(stated.map(({ currency }) => currency));
    const differing = totalsThatDiffer(
      stated,
      found.filter(({ currency }) => currencies.has(currency)),
    );
    compared.push(name);
    differences.push(...differing.map((difference) => `${name}: ${difference}`));
  }
  return { compared, notCompared, differences };
}

/** The rows of one summary; the line that sums them up is none of them. */
async function statedTotals(db: Database, sha256: string): Promise<CategoryTotal[]> {
  const rows = await activeSmallRows(db, 'stripe-balance-summary');
  return rows
    .filter((row) => row.sha256 === sha256)
    .map(({ body }) => JSON.parse(body) as BalanceSummaryRow)
    .filter(({ category }) => category !== 'total')
    .map((row) => ({ ...row, gross: BigInt(row.gross), fee: BigInt(row.fee) }));
}
