import fc from 'fast-check';
import type { CostItem } from '../../src/core/close/costs.ts';
import { DecisionBook } from '../../src/core/close/decision.ts';
import type { MonthClose } from '../../src/core/close/month-close.ts';
import { MonthFold } from '../../src/core/close/month-fold.ts';
import type { PolicyOfClose } from '../../src/core/close/pools-in-order.ts';
import type { ClosedBooks } from '../../src/core/close/prior-periods/closed-books.ts';
import { NOTHING_CLOSED } from '../../src/core/close/prior-periods/closed-books.ts';
import type { Movement } from '../../src/core/deferral/movement.ts';
import { groupKey } from '../../src/core/deferral/rollforward.ts';
import { addMonths, type Month } from '../../src/core/month/month.ts';
import type { ChargeHistory } from '../../src/core/revenue/charge-history.ts';
import type { Posting } from '../../src/core/revenue/posting.ts';
import { closeRules, history, START } from '../worlds/arbitrary-history.ts';
import { SOURCE } from '../worlds/charges.ts';
import { assembled } from '../worlds/closing.ts';

/** A charge that is in the data from one close on, each of its events perhaps later, and perhaps gone before another. */
interface LateCharge {
  readonly charge: ChargeHistory;
  readonly from: number;
  readonly until: number;
  readonly eventsFrom: readonly number[];
}

/** A world that becomes known bit by bit, while one month after the other is closed. */
export interface LateWorld {
  readonly policy: PolicyOfClose;
  readonly charges: readonly LateCharge[];
  readonly costs: readonly { readonly cost: CostItem; readonly from: number }[];
  /** How many months are closed, from `first_month` on. */
  readonly closes: number;
}

/** What one close of such a world gives. */
export interface ClosedStep {
  readonly close: MonthClose;
  readonly postings: readonly Posting[];
  readonly movements: readonly Movement[];
  readonly books: ClosedBooks;
}

const run = fc.constantFrom(0, 0, 0, 1, 2, 3);

const lateCharge = fc.record({
  charge: history,
  from: run,
  until: fc.constantFrom(99, 99, 99, 99, 2),
  eventsFrom: fc.array(run, { minLength: 8, maxLength: 8 }),
});

const lateCost = fc.record({
  cost: fc.record({
    month: fc.integer({ min: -3, max: 9 }).map((months) => addMonths(START, months)),
    description: fc.constantFrom('hosting', 'tax filing'),
    amount: fc.bigInt({ min: 1n, max: 300_000_000n }),
    months: fc.constantFrom(1, 3, 12),
    source: fc.constant(SOURCE),
  }),
  from: run,
});

export const lateWorld: fc.Arbitrary<LateWorld> = fc
  .record({
    firstMonth: fc.integer({ min: -1, max: 8 }).map((months) => addMonths(START, months)),
    rules: closeRules,
    charges: fc.array(lateCharge, { minLength: 1, maxLength: 4 }),
    costs: fc.array(lateCost, { maxLength: 2 }),
    closes: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ firstMonth, rules, charges, costs, closes }) => ({
    policy: { firstMonth, rules },
    charges: charges.map((each, index) => ({ ...each, charge: { ...each.charge, id: `ch_${index}` } })),
    costs,
    closes,
  }));

/**
 * Closes the world's months one after the other, each with what is known by then and what the closes before posted.
 *
 * @param policyOf what is said of the policy when a step is closed; the world's own unless it is another
 */
export function closeInOrder(
  world: LateWorld,
  policyOf: (step: number) => PolicyOfClose = () => world.policy,
): ClosedStep[] {
  const steps: ClosedStep[] = [];
  let books: ClosedBooks = NOTHING_CLOSED;
  for (let step = 0; step < world.closes; step += 1) {
    const month = addMonths(world.policy.firstMonth, step);
    const posted = steps.flatMap(({ postings }) => postings);
    const closed = closeOne({ ...world, policy: policyOf(step) }, step, month, books, posted);
    steps.push(closed);
    const { rollforward } = closed.close.deferral;
    const deferred = new Map(rollforward.map((row) => [groupKey(row), row.closing]));
    books = { lastFinal: month, carriedOut: closed.close.pool.carriedOut, deferred };
  }
  return steps;
}

function closeOne(
  world: LateWorld,
  step: number,
  month: Month,
  books: ClosedBooks,
  posted: readonly Posting[],
): ClosedStep {
  const movements: Movement[] = [];
  const fold = new MonthFold(world.policy, month, books, new DecisionBook([]), {
    movement: (movement) => movements.push(movement),
  });
  const known = world.charges.filter(({ from, until }) => from <= step && step < until);
  const postings: Posting[] = [];
  for (const { charge, eventsFrom } of known) {
    const events = charge.events.filter((_, index) => (eventsFrom[index] ?? 0) <= step);
    const group = assembled({ charges: [{ ...charge, events }] });
    const own = (id: string): Posting[] => posted.filter((each) => each.entry === 'charge' && each.charge === id);
    postings.push(...fold.add(group, ({ id }) => own(id)));
  }
  const ids = new Set(known.map(({ charge }) => charge.id));
  const lost = posted.filter((each) => each.entry === 'charge' && !ids.has(each.charge));
  for (const id of new Set(lost.map(({ charge }) => charge))) {
    postings.push(...fold.takeBack(lost.filter(({ charge }) => charge === id)));
  }
  const costs = world.costs.filter(({ from }) => from <= step).map(({ cost }) => cost);
  postings.push(
    ...fold.finishRevenue(
      costs,
      posted.filter((each) => each.entry === 'cost'),
    ),
  );
  const usage = { month, rows: 0, wallets: [], excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] };
  return { close: fold.close([usage]), postings, movements, books };
}
