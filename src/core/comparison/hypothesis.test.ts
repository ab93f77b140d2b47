import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history as arbitrary } from '../../../test/worlds/arbitrary-history.ts';
import { netOf } from '../money/components.ts';
import { exactFromText } from '../money/exact-decimal.ts';
import { monthOf } from '../month/month.ts';
import { always } from '../policy/over-time.ts';
import type { ChargeHistory } from '../revenue/charge-history.ts';
import { amountsIn, recogniseCharge } from '../revenue/charge-postings.ts';
import { coverageFrom } from '../revenue/coverage.ts';
import { atPrice, leftOf, refunded, withoutWallet } from './hypothesis.ts';

const AUGUST = monthOf(2026, 8);
const POLICY = { firstMonth: AUGUST, rules: always({ refunds: 'deferred-first' as const }) };

/** An annual of 120.00 in August, the fee 12.00. */
const ANNUAL: ChargeHistory = {
  provider: 'stripe',
  id: 'ch_1',
  subscription: '',
  atMs: Date.UTC(2026, 7, 3),
  month: AUGUST,
  currency: 'USD',
  rate: null,
  printed: { gross: 120_000_000n, tax: 0n },
  planWeight: { part: 1n, whole: 1n },
  lines: [
    {
      id: '',
      plan: 'unlimited',
      coverage: coverageFrom(AUGUST, 12),
      amounts: { gross: 120_000_000n, tax: 0n, fee: 12_000_000n },
    },
  ],
  taxFollowsGross: true,
  events: [],
  rowAmounts: [],
  source: { input: 'a'.repeat(64), line: 2 },
};

function netIn(charge: ChargeHistory, month: number): bigint {
  return netOf(amountsIn(recogniseCharge(charge, POLICY), monthOf(2026, month)));
}

describe('what is supposed of a charge', () => {
  it('a whole refund: October loses what August and September posted, and the fee that is left', () => {
    const after = refunded(ANNUAL, leftOf(ANNUAL), Date.UTC(2026, 9, 20));
    // Gross 20 was posted and comes back; of the fee 10 were not posted yet, and stay with the store: -20 - 10.
    expect([8, 9, 10, 11].map((month) => netIn(after, month))).toEqual([9_000_000n, 9_000_000n, -30_000_000n, 0n]);
    expect(leftOf(after)).toBe(0n);
    expect(after.events).toEqual([
      {
        ...{ type: 'reduction', kind: 'refund', atMs: Date.UTC(2026, 9, 20), sourceId: 'whatif' },
        ...{ amounts: { gross: 120_000_000n, tax: 0n, fee: 0n }, source: ANNUAL.source },
      },
    ]);
    const { source } = ANNUAL;
    const back = {
      type: 'restoration',
      atMs: Date.UTC(2026, 10, 1),
      sourceId: 'whatif',
      gross: 30_000_000n,
      source,
    } as const;
    expect(leftOf({ ...after, events: [...after.events, back] })).toBe(30_000_000n);
  });

  it('elsewhere the fee comes back in the proportion of the gross', () => {
    const after = refunded(
      { ...ANNUAL, provider: 'google', taxFollowsGross: false },
      60_000_000n,
      Date.UTC(2026, 9, 20),
    );
    // Half of everything: 60 of the 100 gross that are left over ten months, 6 of the 10 fee: (40 - 4) / 10 a month.
    expect([netIn(after, 9), netIn(after, 10)]).toEqual([9_000_000n, 3_600_000n]);
  });

  it('is in the charge’s currency, the fee of which is known in dollars', () => {
    const rate = exactFromText('1.25');
    const after = refunded({ ...ANNUAL, rate, currency: 'EUR', taxFollowsGross: false }, 60_000_000n, ANNUAL.atMs);
    // 12 dollars are 9.60 euros, and half of the gross comes back.
    expect(after.events[0]).toMatchObject({ amounts: { gross: 60_000_000n, tax: 0n, fee: 4_800_000n } });
  });

  it('another price scales the charge, and leaves other plans alone', () => {
    const plan = {
      id: 'unlimited',
      term: 'annual',
      listPrice: always(240_000_000n),
      products: { stripe: [], apple: [], google: [] },
    } as const;
    expect(netIn(atPrice(ANNUAL, plan, 480_000_000n), 8)).toBe(18_000_000n);
    expect(atPrice(ANNUAL, { ...plan, term: 'monthly' }, 480_000_000n)).toBe(ANNUAL);
    expect(atPrice(ANNUAL, { ...plan, id: 'unlimited_pro' }, 480_000_000n)).toBe(ANNUAL);
    const upgraded = { ...ANNUAL, lines: ANNUAL.lines.flatMap((line) => [line, { ...line, id: 'il_2' }]) };
    expect(atPrice(upgraded, plan, 480_000_000n)).toBe(upgraded);
    const lineless = { ...ANNUAL, lines: [] };
    expect(atPrice(lineless, plan, 480_000_000n)).toBe(lineless);
  });

  it('at its own list price every charge posts what it posts', () => {
    fc.assert(
      fc.property(arbitrary, (charge) => {
        const [line] = charge.lines;
        if (line === undefined) return;
        const term = line.coverage.months === 12 ? 'annual' : 'monthly';
        const plan = {
          id: line.plan,
          term,
          listPrice: always(20_000_000n),
          products: { stripe: [], apple: [], google: [] },
        } as const;
        expect(atPrice(charge, plan, 20_000_000n)).toEqual(charge);
      }),
      { numRuns: 100 },
    );
  });
});

it('a wallet that did nothing has no points', () => {
  const wallets = ['0xa', '0xb'].map((wallet) => ({ wallet, jobs: 1, points: 1n }));
  const usage = { month: AUGUST, rows: 2, wallets, excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] };
  expect(withoutWallet(usage, '0xa').wallets.map(({ wallet }) => wallet)).toEqual(['0xb']);
});
