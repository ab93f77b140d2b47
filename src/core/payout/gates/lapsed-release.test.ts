import { expect, it } from 'vitest';
import { line, walletOf } from '../../../../test/judging/batch-by-hand.ts';
import { AUGUST } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayeeChange } from '../preparation/payee-changes.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { lapsedSentences } from './lapsed-release.ts';

const BATCH = batchOf(AUGUST, 1, [line({})]);
const held = (wallet: string): PayeeChange => ({ wallet, detail: 'hold', before: '', now: 'stolen' });

it('says what lapsed and what to do, with at most twenty payees', () => {
  const wallets = Array.from({ length: 21 }, (_, index) => walletOf(String(index + 10)));
  const [first = '', second = '', ...rest] = lapsedSentences(BATCH, wallets.map(held));
  expect(first).toBe(
    `the release of the batch ${BATCH.id} has lapsed: of what it still has to send, this is not as it would be paid now`,
  );
  expect(second).toBe(`${checksumAddress(walletOf('10'))}  hold: none in the batch, stolen now`);
  expect(rest).toHaveLength(21);
  expect(rest.slice(-2)).toEqual([
    'and 1 more',
    `record what was sent before (revshare payouts 2026-08 --record FILE), then void the batch (revshare payouts 2026-08 --void ${BATCH.id.slice(0, 16)} --reason "the reason") and prepare anew`,
  ]);
  const gone: PayeeChange = { wallet: walletOf('10'), detail: 'method', before: 'usdc', now: '' };
  expect(lapsedSentences(BATCH, [...wallets.slice(1, 20).map(held), gone])).toHaveLength(22);
  expect(lapsedSentences(BATCH, [gone])[1]).toBe(
    `${checksumAddress(walletOf('10'))}  method: usdc in the batch, none now`,
  );
});
