import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netRevenueOf, REVENUE_PROVIDERS } from '../../src/core/close/net-revenue.ts';
import { ACCOUNT_ROLE_NAMES, ACCOUNT_ROLES, accountsOf, DEFAULT_ACCOUNTS } from '../../src/core/journal/accounts.ts';
import type { JournalEntry } from '../../src/core/journal/entry.ts';
import { Journal } from '../../src/core/journal/journal.ts';
import { netOf, subtractComponents } from '../../src/core/money/components.ts';
import { addMonths } from '../../src/core/month/month.ts';
import type { ChargeHistory, RowAmount } from '../../src/core/revenue/charge-history.ts';
import { type ClosedStep, closeInOrder, type LateWorld, lateWorld } from '../judging/known-bit-by-bit.ts';
import { START } from '../worlds/arbitrary-history.ts';
import { month, SOURCE } from '../worlds/charges.ts';

const RUNS = { numRuns: 300 };
const accountOf = accountsOf({ accounts: DEFAULT_ACCOUNTS });

/** A fee that a row carries itself, or the refund of an orphan that a person accepted. */
const rowAmount = fc
  .record({
    kind: fc.constantFrom('provider-fee' as const, 'dispute-fee' as const, 'refund' as const, 'dispute' as const),
    later: fc.integer({ min: 0, max: 5 }),
    amount: fc.bigInt({ min: 1n, max: 90_000_000n }),
  })
  .map(({ kind, later, amount }): RowAmount => {
    const isFee = kind === 'provider-fee' || kind === 'dispute-fee';
    const amounts = isFee
      ? { gross: 0n, tax: 0n, fee: amount }
      : { gross: -amount, tax: -amount / 7n, fee: -amount / 9n };
    return { kind, month: addMonths(START, later), amounts, sourceId: 're_row', source: SOURCE };
  });

/** Charges with fees of rows, and accepted orphans: charges without lines. */
const worldWithRows: fc.Arbitrary<LateWorld> = fc
  .tuple(lateWorld, fc.array(rowAmount, { maxLength: 4 }), fc.boolean())
  .map(([world, rows, orphaned]) => ({
    ...world,
    charges: world.charges.map((each, index) => {
      const isOrphan = orphaned && index === 0;
      const own = rows.filter(({ kind }) => isOrphan || kind === 'provider-fee' || kind === 'dispute-fee');
      const orphan = { lines: [], events: [], currency: 'USD', rate: null };
      const charge: ChargeHistory = { ...each.charge, ...(isOrphan ? orphan : {}), rowAmounts: own };
      return { ...each, charge };
    }),
  }));

function journalOf(step: ClosedStep, detail: 'charge' | 'summary'): JournalEntry[] {
  const entries: JournalEntry[] = [];
  const policy = { accounts: DEFAULT_ACCOUNTS, detail };
  const journal = new Journal(policy, step.close.month, (entry, number) => {
    expect(number).toBe(entries.length + 1);
    entries.push(entry);
  });
  for (const movement of step.movements) journal.movement(movement);
  for (const posting of step.postings) journal.posting(posting);
  journal.finish(step.close);
  return entries;
}

/** Every account's balance in millionths, without the workers' share: it may have more decimals. */
function balances(entries: readonly JournalEntry[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { lines, provider } of entries) {
    if (provider === 'pool') continue;
    for (const { account, amount } of lines) sums.set(account, (sums.get(account) ?? 0n) + amount);
  }
  return sums;
}

function sumWhere(sums: ReadonlyMap<string, bigint>, wanted: (account: string) => boolean): bigint {
  return [...sums].reduce((sum, [account, amount]) => sum + (wanted(account) ? amount : 0n), 0n);
}

const byAccount = ([a]: [string, bigint], [b]: [string, bigint]): number => (a < b ? -1 : 1);

const detail = fc.constantFrom('charge' as const, 'summary' as const);

