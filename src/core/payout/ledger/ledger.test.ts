import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import {
  ADA,
  AUGUST,
  BEN,
  freshBatch,
  OCTOBER,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../../test/worlds/payout-world.ts';
import { prepareBatch } from '../preparation/prepare-batch.ts';
import {
  accountsThrough,
  balanceOf,
  deductionsAfter,
  type Ledger,
  ledgerBefore,
  unreservedOf,
  withLaterDeductions,
} from './ledger.ts';

/** Ada earns 10 in August and 20 in September; 3 are taken off in September, 4 in October, 5 come on top in October. */
const LEDGER: Ledger = {
  earned: [
    { month: AUGUST, wallet: ADA, amount: usd('10') },
    { month: SEPTEMBER, wallet: ADA, amount: usd('20') },
  ],
  adjustments: [
    { month: SEPTEMBER, wallet: ADA, amount: usd('-3'), afterBatches: 0 },
    { month: OCTOBER, wallet: ADA, amount: usd('-4'), afterBatches: 0 },
    { month: OCTOBER, wallet: ADA, amount: usd('5'), afterBatches: 0 },
    { month: OCTOBER, wallet: BEN, amount: usd('-1'), afterBatches: 0 },
  ],
  batches: [],
};
const RULES = rulesOf(termsOf());

describe('deductionsAfter (R17)', () => {
  it('sums what later months take off, and neither what they add nor what the month itself takes', () => {
    expect(deductionsAfter(LEDGER, AUGUST)).toEqual(
      new Map([
        [ADA, usd('-7')],
        [BEN, usd('-1')],
      ]),
    );
    expect(deductionsAfter(LEDGER, SEPTEMBER).get(ADA)).toBe(usd('-4'));
    expect(deductionsAfter(LEDGER, OCTOBER)).toEqual(new Map());
  });

  it('is of the month itself where it is asked what is owed: only what takes off, and only of later months', () => {
    const moved = (month: typeof AUGUST) =>
      withLaterDeductions(LEDGER, month).adjustments.map((each) => [each.month, each.wallet, each.amount]);
    expect(moved(AUGUST)).toEqual([
      [AUGUST, ADA, usd('-3')],
      [AUGUST, ADA, usd('-4')],
      [OCTOBER, ADA, usd('5')],
      [AUGUST, BEN, usd('-1')],
    ]);
    expect(moved(OCTOBER)).toEqual(LEDGER.adjustments.map(({ month, wallet, amount }) => [month, wallet, amount]));
    expect(withLaterDeductions(LEDGER, AUGUST).earned).toBe(LEDGER.earned);
  });

  it('is taken off a batch once: August pays 10 - 3 - 4, September the 27 less October’s 4', () => {
    expect(prepareBatch(LEDGER, AUGUST, 1, RULES).batch.lines).toMatchObject([{ wallet: ADA, payUsd: usd('3') }]);
    expect(prepareBatch(LEDGER, SEPTEMBER, 1, RULES).batch.lines).toMatchObject([{ wallet: ADA, payUsd: usd('23') }]);
  });
});

describe('the ledger before a batch (R17)', () => {
  const first = freshBatch(prepareBatch(LEDGER, AUGUST, 1, RULES).batch, 1);
  const later = freshBatch(prepareBatch({ ...LEDGER, batches: [first] }, SEPTEMBER, 1, RULES).batch, 2);
  const both: Ledger = { ...LEDGER, batches: [first, later] };
  const madeBefore = (month: typeof AUGUST, sequence: number, ordinal: number | null) =>
    ledgerBefore(both, { month, sequence, ordinal }).batches.map(({ ordinal: made }) => made);

  it('has neither the batch nor one of a later month', () => {
    expect(madeBefore(AUGUST, 1, 1)).toEqual([]);
    expect(madeBefore(AUGUST, 2, null)).toEqual([1]);
    expect(madeBefore(SEPTEMBER, 1, 2)).toEqual([1]);
    expect(madeBefore(OCTOBER, 1, null)).toEqual([1, 2]);
  });

  it('still holds what was voided after the batch', () => {
    const voided = { ...both, batches: [{ ...first, voided: true, voidedAfter: 2 }, later] };
    const asOf = (ordinal: number | null) => ledgerBefore(voided, { month: SEPTEMBER, sequence: 1, ordinal }).batches;
    expect(asOf(2)).toMatchObject([{ voided: false }]);
    expect(asOf(3)).toMatchObject([{ voided: true }]);
    expect(asOf(null)).toMatchObject([{ voided: true }]);
  });

  it('has adjustments of later months only where they were made before it', () => {
    const made = { ...LEDGER, adjustments: [{ month: OCTOBER, wallet: ADA, amount: usd('-4'), afterBatches: 1 }] };
    const adjusted = (ordinal: number | null) =>
      ledgerBefore(made, { month: AUGUST, sequence: 1, ordinal }).adjustments.length;
    expect([adjusted(1), adjusted(2), adjusted(null)]).toEqual([0, 1, 1]);
  });
});

describe('accounts through a month (R17)', () => {
  it('stand by wallet and by month, whatever moved them first', () => {
    const accounts = accountsThrough(
      {
        earned: [...LEDGER.earned, { month: AUGUST, wallet: BEN, amount: usd('1') }].toReversed(),
        adjustments: [{ month: AUGUST, wallet: ADA, amount: usd('1'), afterBatches: 0 }],
        batches: [],
      },
      OCTOBER,
    );
    expect([...accounts].map(([wallet, account]) => [wallet, [...account.keys()]])).toEqual([
      [ADA, [AUGUST, SEPTEMBER]],
      [BEN, [AUGUST]],
    ]);
  });

  it('hold movements up to it, and reserve what a batch has not sent', () => {
    const batch = freshBatch(prepareBatch(LEDGER, AUGUST, 1, RULES).batch);
    const through = (month: typeof AUGUST) => accountsThrough({ ...LEDGER, batches: [batch] }, month).get(ADA);
    const inAugust = through(AUGUST) ?? new Map();
    expect([balanceOf(inAugust), unreservedOf(inAugust)]).toEqual([usd('10'), usd('7')]);
    const inOctober = through(OCTOBER) ?? new Map();
    // 10 + 20 - 3 - 4 + 5 = 28, of which August's batch holds 3.
    expect([balanceOf(inOctober), unreservedOf(inOctober)]).toEqual([usd('28'), usd('25')]);
  });
});
