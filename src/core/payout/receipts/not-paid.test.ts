import { expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { type ReportedTransfer, UNSAID } from '../ledger/receipt.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { notPaidSentences, takenBackSentences } from './not-paid.ts';
import { linesByPayee } from './payee-lines.ts';

/** 9.50 for 10, a fee of 0.50 in it. */
const LINE = line({
  ...{ wallet: ADA, balanceUsd: usd('10'), feeUsd: usd('0.5'), payUsd: usd('9.5') },
  assetAmount: 9_500_000n,
});

/** A month's batch of which 4 were sent by a reference. */
function paid(month: typeof AUGUST, reference: string, voided = false): KeptBatch {
  return { ...keptBatch(batchOf(month, 1, [LINE]), [sentReceipt(LINE, { amount: 4_000_000n, reference })]), voided };
}

function told(reference: string, outcome: ReportedTransfer['outcome'], batches: readonly KeptBatch[]): string[] {
  const sent = { reference, atMs: 0, line: 2, status: outcome.toUpperCase(), outcome, isExport: false };
  const released = { released: batches, lines: linesByPayee(batches) };
  const said = notPaidSentences({ ...UNSAID, wallet: ADA, asset: 'USDC', amount: '4', ...sent }, released, OCTOBER);
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

it('what came back is told without its own row, by its reference alone, where it is recorded', () => {
  const batches = [paid(AUGUST, 'T-1', true), paid(SEPTEMBER, 'T-1')];
  const back = (reference: string) =>
    takenBackSentences({ reference, status: 'Reversal' }, batches, OCTOBER).map((each) => {
      return each.replaceAll(checksumAddress(ADA), 'ADA');
    });
  expect(back('T-2')).toEqual([]);
  expect(back('T-1')).toEqual([
    'T-1 came back (Reversal), and is recorded as paid: its batch of 2026-08 was voided; ' +
      'revshare payouts 2026-10 --adjust ADA --amount 4.500000 --reason ... gives it back',
    'T-1 came back (Reversal), and is recorded as paid: revshare payouts 2026-09 --reverse T-1 --reason ... takes it back',
  ]);
});
