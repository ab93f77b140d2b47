import type { MonthClose } from '../close/month-close.ts';
import type { RollforwardRow } from '../deferral/rollforward.ts';
import { decimalsOf, exactFromMicro, scaledFromExact } from '../money/exact-decimal.ts';
import { addMonths, firstDayOf, lastDayOf, type Month } from '../month/month.ts';
import type { Pool } from '../pool/pool.ts';
import type { AccountOf } from './accounts.ts';
import { entryOf, type JournalEntry, MICRO_DECIMALS } from './entry.ts';

/** The entries that no single charge brings: late changes of what was deferred, and the pool. */
export function entriesOfClose({ month, deferral, pool }: MonthClose, accountOf: AccountOf): JournalEntry[] {
  const entries = [
    ...deferral.rollforward.map((row) => lateEntry(row, month, accountOf)),
    poolEntry(pool, month, accountOf),
  ];
  return entries.filter((entry) => entry !== null);
}

/**
 * What rows that came after the close before change of the balance that it closed with. Together with their
 * prior-period entries it is what the rows would have booked on time.
 */
function lateEntry(row: RollforwardRow, month: Month, accountOf: AccountOf): JournalEntry | null {
  const { provider, plan, currency } = row;
  const { gross, tax, fee } = row.late;
  const isCost = provider === 'costs';
  return entryOf(
    {
      date: firstDayOf(month),
      kind: 'deferred of late rows',
      provider,
      plan,
      event: currency,
      month: addMonths(month, -1),
      charge: '',
    },
    [
      { account: accountOf(isCost ? 'prepaid_costs' : 'prepaid_provider_fees', provider), amount: fee },
      { account: accountOf('deferred_revenue', provider), amount: tax - gross },
      { account: accountOf('customer_tax', provider), amount: -tax },
      { account: accountOf(isCost ? 'accrued_costs' : 'receivable', provider), amount: gross - fee },
    ],
  );
}

/** The workers' share of the month (R10): what is distributed is owed, the rest is carried. Exact, whatever its decimals. */
export function poolEntry(pool: Pool, month: Month, accountOf: AccountOf): JournalEntry | null {
  const carried = pool.carriedOut.minus(pool.carriedIn);
  const decimals = Math.max(MICRO_DECIMALS, decimalsOf(pool.pool));
  return entryOf(
    { date: lastDayOf(month), kind: 'worker share', provider: 'pool', plan: '', event: '', month, charge: '' },
    [
      { account: accountOf('worker_share', 'costs'), amount: scaledFromExact(pool.pool, decimals) },
      {
        account: accountOf('worker_pool_payable', 'costs'),
        amount: -scaledFromExact(exactFromMicro(pool.distributed), decimals),
      },
      { account: accountOf('worker_pool_carried', 'costs'), amount: -scaledFromExact(carried, decimals) },
    ],
    decimals,
  );
}
