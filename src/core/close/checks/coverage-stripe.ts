import { formatMonth } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';
import { isInUse, NOT_IN_USE } from './in-use.ts';
import { daysOf, shownDays, uncovered } from './month-days.ts';

/** The Stripe ledger files together cover every UTC day of the month, or a mark says why not. */
export function coverageStripe(input: GateInput): Gate {
  const name = 'coverage-stripe';
  if (!isInUse(input, 'stripe', 'stripe-ledger')) return ok(name, NOT_IN_USE);
  const days = daysOf(input.month);
  const files = input.imports.flatMap(({ covers }) => (covers === null ? [] : [covers]));
  const marks = input.marks.filter((mark) => mark.provider === 'stripe');
  const missing = uncovered(days, [...files, ...marks]);
  if (missing.length > 0) {
    const range = `${missing[0]}_to_${missing.at(-1)}`;
    return {
      name,
      state: 'open',
      why: `no ledger file covers ${shownDays(missing)} (whole UTC days)`,
      remedy: `Import the itemized balance change from activity for these days, in UTC: Itemized_balance_change_from_activity_*_${range}.csv.`,
    };
  }
  const marked = uncovered(days, files).length;
  return ok(
    name,
    `the ledger covers every UTC day of ${formatMonth(input.month)}${marked > 0 ? `, ${marked} of them by a mark` : ''}`,
  );
}
