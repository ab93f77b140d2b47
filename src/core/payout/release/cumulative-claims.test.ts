import { expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { ADA, AUGUST, BEN, CLEO, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { type ClaimedBatch, claimsWithout, cumulativeClaims } from './cumulative-claims.ts';

const CHAIN = { token: '0xa', chainId: '8453', contract: '0xc' };
const RELEASED = {
  ...{ act: 'released' as const, digest: '', validUntil: '', reason: '' },
  ...{ by: 'ann', at: '', afterMonth: '' },
};

function claimed(lines: readonly PayoutLine[], changed: Partial<ClaimedBatch> = {}): ClaimedBatch {
  const batch = batchOf(AUGUST, 1, lines);
  return { batch, sent: new Map(), voided: false, releases: [RELEASED], ...changed };
}

const of = (wallet: string, assetAmount: bigint, changed: Partial<PayoutLine> = {}) =>
  line({ wallet, destination: wallet, assetAmount, chain: CHAIN, ...changed });

it('a claim is the sum over all released batches of the contract, by destination and token', () => {
  const batches = [
    claimed([of(BEN, 5n), of(ADA, 3n), of(CLEO, 1n, { destination: ADA.toUpperCase().replace('X', 'x') })]),
    claimed([of(BEN, 7n), of(BEN, 2n, { chain: { ...CHAIN, token: '0xb' } })]),
    claimed([of(BEN, 100n)], { releases: [] }),
    claimed([
      of(BEN, 100n, { chain: { ...CHAIN, chainId: '1' } }),
      of(BEN, 100n, { chain: { ...CHAIN, contract: '0xd' } }),
      of(BEN, 100n, { chain: null }),
    ]),
  ];
  expect(cumulativeClaims(batches, CHAIN)).toEqual([
    { destination: ADA, token: '0xa', cumulative: 4n },
    { destination: BEN, token: '0xa', cumulative: 12n },
    { destination: BEN, token: '0xb', cumulative: 2n },
  ]);
});

it('of a voided batch only what was sent counts', () => {
  const batches = [claimed([of(ADA, 3n), of(BEN, 5n)], { voided: true, sent: new Map([[BEN, 2n]]) })];
  expect(cumulativeClaims(batches, CHAIN)).toEqual([{ destination: BEN, token: '0xa', cumulative: 2n }]);
});

it('without a contract nothing is claimed, though lines say so', () => {
  const noContract = { ...CHAIN, contract: '' };
  expect(cumulativeClaims([claimed([of(ADA, 3n, { chain: noContract })])], noContract)).toEqual([]);
});

it('what would be owed without what is open of a batch leaves the other batches whole', () => {
  const first = claimed([of(ADA, 3n)], { sent: new Map([[ADA, 1n]]) });
  const second = claimed([of(ADA, 5n)], { batch: batchOf(SEPTEMBER, 1, [of(ADA, 5n)]) });
  expect(claimsWithout([first, second], first.batch.id, CHAIN)).toEqual([
    { destination: ADA, token: '0xa', cumulative: 6n },
  ]);
});
