import { expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { KeptAdjustment, KeptBatch } from '../ledger/kept-payouts.ts';
import { type ReportedTransfer, UNSAID } from '../ledger/receipt.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { type GivenBack, notPaidSentences, takenBackSentences } from './not-paid.ts';
import { linesByPayee } from './payee-lines.ts';

/** 9.50 for 10, a fee of 0.50 in it. */
const LINE = line({
  ...{ wallet: ADA, balanceUsd: usd('10'), feeUsd: usd('0.5'), payUsd: usd('9.5') },
  assetAmount: 9_500_000n,
});

const GIVEN = { adjustable: OCTOBER, adjustments: [] };

/** A month's batch of which 4 were sent by a reference. */
function paid(month: typeof AUGUST, reference: string, voided = false): KeptBatch {
  return { ...keptBatch(batchOf(month, 1, [LINE]), [sentReceipt(LINE, { amount: 4_000_000n, reference })]), voided };
}

function told(
  reference: string,
  outcome: ReportedTransfer['outcome'],
  batches: readonly KeptBatch[],
  given = GIVEN as GivenBack,
): string[] {
  const sent = { reference, atMs: 0, line: 2, status: outcome.toUpperCase(), outcome, isExport: false };
  const released = { released: batches, lines: linesByPayee(batches) };
  const said = notPaidSentences({ ...UNSAID, wallet: ADA, asset: 'USDC', amount: '4', ...sent }, released, given);
  return said.map((each) => each.replaceAll(checksumAddress(ADA), 'ADA'));
}

it('a transfer that is no payment leaves its line open, or is taken back, once for each batch that it paid (R17)', () => {
  const both = [paid(AUGUST, '0xaa'), paid(SEPTEMBER, '0xaa')];
  expect(told('0xaa', 'paid', both)).toEqual([]);
  expect(told('0xbb', 'came-back', both)).toEqual([
    '0xbb to ADA is CAME-BACK: nothing was paid, and its line stays open',
  ]);
  expect(told('0xbb', 'on-its-way', both)).toEqual([
    '0xbb to ADA is ON-ITS-WAY: its line stays open until the rail says that it succeeded',
  ]);
  expect(told('0xAA', 'came-back', both)).toEqual([
    '0xAA to ADA is CAME-BACK, and is recorded as paid: revshare payouts 2026-08 --reverse 0xAA --reason ... takes it back',
    '0xAA to ADA is CAME-BACK, and is recorded as paid: revshare payouts 2026-09 --reverse 0xAA --reason ... takes it back',
  ]);
});

it('what a voided batch paid comes back by an adjustment, with the fee that it took', () => {
  expect(told('0xaa', 'came-back', [paid(AUGUST, '0xaa', true), paid(SEPTEMBER, '0xbb')])).toEqual([
    '0xaa to ADA is CAME-BACK, and is recorded as paid: its batch of 2026-08 was voided; ' +
      'revshare payouts 2026-10 --adjust ADA --amount 4.500000 --reason ... gives it back',
  ]);
});

it('what is on its way and recorded as paid is asked about before it is taken back: an older export says so too', () => {
  expect(told('0xaa', 'on-its-way', [paid(AUGUST, '0xaa')])).toEqual([
    '0xaa to ADA is ON-ITS-WAY, and is recorded as paid: ask the rail how it ended, and where it is not paid, ' +
      'revshare payouts 2026-08 --reverse 0xaa --reason ... takes it back',
  ]);
});

it('what was given back is not asked for a second time by the same export: the adjustment of its amount is named', () => {
  const act = { by: 'ann', at: '2026-12-20T12:00:00.000Z', afterMonth: '', reason: 'it came back', afterBatches: 1 };
  // 4.50: the 4 that were sent, and the fee of 0.50 that went with them.
  const given = (wallet: string, amount: string): KeptAdjustment => {
    return { ...act, month: OCTOBER, wallet, amount: usd(amount) };
  };
  const said = (adjustment: KeptAdjustment) =>
    told('0xaa', 'came-back', [paid(AUGUST, '0xaa', true)], { adjustable: OCTOBER, adjustments: [adjustment] });
  const how = 'revshare payouts 2026-10 --adjust ADA --amount 4.500000 --reason ... gives it back';
  expect(said(given(ADA, '4.5'))).toEqual([
    '0xaa to ADA is CAME-BACK, and is recorded as paid: its batch of 2026-08 was voided; ann added that amount to the ' +
      `balance at 2026-12-20T12:00:00.000Z: it came back; only where that was for something else, ${how}`,
  ]);
  for (const other of [given(ADA, '-4.5'), given(ADA, '4'), given(BEN, '4.5')]) {
    expect(said(other)[0]).toContain(`was voided; ${how}`);
  }
});

it('what came back is told without its own row, by its reference alone, where it is recorded', () => {
  const batches = [paid(AUGUST, 'T-1', true), paid(SEPTEMBER, 'T-1')];
  const back = (reference: string, amount = '8', of = batches) =>
    takenBackSentences({ reference, status: 'Reversal', amount, asset: 'USDC' }, of, GIVEN).map((each) => {
      return each.replaceAll(checksumAddress(ADA), 'ADA');
    });
  expect(back('T-2')).toEqual([]);
  expect(back('T-1')).toEqual([
    'T-1 came back (Reversal), and is recorded as paid: its batch of 2026-08 was voided; ' +
      'revshare payouts 2026-10 --adjust ADA --amount 4.500000 --reason ... gives it back',
    'T-1 came back (Reversal), and is recorded as paid: revshare payouts 2026-09 --reverse T-1 --reason ... takes it back',
  ]);
  // Of the 4 + 4 that it paid, or of the 4 of one month, a part: what stayed was paid.
  expect(back('T-1', '1.5')).toEqual([
    '1.5 USDC of T-1 came back (Reversal), and is recorded as paid: of what that says, only the part that came back is given back: ' +
      'its batch of 2026-08 was voided; revshare payouts 2026-10 --adjust ADA --amount 4.500000 --reason ... gives it back',
    '1.5 USDC of T-1 came back (Reversal), and is recorded as paid: revshare payouts 2026-09 --reverse T-1 --reason ... takes it back; ' +
      'then record what stayed as wallet,amount,asset,reference,sent_at',
  ]);
  const one = [paid(SEPTEMBER, 'T-1')];
  expect(back('T-1', '4', one)[0]).toMatch(/^T-1 came back .* takes it back$/);
  expect(back('T-1', '3.999999', one)[0]).toMatch(/^3[.]999999 USDC of T-1 came back/);
});
