import { addComponents, type Components, subtractComponents, sumOfComponents } from '../money/components.ts';
import type { Month } from '../month/month.ts';
import {
  type ChargeHistory,
  inOrderOfTime,
  monthOfEvent,
  planAmounts,
  type Reduction,
} from '../revenue/charge-history.ts';
import { postedUpTo } from '../revenue/coverage.ts';
import { postedOverTime, type RecognitionPolicy } from '../revenue/posted-over-time.ts';
import { sizeReductions } from '../revenue/reduction-amounts.ts';
import { withoutRestored } from '../revenue/restorations.ts';

/**
 * The deferred balance of a charge at a month's end from the ledger's side: what the charge brings in all, less what the
 * books have posted of it. It looks at no schedule, so that it can vouch for the sum of the remaining ones
 * (`Movement.closing`): charged - reduced - what no book holds - posted in the books.
 *
 * @param inBooks everything that final and open months up to `month` post for the charge, adjustments included
 */
export function ledgerBalance(
  charge: ChargeHistory,
  policy: RecognitionPolicy,
  month: Month,
  inBooks: readonly { readonly amounts: Components }[],
): Components {
  const reductions = reductionsLeft(charge, month);
  const reduced = takenBack(charge, reductions);
  const outside = neverShared(charge, reductions, policy);
  const ownRows = sumOf(charge.rowAmounts.filter((row) => row.month >= policy.firstMonth && row.month <= month));
  const posted = subtractComponents(sumOf(inBooks), ownRows);
  return [reduced, outside, posted].reduce(subtractComponents, planAmounts(charge));
}

/** What the reductions take off the charge, with what was accepted beyond it (R6). */
function takenBack(charge: ChargeHistory, reductions: readonly Reduction[]): Components {
  const { sized } = sizeReductions(charge, reductions);
  return addComponents(sumOf(sized), sumOfComponents(sized.map(({ accepted }) => accepted)));
}

/** The reductions known at the month's end, without the restored ones (R7). */
function reductionsLeft(charge: ChargeHistory, month: Month): Reduction[] {
  const known = charge.events.filter((event) => monthOfEvent(event) <= month);
  return withoutRestored(
    known.filter((event) => event.type === 'reduction'),
    known.filter((event) => event.type === 'restoration'),
  ).left;
}

/**
 * What no book holds: what posted before `first_month`, and the claw-backs beyond what was ever shared. Only a reduction
 * can change a schedule; without one the first is the closed form of R5, and there is nothing of the second.
 */
function neverShared(charge: ChargeHistory, reductions: readonly Reduction[], policy: RecognitionPolicy): Components {
  if (reductions.length === 0) return ownUpTo(charge, (policy.firstMonth - 1) as Month);
  const events = inOrderOfTime(reductions);
  const { months, beforeFirstMonth } = postedOverTime({ ...charge, events }, events, policy);
  const history = months.slice(0, Math.max(0, policy.firstMonth - charge.month));
  return addComponents(sumOfComponents(history), sumOf(beforeFirstMonth));
}

function ownUpTo(charge: ChargeHistory, month: Month): Components {
  return sumOfComponents(
    charge.lines.map(({ amounts, coverage }) => ({
      gross: postedUpTo(amounts.gross, coverage, month),
      tax: postedUpTo(amounts.tax, coverage, month),
      fee: postedUpTo(amounts.fee, coverage, month),
    })),
  );
}

function sumOf(all: readonly { readonly amounts: Components }[]): Components {
  return sumOfComponents(all.map(({ amounts }) => amounts));
}
