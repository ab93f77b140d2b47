import type { Movement, MovementChange } from '../deferral/movement.ts';
import { subtractComponents } from '../money/components.ts';
import { lastDayOf, type Month } from '../month/month.ts';
import { utcDate } from '../month/utc-date.ts';
import type { AccountOf, AccountRole } from './accounts.ts';
import { type EntryHead, entryOf, type JournalEntry } from './entry.ts';

/**
 * How a charge's deferred amounts move through a month, as entries: billed on the charge's date, changed on the date of
 * each refund, dispute or restoration, recognised on the month's last day. A spread cost is prepaid in the same way.
 *
 * What is deferred is revenue without the customer's tax, and the provider's fee: that tax is owed from the charge on.
 */
export function entriesOfMovement(movement: Movement, month: Month, accountOf: AccountOf): JournalEntry[] {
  const entries =
    movement.provider === 'costs'
      ? [costBilled(movement, month, accountOf), costRecognised(movement, month, accountOf)]
      : [
          billed(movement, month, accountOf),
          ...movement.changes.map((change) => changed(movement, change, month, accountOf)),
          recognised(movement, month, accountOf),
        ];
  return entries.filter((entry) => entry !== null);
}

function billed(movement: Movement, month: Month, accountOf: AccountOf): JournalEntry | null {
  const { provider } = movement;
  const { gross, tax, fee } = movement.billed;
  return entryOf({ ...headOf(movement, month), date: utcDate(movement.atMs), kind: 'billing' }, [
    { account: accountOf('receivable', provider), amount: gross - fee },
    { account: accountOf('prepaid_provider_fees', provider), amount: fee },
    { account: accountOf('customer_tax', provider), amount: -tax },
    { account: accountOf('deferred_revenue', provider), amount: tax - gross },
  ]);
}

function recognised(movement: Movement, month: Month, accountOf: AccountOf): JournalEntry | null {
  const { provider } = movement;
  const { gross, tax, fee } = movement.recognised;
  return entryOf({ ...headOf(movement, month), date: lastDayOf(month), kind: 'recognition' }, [
    { account: accountOf('deferred_revenue', provider), amount: gross - tax },
    { account: accountOf('subscription_revenue', provider), amount: tax - gross },
    { account: accountOf('provider_fees', provider), amount: fee },
    { account: accountOf('prepaid_provider_fees', provider), amount: -fee },
  ]);
}

/** Where the part goes that was never deferred. */
const DIRECT: Readonly<Record<MovementChange['kind'], AccountRole>> = {
  refund: 'refunds',
  dispute: 'dispute_losses',
  restoration: 'restorations',
};

/** The money moves by `total`; of it, `direct` goes straight through revenue and the rest through what is deferred. */
function changed(
  movement: Movement,
  { kind, sourceId, atMs, total, direct }: MovementChange,
  month: Month,
  accountOf: AccountOf,
): JournalEntry | null {
  const { provider } = movement;
  const deferred = subtractComponents(total, direct);
  return entryOf({ ...headOf(movement, month), date: utcDate(atMs), kind, event: sourceId }, [
    { account: accountOf('deferred_revenue', provider), amount: deferred.tax - deferred.gross },
    { account: accountOf(DIRECT[kind], provider), amount: direct.tax - direct.gross },
    { account: accountOf('customer_tax', provider), amount: -total.tax },
    { account: accountOf('prepaid_provider_fees', provider), amount: deferred.fee },
    { account: accountOf('provider_fees', provider), amount: direct.fee },
    { account: accountOf('receivable', provider), amount: total.gross - total.fee },
  ]);
}

function costBilled(movement: Movement, month: Month, accountOf: AccountOf): JournalEntry | null {
  const { fee } = movement.billed;
  return entryOf({ ...headOf(movement, month), date: utcDate(movement.atMs), kind: 'cost' }, [
    { account: accountOf('prepaid_costs', 'costs'), amount: fee },
    { account: accountOf('accrued_costs', 'costs'), amount: -fee },
  ]);
}

function costRecognised(movement: Movement, month: Month, accountOf: AccountOf): JournalEntry | null {
  const { fee } = movement.recognised;
  return entryOf({ ...headOf(movement, month), date: lastDayOf(month), kind: 'cost recognition' }, [
    { account: accountOf('applicable_costs', 'costs'), amount: fee },
    { account: accountOf('prepaid_costs', 'costs'), amount: -fee },
  ]);
}

function headOf({ provider, plan, charge }: Movement, month: Month): Omit<EntryHead, 'date' | 'kind'> {
  return { provider, plan, event: '', month, charge };
}
