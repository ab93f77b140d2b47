import { describe, expect, it } from 'vitest';
import { batchOf, line, walletOf } from '../../../test/judging/batch-by-hand.ts';
import { paymentDifferences } from '../../core/payout/release/payment-differences.ts';
import type { ReleasePreview } from '../../core/payout/release/release.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { changesText } from './payouts-text.ts';
import { previewCsv } from './preview-csv.ts';
import { releaseText } from './release-text.ts';

const [ADA, BEN] = ['a1', 'b2'].map((byte) => checksumAddress(walletOf(byte))) as [string, string];
// Ben's pay is sent to Ada's own address; Cleo's to Cleo's.
const BATCH = batchOf([
  line({ wallet: walletOf('a1') }),
  line({ wallet: walletOf('b2'), destination: ADA }),
  line({ wallet: walletOf('c3') }),
]);
const SHOWN = { batch: BATCH, differences: paymentDifferences(BATCH, []), adjustments: [] };
const PREVIEW: ReleasePreview = {
  ...SHOWN,
  ...{ digest: 'd', state: 'cancelled', validUntil: '', due: '2026-12-15', isDue: true },
  ...{ pool: { poolUsd: '', distributedUsd: '' }, split: [], maxAdjustmentUsd: null },
};

describe('what differs from the last payment', () => {
  it('begins with destinations that are shared for the first time; only first payments to oneself are counted', () => {
    expect(releaseText(PREVIEW)).toBe(`
differs from the last payment:
  ${ADA}  shared destination, new to it: ${ADA}, with ${BEN}
  ${BEN}  shared destination, new to it: ${ADA}, with ${ADA}
  ${BEN}  first payment: usdc USDC to ${ADA}
  2 wallet(s) are paid for the first time, to their own address
`);
  });

  it('stands in preview.csv too', () => {
    const rows = previewCsv(BATCH.month, SHOWN).split('\n');
    expect(rows.filter((row) => row.includes('shared-destination'))).toEqual([
      `2026-10,${ADA},shared-destination,,"${ADA}, with ${BEN}",,`,
      `2026-10,${BEN},shared-destination,,"${ADA}, with ${ADA}",,`,
    ]);
  });
});

describe('what changed of the payees', () => {
  it('shows an address as every other place does, whatever case payees.csv has', () => {
    const change = { wallet: walletOf('a1'), detail: 'destination', before: '', now: BEN.toLowerCase() } as const;
    expect(changesText([change])).toContain(`  ${ADA}  destination: none then, ${BEN} now\n`);
  });
});
