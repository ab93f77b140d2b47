import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readApple } from '../../test/worlds/apple-exports.ts';
import { appleRows, googleRows, ledgerInvoices, ledgerRows } from '../../test/worlds/arbitrary-export-rows.ts';
import { assembleEach, type JudgedLines, type Line, rulesOf } from '../../test/worlds/assembling.ts';
import { readGoogle } from '../../test/worlds/google-exports.ts';
import { readLedger } from '../../test/worlds/stripe-exports.ts';
import { addComponents, type Components, NOTHING, netOf } from '../core/money/components.ts';
import { addMonths, monthOf } from '../core/month/month.ts';
import { always } from '../core/policy/over-time.ts';
import type { RowFate, SourcedTransaction } from '../core/revenue/assembled.ts';
import { type ChargeHistory, postingMonths } from '../core/revenue/charge-history.ts';
import { amountsIn, recogniseCharge } from '../core/revenue/charge-postings.ts';

/** One dollar a euro, so that what rows print in different currencies adds up. */
const RULES = rulesOf(
  [{ date: '2026-10', currency: 'EUR', rate: '1' }].flatMap((rate) => [
    rate,
    { ...rate, date: '2026-11' },
    { ...rate, date: '2026-12' },
  ]),
);

/** Every month is shared, so that no claw-back has a limit. */
const POLICY = { firstMonth: monthOf(2020, 1), rules: always({ refunds: 'deferred-first' } as const) };

/** What a charge posts and lists over all months, and what of its rows could not post: beyond the charge, or of nothing taken. */
function outcomeOf(charge: ChargeHistory): { posted: Components; excess: Components; isTold: boolean } {
  const recognised = recogniseCharge(charge, POLICY);
  const { first, last } = postingMonths(charge);
  let posted = NOTHING;
  for (let month = first; month <= last; month = addMonths(month, 1))
    posted = addComponents(posted, amountsIn(recognised, month));
  const outcome = recognised.afterEvents.at(-1);
  const over = outcome?.overReduced ?? [];
  // Tax or fee that comes back beyond what was taken is listed, as what no month can give back is.
  const listed = outcome?.beforeFirstMonth ?? [];
  return {
    posted: listed.reduce((sum, { amounts }) => addComponents(sum, amounts), posted),
    excess: over.reduce((sum, { amounts }) => addComponents(sum, amounts), NOTHING),
    isTold: (outcome?.unmatchedRestorations ?? []).length === 0,
  };
}

/** The rows of a group with one of the fates. */
function rowsOf({ rows, group }: JudgedLines, ...fates: RowFate['fate'][]): SourcedTransaction[] {
  return rows.filter(({ source }) => fates.some((fate) => group.fates.get(source)?.fate === fate));
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** What a group's charges and what is left out of it add up to; null where a restoration of nothing says that it does not. */
function outcomeOfGroup({ group }: JudgedLines): { posted: Components; excess: Components; leftOut: bigint } | null {
  const outcomes = group.charges.map(outcomeOf);
  if (outcomes.some(({ isTold }) => !isTold)) return null;
  return {
    posted: outcomes.reduce((sum, each) => addComponents(sum, each.posted), NOTHING),
    excess: outcomes.reduce((sum, each) => addComponents(sum, each.excess), NOTHING),
    leftOut: sumOf(group.exclusions.map(({ amount }) => amount ?? 0n)),
  };
}

function expectFates(judged: readonly JudgedLines[]): void {
  for (const { rows, group } of judged) {
    expect(rows.map(({ source }) => group.fates.get(source)?.fate ?? 'none')).not.toContain('none');
    const codes = new Set(group.findings.map(({ code }) => code));
    for (const { fate, by } of group.fates.values()) {
      if (fate === 'exception') expect(codes).toContain(by);
      if (fate === 'left-out') expect(group.exclusions.map(({ reason }) => reason)).toContain(by);
    }
  }
}

async function judge(
  lines: Promise<Line[]>,
  invoices: Parameters<typeof assembleEach>[2] = [],
): Promise<JudgedLines[]> {
  return assembleEach(await lines, RULES, invoices);
}

describe('every row is booked, left out or an exception, and the amounts add up (what must never happen)', () => {
  it('in a Stripe ledger', async () => {
    const invoices = await ledgerInvoices();
    await fc.assert(
      fc.asyncProperty(ledgerRows, async (rows) => {
        const judged = await judge(readLedger(rows), invoices);
        expectFates(judged);
        for (const each of judged) {
          const outcome = outcomeOfGroup(each);
          if (outcome === null || each.group.sharedFees.length > 0) continue;
          const printed = sumOf(rowsOf(each, 'booked', 'left-out').map(({ gross }) => gross));
          expect(outcome.posted.gross + outcome.leftOut - outcome.excess.gross).toBe(printed);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('in a Google earnings report, in which each row is one component', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(googleRows, { maxLength: 12 }), async (rows) => {
        const judged = await judge(readGoogle(rows));
        expectFates(judged);
        for (const each of judged) {
          const outcome = outcomeOfGroup(each);
          if (outcome === null) continue;
          const printed = sumOf(rowsOf(each, 'booked', 'left-out').map(({ gross }) => gross));
          expect(netOf(outcome.posted) + outcome.leftOut - netOf(outcome.excess)).toBe(printed);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('in an Apple Subscriber report, price and proceeds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(appleRows, { maxLength: 12 }), async (rows) => {
        const judged = await judge(readApple(rows));
        expectFates(judged);
        for (const each of judged) {
          const outcome = outcomeOfGroup(each);
          if (outcome === null) continue;
          const booked = rowsOf(each, 'booked');
          const printed = sumOf(rowsOf(each, 'booked', 'left-out').map(({ gross }) => gross));
          expect(outcome.posted.gross + outcome.leftOut - outcome.excess.gross).toBe(printed);
          expect(outcome.posted.fee - outcome.excess.fee).toBe(sumOf(booked.map(({ fee }) => fee)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
