import { expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, AUGUST, BEN, CLEO, freshBatch } from '../../../../test/worlds/payout-world.ts';
import { openPart } from './open-part.ts';
import { batchOf } from './prepare-batch.ts';

/** Ten dollars each: a fee of one, nine sent. */
const of = (wallet: string) =>
  line({ wallet, balanceUsd: usd('10'), feeUsd: usd('1'), payUsd: usd('9'), assetAmount: 9_000_000n });

const BATCH = batchOf(AUGUST, 1, [of(ADA), of(BEN), of(CLEO)]);

it('what is still to be sent of a batch are its lines without a receipt, and the rest of those that have a part', () => {
  // A third of Ben's nine is sent, and the fee with it; all of Cleo's.
  const sent = new Map([
    [BEN, 3_000_000n],
    [CLEO, 9_000_000n],
  ]);
  const open = openPart({ ...freshBatch(BATCH), sent });
  expect([open.id, open.month, open.sequence]).toEqual([BATCH.id, AUGUST, 1]);
  expect(open.lines).toEqual([
    of(ADA),
    { ...of(BEN), assetAmount: 6_000_000n, payUsd: usd('6'), feeUsd: 0n, balanceUsd: usd('6') },
  ]);
  expect(open.totals).toMatchObject([{ lines: 2, payUsd: usd('15'), feeUsd: usd('1'), assetAmount: 15_000_000n }]);
});

it('of a voided batch nothing is to be sent any more', () => {
  expect(openPart({ ...freshBatch(BATCH), voided: true, voidedAfter: 1 })).toMatchObject({ id: BATCH.id, lines: [] });
});
