import { compareAmounts } from '../money/compare-amounts.ts';
import { addComponents, type Components, isNothing, NOTHING, subtractComponents } from '../money/components.ts';
import type { Month } from '../month/month.ts';
import { compareText } from '../text/compare-text.ts';
import { type ChargeHistory, kindOfEvent, ownIn, planOf, type RowAmount, scheduledIn } from './charge-history.ts';
import { coveredUpTo } from './coverage.ts';
import { type PostedCharge, postedOverTime, type RecognitionPolicy } from './posted-over-time.ts';
import type { Posting } from './posting.ts';
import { valueAt } from './timeline.ts';

/** One charge, recognised: ask it for any month. */
export interface RecognisedCharge {
  readonly charge: ChargeHistory;
  /** What the charge posts after none, one, two ... all of its events. */
  readonly afterEvents: readonly PostedCharge[];
}

/** R5 to R7 for one charge. */
export function recogniseCharge(charge: ChargeHistory, policy: RecognitionPolicy): RecognisedCharge {
  const afterEvents = charge.events.map((_, index) =>
    postedOverTime(charge, charge.events.slice(0, index + 1), policy),
  );
  return { charge, afterEvents };
}

/** The charge's postings of one month: its own schedules, then what each event changes, then the rows' own fees. */
export function postingsOf({ charge, afterEvents }: RecognisedCharge, month: Month): Posting[] {
  return [
    ...ownPostings(charge, month),
    ...eventPostings(charge, afterEvents, month),
    ...rowPostings(charge, month),
  ].filter((posting) => !isNothing(posting.amounts));
}

/** What the charge posts in a month in all: the sum of `postingsOf`, which need not be made for it. */
export function amountsIn({ charge, afterEvents }: RecognisedCharge, month: Month): Components {
  const known = afterEvents.at(-1);
  const scheduled = known === undefined ? ownIn(charge, month) : (known.months[month - charge.month] ?? NOTHING);
  return charge.rowAmounts
    .filter((row) => row.month === month)
    .reduce((sum, row) => addComponents(sum, row.amounts), scheduled);
}

function ownPostings(charge: ChargeHistory, month: Month): Posting[] {
  return charge.lines.map((line) => ({
    ...common(charge, month),
    line: line.id,
    kind: 'charge',
    event: '',
    plan: line.plan,
    coverage: {
      first: line.coverage.first,
      months: line.coverage.months,
      k: coveredUpTo(line.coverage, month),
    },
    scheduled: true,
    amounts: scheduledIn(line, month),
    source: charge.source,
  }));
}

/** Each event as the difference between the schedule after and before it; together with the own schedules they sum to what the charge posts. */
function eventPostings(charge: ChargeHistory, afterEvents: readonly PostedCharge[], month: Month): Posting[] {
  const index = month - charge.month;
  let before = ownIn(charge, month);
  return charge.events.map((event, number) => {
    const after = valueAt(afterEvents, number).months[index] ?? NOTHING;
    const change = subtractComponents(after, before);
    before = after;
    return {
      ...common(charge, month),
      line: '',
      kind: kindOfEvent(event),
      event: event.sourceId,
      plan: planOf(charge),
      coverage: null,
      scheduled: true,
      amounts: change,
      source: event.source,
    };
  });
}

function rowPostings(charge: ChargeHistory, month: Month): Posting[] {
  return charge.rowAmounts
    .filter((row) => row.month === month)
    .sort(bySourceAndFee)
    .map((row) => ({
      ...common(charge, month),
      line: '',
      kind: row.kind,
      event: row.sourceId,
      plan: planOf(charge),
      coverage: null,
      scheduled: false,
      amounts: row.amounts,
      source: row.source,
    }));
}

/** The order of rows never matters (R15). */
function bySourceAndFee(a: RowAmount, b: RowAmount): number {
  return (
    compareText(a.sourceId, b.sourceId) ||
    compareText(a.kind, b.kind) ||
    compareAmounts(a.amounts.gross, b.amounts.gross) ||
    compareAmounts(a.amounts.fee, b.amounts.fee)
  );
}

function common(
  charge: ChargeHistory,
  month: Month,
): Pick<Posting, 'month' | 'originalMonth' | 'entry' | 'provider' | 'charge' | 'currency' | 'rate'> {
  const { provider, id, currency, rate } = charge;
  return { month, originalMonth: month, entry: 'charge', provider, charge: id, currency, rate };
}
