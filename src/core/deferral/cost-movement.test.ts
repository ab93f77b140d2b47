import { describe, expect, it } from 'vitest';
import { month, SOURCE, usd } from '../../../test/worlds/charges.ts';
import type { CostItem } from '../close/costs.ts';
import { costPosting } from '../close/costs.ts';
import { NOTHING } from '../money/components.ts';
import { type Month, monthsFrom } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import { costMovementOf, moveCosts } from './cost-movement.ts';
import { DeferralSum } from './deferral.ts';

const AUGUST = month('2026-08');
const SEPTEMBER = month('2026-09');
const OCTOBER = month('2026-10');

/** 10.00 of August over three months: 3.333333, 3.333333 and 3.333334. */
function cost(changed: Partial<CostItem> = {}): CostItem {
  return { month: AUGUST, description: 'rent', amount: usd('10'), months: 3, source: SOURCE, ...changed };
}

const fee = (text: string) => ({ ...NOTHING, fee: usd(text) });

/** What the books hold of costs from August to a month. */
function booked(costs: readonly CostItem[], to: Month): Posting[] {
  return costs.flatMap((each) => monthsFrom(AUGUST, to).map((of) => costPosting(each, of)));
}

describe('costMovementOf: how a cost that is spread moves (R9)', () => {
  it('is billed in its own month and leaves the rest', () => {
    expect(costMovementOf(cost(), AUGUST)).toEqual({
      ...{ provider: 'costs', charge: 'rent', plan: '', currency: 'USD', source: SOURCE },
      ...{ atMs: Date.UTC(2026, 7, 1), month: AUGUST, covers: { first: AUGUST, last: OCTOBER } },
      ...{ charged: fee('10'), opening: NOTHING, billed: fee('10'), recognised: fee('3.333333') },
      ...{ changes: [], closing: fee('6.666667') },
      schedule: [fee('3.333333'), fee('3.333333'), fee('3.333334')],
    });
  });

  it('runs off by its schedule and has no movement outside of its months', () => {
    expect(costMovementOf(cost(), OCTOBER)).toMatchObject({
      ...{ opening: fee('3.333334'), billed: NOTHING, recognised: fee('3.333334'), closing: NOTHING },
    });
    expect(costMovementOf(cost(), month('2026-11'))).toBeNull();
    expect(costMovementOf(cost(), month('2026-07'))).toBeNull();
  });
});

describe('moveCosts', () => {
  const move = (costs: readonly CostItem[], inBooks: readonly Posting[], firstMonth = AUGUST, of = SEPTEMBER) => {
    const charges: string[] = [];
    const deferral = new DeferralSum(({ charge, charged }) => charges.push(`${charge} ${charged.fee}`));
    moveCosts(deferral, { costs, inBooks, firstMonth, month: of });
    return { charges, mismatches: deferral.result(null).mismatches };
  };

  it('finds the ledger and the schedules equal, and says where the books hold a micro-dollar more', () => {
    const costs = [cost(), cost({ description: 'over', months: 1 }), cost({ month: OCTOBER })];
    const books = booked(costs, SEPTEMBER);
    expect(move(costs, books).mismatches).toEqual([]);
    const more = { provider: 'costs' as const, amounts: fee('0.000001') };
    const { mismatches } = move(costs, [...books, { ...costPosting(cost(), AUGUST), ...more }]);
    // 3.333334 of the rent are left; costs stand in the fee, which net subtracts.
    expect(mismatches).toEqual(['costs: -3.333334 remain scheduled, the ledger has -3.333333']);
  });

  it('leaves the fees of providers to their charges', () => {
    const other = { ...costPosting(cost(), AUGUST), provider: 'stripe' as const };
    expect(move([cost()], [...booked([cost()], SEPTEMBER), other]).mismatches).toEqual([]);
  });

  it('counts nothing before first_month: no book holds it', () => {
    expect(move([cost()], [costPosting(cost(), SEPTEMBER)], SEPTEMBER).mismatches).toEqual([]);
  });

  it('takes costs in an order of their own, whatever that of their rows', () => {
    const costs = [
      cost({ description: 'b', months: 2 }),
      cost({ description: 'a', amount: usd('5') }),
      cost({ description: 'a', amount: usd('4') }),
      cost({ description: 'a', amount: usd('6'), months: 2 }),
      cost({ description: 'a', amount: usd('7'), month: SEPTEMBER, months: 2 }),
      cost({ description: 'a', amount: usd('4') }),
    ];
    const expected = ['a 6', 'a 4', 'a 4', 'a 5', 'a 7', 'b 10'].map((text) => `${text}000000`);
    expect(move(costs, []).charges).toEqual(expected);
    expect(move([...costs].reverse(), []).charges).toEqual(expected);
  });
});
