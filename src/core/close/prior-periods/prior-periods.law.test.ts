import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history, recognitionPolicy, START } from '../../../../test/worlds/arbitrary-history.ts';
import { SOURCE } from '../../../../test/worlds/charges.ts';
import { addComponents, type Components, NOTHING } from '../../money/components.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { addMonths, type Month, monthsFrom } from '../../month/month.ts';
import { type ChargeHistory, monthOfEvent, planOf, type RowAmount } from '../../revenue/charge-history.ts';
import { postingsOf, type RecognisedCharge, recogniseCharge } from '../../revenue/charge-postings.ts';
import type { Posting } from '../../revenue/posting.ts';
import type { ClosedBooks } from './closed-books.ts';
import { type PostedBefore, priorPeriodPostings } from './prior-period.ts';
import { PriorPeriods } from './prior-periods.ts';

const amounts: fc.Arbitrary<Components> = fc.record({
  gross: fc.bigInt({ min: -9n, max: 9n }),
  tax: fc.bigInt({ min: -9n, max: 9n }),
  fee: fc.bigInt({ min: -9n, max: 9n }),
});
const month = fc.integer({ min: -6, max: 30 }).map((later) => addMonths(START, later));

/** Fees and accepted refunds of rows, of any month: before the charge too. */
const rowAmount: fc.Arbitrary<RowAmount> = fc.record({
  kind: fc.constantFrom('provider-fee' as const, 'dispute-fee' as const, 'refund' as const),
  month,
  amounts,
  sourceId: fc.constantFrom('re_0', 're_1'),
  source: fc.constant(SOURCE),
});

/** A charge as now known; without its schedules where only accepted orphans are. */
const charge: fc.Arbitrary<ChargeHistory> = fc
  .record({
    known: history,
    rowAmounts: fc.array(rowAmount, { maxLength: 3 }),
    orphans: fc.constantFrom(false, false, true),
  })
  .map(({ known, rowAmounts, orphans }) => ({ ...known, ...(orphans ? { lines: [], events: [] } : {}), rowAmounts }));

/** What was known of it when a final month was closed: all, fewer events and rows, or another charge altogether. */
const knownThen = fc.record({
  events: fc.constantFrom(99, 99, 1, 0),
  rowAmounts: fc.constantFrom(99, 99, 1, 0),
  other: fc.option(history, { nil: null, freq: 4 }),
});

/** What final months posted besides: adjustments, of any month. */
const adjustment = fc.record({ originalMonth: month, amounts });

const world = fc
  .record({
    charge,
    policy: recognitionPolicy,
    lastFinal: fc.integer({ min: -1, max: 26 }),
    wasThere: fc.boolean(),
    knownThen,
    adjustments: fc.array(adjustment, { maxLength: 3 }),
  })
  .map(({ lastFinal, ...rest }) => ({ ...rest, lastFinal: addMonths(rest.policy.firstMonth, lastFinal) }));

type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

function postedBy({ charge, policy, lastFinal, wasThere, knownThen, adjustments }: World): PostedBefore[] {
  const then = {
    ...(knownThen.other ?? charge),
    rowAmounts: charge.rowAmounts.slice(0, knownThen.rowAmounts),
  };
  const recognised = recogniseCharge({ ...then, events: then.events.slice(0, knownThen.events) }, policy);
  const posted = wasThere
    ? monthsFrom(policy.firstMonth, lastFinal).flatMap((each) => postingsOf(recognised, each))
    : [];
  return [...posted, ...adjustments].map((each) => ({
    ...{ entry: 'charge', provider: charge.provider, charge: charge.id, source: SOURCE },
    ...{ originalMonth: each.originalMonth, amounts: each.amounts },
  }));
}

/** The plain definition of R16: every final month is computed, posting by posting. */
function everyFinalMonth(
  recognised: RecognisedCharge,
  posted: readonly PostedBefore[],
  firstMonth: Month,
  lastFinal: Month,
): Posting[] {
  const { charge } = recognised;
  const should = monthsFrom(firstMonth, lastFinal).map((originalMonth) => ({
    originalMonth,
    amounts: postingsOf(recognised, originalMonth).reduce((sum, each) => addComponents(sum, each.amounts), NOTHING),
  }));
  const latest = charge.events.findLast((event) => monthOfEvent(event) <= lastFinal);
  const { provider, id, currency, rate } = charge;
  const source = latest?.source ?? charge.source;
  const subject = { entry: 'charge', provider, charge: id, source, plan: planOf(charge), currency, rate } as const;
  return priorPeriodPostings(subject, should, posted, addMonths(lastFinal, 1));
}

describe('R16: what a charge adjusts', () => {
  it('is what every final month of it would give, computed one by one', () => {
    let adjusted = 0;
    fc.assert(
      fc.property(world, (each) => {
        const { charge, policy, lastFinal } = each;
        const books: ClosedBooks = { lastFinal, carriedOut: new Exact(0) };
        const recognised = recogniseCharge(charge, policy);
        const posted = postedBy(each);
        const adjustments = new PriorPeriods(books, policy.firstMonth).ofCharge(recognised, posted);
        expect(adjustments).toEqual(everyFinalMonth(recognised, posted, policy.firstMonth, lastFinal));
        if (adjustments.length > 0) adjusted += 1;
      }),
      { numRuns: 1000 },
    );
    expect(adjusted).toBeGreaterThan(100);
  });
});
