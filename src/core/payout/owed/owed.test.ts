import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import {
  ADA,
  AUGUST,
  BEN,
  freshBatch,
  payeeOf,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../../test/worlds/payout-world.ts';
import { payoutDue } from '../../month/month.ts';
import type { KeptBatch, ReleaseAct } from '../ledger/kept-payouts.ts';
import { isBeingSent } from '../preparation/lapsed-payees.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { type OwedAmount, owedAmounts, owedTotals } from './owed.ts';
import { walletBalances } from './wallet-balances.ts';

const ACT = { by: 'ann', at: '2026-10-01T00:00:00Z', afterMonth: '2026-09' };
const RELEASED: ReleaseAct = { ...ACT, act: 'released', digest: 'd', validUntil: '', reason: '' };
const EARNED = [
  { month: AUGUST, wallet: ADA, amount: usd('10') },
  { month: SEPTEMBER, wallet: ADA, amount: usd('5') },
  { month: AUGUST, wallet: BEN, amount: usd('3') },
];

/** August's batch pays Ada its 10 dollars; nothing of it is receipted. */
function batch(releases: readonly ReleaseAct[]): KeptBatch {
  const lines = [line({ wallet: ADA, balanceUsd: usd('10'), payUsd: usd('10'), assetAmount: usd('10') })];
  return { ...freshBatch(batchOf(AUGUST, 1, lines)), prepared: ACT, releases, void: null, receipts: [] };
}

function owedOn(today: string, batches: readonly KeptBatch[], hold = ''): OwedAmount[] {
  // Ben's 3 dollars are below the minimum of 4.
  const rules = rulesOf(termsOf({ usdc: { minimum: '4' } }), [payeeOf(ADA, { hold })]);
  return owedAmounts({
    balances: walletBalances({ earned: EARNED, adjustments: [], batches }, SEPTEMBER, rules),
    sending: batches.filter((each) => isBeingSent(each, rules)),
    earned: EARNED,
    dueOf: (month) => payoutDue(month, 45),
    today,
  });
}

describe('what is owed (R17)', () => {
  it('says by month what is on its way, what is open, and since when a balance waits', () => {
    // 45 days after 31 August and 30 September.
    expect(owedOn('2026-10-16', [batch([RELEASED])])).toEqual([
      {
        ...{ wallet: ADA, month: AUGUST, due: '2026-10-15', owed: usd('10'), onItsWay: usd('10'), reserved: 0n },
        ...{ open: 0n, overdue: usd('10'), reason: '', waitsSince: null, idleMonths: 0 },
      },
      {
        ...{ wallet: ADA, month: SEPTEMBER, due: '2026-11-14', owed: usd('5'), onItsWay: 0n, reserved: 0n },
        ...{ open: usd('5'), overdue: 0n, reason: '', waitsSince: null, idleMonths: 0 },
      },
      {
        ...{ wallet: BEN, month: AUGUST, due: '2026-10-15', owed: usd('3'), onItsWay: 0n, reserved: 0n },
        ...{ open: usd('3'), overdue: 0n, reason: 'below-minimum', waitsSince: AUGUST, idleMonths: 1 },
      },
    ]);
  });

  it('is not overdue on the day on which it is due, nor while it is held', () => {
    const overdue = (today: string, hold = ''): string[] =>
      owedOn(today, [], hold).map((each) => String(each.overdue / 1_000_000n));
    expect(overdue('2026-10-15')).toEqual(['0', '0', '0']);
    expect(overdue('2026-10-16')).toEqual(['10', '0', '0']);
    expect(overdue('2026-11-15')).toEqual(['10', '5', '0']);
    expect(overdue('2026-11-15', 'address unconfirmed')).toEqual(['0', '0', '0']);
  });

  it('tells a batch that waits for its release from one that is on its way', () => {
    expect(owedTotals(owedOn('2026-11-15', [batch([])]))).toEqual({
      ...{ owed: usd('18'), onItsWay: 0n, reserved: usd('10'), open: usd('8'), overdue: usd('15') },
      belowMinimum: usd('3'),
    });
  });

  it('gives what batches hold to the oldest months, what is on its way before what waits', () => {
    const of = (held: string, releases: readonly ReleaseAct[]): KeptBatch => {
      const lines = [line({ wallet: ADA, balanceUsd: usd(held), payUsd: usd(held), assetAmount: usd(held) })];
      return { ...batch(releases), batch: batchOf(AUGUST, 1, lines) };
    };
    const held = (...batches: readonly KeptBatch[]): string[][] =>
      owedOn('2026-10-16', batches)
        .filter(({ wallet }) => wallet === ADA)
        .map(({ onItsWay, reserved, open }) => [onItsWay, reserved, open].map((each) => String(each / 1_000_000n)));
    // Ten of August, five of September: twelve on their way.
    expect(held(of('12', [RELEASED]))).toEqual([
      ['10', '0', '0'],
      ['2', '0', '3'],
    ]);
    // Four on their way, and eight that wait.
    expect(held(of('4', [RELEASED]), of('8', []))).toEqual([
      ['4', '6', '0'],
      ['0', '2', '3'],
    ]);
  });

  it('says why and since when of what is open, and nothing of what a batch holds', () => {
    // August is on its way. September's five wait for a sixth, and have done so since September.
    const rules = rulesOf(termsOf({ usdc: { minimum: '6' } }));
    const of = (rulesNow: typeof rules) => {
      const batches = [batch([RELEASED])];
      const balances = walletBalances({ earned: EARNED, adjustments: [], batches }, SEPTEMBER, rulesNow);
      const books = { balances, sending: batches, earned: EARNED, dueOf: () => '2026-10-15', today: '2026-10-16' };
      return owedAmounts(books)
        .filter(({ wallet }) => wallet === ADA)
        .map(({ reason, waitsSince }) => [reason, waitsSince]);
    };
    expect(of(rules)).toEqual([
      ['', null],
      ['below-minimum', SEPTEMBER],
    ]);
    expect(of(rulesOf(termsOf(), [payeeOf(ADA, { hold: 'address unconfirmed' })]))).toEqual([
      ['', null],
      ['on-hold', null],
    ]);
  });

  it('counts idle months from the last that had points, and none where none had', () => {
    const idle = (earned: typeof EARNED): unknown => {
      const adjustments = [{ month: AUGUST, wallet: ADA, amount: usd('1'), afterBatches: 0 }];
      const balances = walletBalances({ earned: EARNED, adjustments, batches: [] }, SEPTEMBER, rulesOf(termsOf()));
      const books = { balances, sending: [], earned, dueOf: () => '', today: '' };
      return owedAmounts(books).map(({ idleMonths }) => idleMonths);
    };
    expect(idle(EARNED.toReversed())).toEqual([0, 0, 1]);
    expect(idle([])).toEqual([null, null, null]);
  });
});
