import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import {
  ADA,
  AUGUST,
  BEN,
  CLEO,
  freshBatch,
  OCTOBER,
  rulesOf,
  SEPTEMBER,
  termsOf,
} from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { Ledger, LedgerBatch } from '../ledger/ledger.ts';
import { prepareBatch } from '../preparation/prepare-batch.ts';
import { type AskedAdjustment, firstAdjustable, judgeAdjustment } from './judge-adjustment.ts';

/** Ada earned 10 and 5, of which August's batch holds 10; 2 were given. Ben earned 3. */
const EARNED: Ledger = {
  earned: [
    { month: AUGUST, wallet: ADA, amount: usd('10') },
    { month: SEPTEMBER, wallet: ADA, amount: usd('5') },
    { month: SEPTEMBER, wallet: BEN, amount: usd('3') },
  ],
  adjustments: [{ month: SEPTEMBER, wallet: ADA, amount: usd('2'), afterBatches: 0 }],
  batches: [],
};
const OF_AUGUST = freshBatch(prepareBatch({ ...EARNED, adjustments: [] }, AUGUST, 1, rulesOf(termsOf())).batch);
const BOOKS: Ledger = { ...EARNED, batches: [OF_AUGUST] };

function judged(
  amount: string,
  asked: Partial<AskedAdjustment> = {},
  cap: string | null = null,
  books = BOOKS,
): unknown {
  const terms = { maxAdjustmentUsd: cap === null ? null : usd(cap), now: OCTOBER };
  const whole = { month: OCTOBER, wallet: ADA, amount: usd(amount.replace('-', '')), moreThanEarned: false, ...asked };
  const found = judgeAdjustment(amount.startsWith('-') ? { ...whole, amount: -whole.amount } : whole, terms, books);
  return 'objection' in found ? found.objection : [found.unreserved, found.earned];
}

const WHO = checksumAddress(ADA);

describe('an adjustment of a balance (R17)', () => {
  it('adds to what no batch holds, or takes off it', () => {
    // 10 + 5 + 2, of which 10 are held.
    expect(judged('4')).toEqual([usd('11'), usd('15')]);
    expect(judged('-4')).toEqual([usd('3'), usd('15')]);
    expect(judged('1', { wallet: BEN })).toEqual([usd('4'), usd('3')]);
  });

  it('never takes a balance below zero', () => {
    expect(judged('-7')).toEqual([0n, usd('15')]);
    expect(judged('-7.000001')).toBe(`${WHO} has 7.000000 USD: -7.000001 is more than that`);
  });

  it('stays within its cap, up and down', () => {
    expect(judged('2', {}, '2')).toEqual([usd('9'), usd('15')]);
    expect(judged('2.000001', {}, '2')).toBe(
      '2.000001 USD is more than payouts.max_adjustment_usd, 2.000000: raise it in the configuration where that is meant',
    );
    expect(judged('-2.000001', {}, '2')).toBe(
      '-2.000001 USD is more than payouts.max_adjustment_usd, 2.000000: raise it in the configuration where that is meant',
    );
    expect(judged('-2', {}, '2')).toEqual([usd('5'), usd('15')]);
  });

  it('is of no month to come', () => {
    expect(judged('1', { month: (OCTOBER + 1) as typeof OCTOBER })).toBe(
      '2026-11 is after 2026-10: no batch would pay it before; name a month through 2026-10',
    );
  });

  it('is of no month that a batch has paid, but where that was voided before anything was sent', () => {
    const why = '2026-08 has a batch, computed from the balance of 2026-08: adjust a month after 2026-08';
    expect(judged('1', { month: AUGUST })).toBe(why);
    expect(judged('1', { month: (AUGUST - 1) as typeof AUGUST })).toBe(why.replace('of 2026-08', 'of 2026-07'));
    expect(judged('1', { month: SEPTEMBER })).toEqual([usd('8'), usd('15')]);
    const with_ = (changed: Partial<LedgerBatch>) => ({ ...BOOKS, batches: [{ ...OF_AUGUST, ...changed }] });
    const voided = { voided: true, voidedAfter: 1 };
    expect(judged('1', { month: AUGUST }, null, with_(voided))).toEqual([usd('18'), usd('15')]);
    expect(judged('1', { month: AUGUST }, null, with_({ ...voided, sent: new Map([[ADA, 1n]]) }))).toBe(why);
  });

  it('is of a month after the last of several batches, which is what it says', () => {
    const later = freshBatch({ ...OF_AUGUST.batch, id: 'b', month: SEPTEMBER }, 2);
    const books = { ...BOOKS, batches: [OF_AUGUST, later] };
    expect(judged('1', { month: AUGUST }, null, books)).toBe(
      '2026-09 has a batch, computed from the balance of 2026-08: adjust a month after 2026-09',
    );
    expect(firstAdjustable(books)).toBe(OCTOBER);
    expect(firstAdjustable({ batches: [OF_AUGUST, { ...later, voided: true, voidedAfter: 2 }] })).toBe(SEPTEMBER);
  });

  it('is of a wallet that the books know', () => {
    expect(judged('1', { wallet: CLEO })).toBe(`${checksumAddress(CLEO)} has never earned anything in a final month`);
  });

  it('gives no more than was ever earned, unless a person means it', () => {
    // With the 2 that were given before.
    expect(judged('13')).toEqual([usd('20'), usd('15')]);
    expect(judged('13.000001')).toBe(
      `adjustments of ${WHO} would come to 15.000001 USD, and it earned 15.000000 in all final months: --more-than-earned gives it more`,
    );
    expect(judged('13.000001', { moreThanEarned: true })).toEqual([20_000_001n, usd('15')]);
    // What is taken off gives nothing, whatever was given.
    const given = { ...BOOKS, adjustments: [{ month: SEPTEMBER, wallet: ADA, amount: usd('99'), afterBatches: 0 }] };
    expect(judged('-1', {}, null, given)).toEqual([usd('103'), usd('15')]);
  });
});