describe('the journal of any world that becomes known while its months are closed', () => {
  it('balances in every entry, dates each in its month, and has no line of zero', () => {
    fc.assert(
      fc.property(worldWithRows, detail, (world, how) => {
        for (const step of closeInOrder(world)) {
          for (const entry of journalOf(step, how)) {
            expect(entry.lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
            expect(entry.lines.every(({ amount }) => amount !== 0n)).toBe(true);
            expect(month(entry.date.slice(0, 7))).toBe(step.close.month);
          }
        }
      }),
      RUNS,
    );
  });

  it('income and expenses are the month’s net revenue, provider by provider', () => {
    fc.assert(
      fc.property(worldWithRows, detail, (world, how) => {
        for (const step of closeInOrder(world)) {
          const sums = balances(journalOf(step, how));
          const income = (provider: (typeof REVENUE_PROVIDERS)[number]): bigint => {
            const roles = ACCOUNT_ROLE_NAMES.filter((role) => {
              const { kind, of } = ACCOUNT_ROLES[role];
              return kind === 'income' && (of !== 'nobody' || provider === 'costs');
            });
            const accounts = new Set(roles.map((role) => accountOf(role, provider)));
            return -sumWhere(sums, (account) => accounts.has(account));
          };
          for (const provider of REVENUE_PROVIDERS) {
            expect(income(provider)).toBe(netRevenueOf(step.close.revenue.lines[provider]));
          }
          const total = -sumWhere(sums, (account) => /^(Income|Expenses):/.test(account));
          expect(total).toBe(step.close.revenue.total);
        }
      }),
      RUNS,
    );
  });

  it('the deferred accounts move from the balance that the books opened with to the closing one', () => {
    fc.assert(
      fc.property(worldWithRows, detail, (world, how) => {
        for (const step of closeInOrder(world)) {
          const sums = balances(journalOf(step, how));
          const moved = -sumWhere(sums, (account) =>
            /:(DeferredRevenue|PrepaidProviderFees|PrepaidCosts)\b/.test(account),
          );
          const expected = step.close.deferral.rollforward.reduce(
            (sum, { opening, closing }) => sum + netOf(subtractComponents(closing, opening)),
            0n,
          );
          expect(moved).toBe(expected);
        }
      }),
      RUNS,
    );
  });

  it('the money in the receivables is everything that was charged, less what was taken back and kept', () => {
    fc.assert(
      fc.property(worldWithRows, (world) => {
        for (const step of closeInOrder(world)) {
          const sums = balances(journalOf(step, 'charge'));
          const money = sumWhere(sums, (account) => /:(Receivable|AccruedCosts)\b/.test(account));
          const tax = sumWhere(sums, (account) => /:CustomerTax\b/.test(account));
          const cash = ({ gross, fee }: { gross: bigint; fee: bigint }): bigint => gross - fee;
          const moved = [
            ...step.movements.flatMap(({ billed, changes }) => [billed, ...changes.map(({ total }) => total)]),
            ...step.postings.filter(({ scheduled }) => !scheduled).map(({ amounts }) => amounts),
            ...step.close.deferral.rollforward.map(({ late }) => late),
          ];
          expect(money).toBe(moved.reduce((sum, amounts) => sum + cash(amounts), 0n));
          expect(tax).toBe(moved.reduce((sum, amounts) => sum - amounts.tax, 0n));
        }
      }),
      RUNS,
    );
  });

  it('books the schedules’ postings once: through their movements', () => {
    fc.assert(
      fc.property(worldWithRows, (world) => {
        for (const step of closeInOrder(world)) {
          const scheduled = step.postings.filter((posting) => posting.scheduled);
          const moved = step.movements.flatMap(({ recognised, changes }) => [
            recognised,
            ...changes.map(({ direct }) => direct),
          ]);
          expect(moved.reduce((sum, amounts) => sum + netOf(amounts), 0n)).toBe(
            scheduled.reduce((sum, { amounts }) => sum + netOf(amounts), 0n),
          );
        }
      }),
      RUNS,
    );
  });

  it('a summary has the same balances as the entries of every charge', () => {
    fc.assert(
      fc.property(worldWithRows, (world) => {
        const moved = (sums: ReadonlyMap<string, bigint>) =>
          [...sums].filter(([, amount]) => amount !== 0n).sort(byAccount);
        for (const step of closeInOrder(world)) {
          expect(moved(balances(journalOf(step, 'summary')))).toEqual(moved(balances(journalOf(step, 'charge'))));
        }
      }),
      RUNS,
    );
  });

  it('what comes late ends in the same balances as what was known on time', () => {
    // No charge is older than the books, all is known by the fourth close, and what is gone by then was never there.
    const latecomers = worldWithRows.map((world): LateWorld => {
      const firstMonth = world.policy.firstMonth > START ? START : world.policy.firstMonth;
      const costs = world.costs.filter(({ cost }) => cost.month >= firstMonth);
      return { ...world, policy: { ...world.policy, firstMonth }, costs, closes: 4 };
    });
    fc.assert(
      fc.property(latecomers, (world) => {
        const onTime: LateWorld = {
          ...world,
          charges: world.charges
            .filter(({ until }) => until > world.closes)
            .map((each) => ({ ...each, from: 0, eventsFrom: each.eventsFrom.map(() => 0) })),
          costs: world.costs.map((each) => ({ ...each, from: 0 })),
        };
        const atTheEnd = (each: LateWorld) =>
          [...balances(closeInOrder(each).flatMap((step) => journalOf(step, 'charge')))]
            .filter(([account, amount]) => /^(Assets|Liabilities):/.test(account) && amount !== 0n)
            .sort(byAccount);
        expect(atTheEnd(world)).toEqual(atTheEnd(onTime));
      }),
      RUNS,
    );
  });
});
