import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { times, usd } from '../../../../test/worlds/charges.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { differenceSentences, heldAgainst } from './batch-differences.ts';

const CHAIN = { token: '0xt', chainId: '8453', contract: '' };
const of = (wallet: string, changed: Partial<PayoutLine> = {}): PayoutLine =>
  line({
    wallet,
    destination: 'd',
    payUsd: usd('9'),
    feeUsd: usd('1'),
    assetAmount: 9_000_000n,
    chain: CHAIN,
    ...changed,
  });
const batch = (...lines: readonly PayoutLine[]) => batchOf(AUGUST, 1, lines);
const STANDING = keptBatch(batch(of(ADA), of(BEN)), []);
const PAID = '9.000000 USD and a fee of 1.000000 by usdc, 9.000000 USDC (token 0xt on chain 8453) to d';

describe('a batch that stands, held against what is payable now (R17)', () => {
  it('is the same where nothing changed', () => {
    expect(heldAgainst(STANDING, batch(of(ADA), of(BEN)))).toEqual({ batch: STANDING.batch, differences: [] });
  });

  it('differs where a line is another, is gone, or is new, by wallet', () => {
    const rate = { pair: 'EUR/USD', date: '2026-08-31', value: '1.1' };
    const now = batch(of(CLEO), of(BEN, { destination: 'elsewhere', rate, chain: null }));
    expect(heldAgainst(STANDING, now)).toEqual({
      batch: now,
      differences: [
        `${checksumAddress(ADA)}: ${PAID} then, nothing now`,
        `${checksumAddress(BEN)}: ${PAID} then, 9.000000 USD and a fee of 1.000000 by usdc, 9.000000 USDC at 1.1 of 2026-08-31 to elsewhere now`,
        `${checksumAddress(CLEO)}: nothing then, ${PAID} now`,
      ],
    });
  });

  it('differs where only its decimals are others: the rails would send it in other units', () => {
    // 9 USDC are 9,000,000 units of a millionth, and 900 of a hundredth.
    const now = batch(of(ADA), of(BEN, { assetAmount: 900n, scale: 2 }));
    const cents = PAID.replace('9.000000 USDC', '9.00 USDC');
    const differences = [`${checksumAddress(BEN)}: ${PAID} then, ${cents} now`];
    expect(heldAgainst(STANDING, now)).toEqual({ batch: now, differences });
  });

  it('names wallets in their order, wherever they stand', () => {
    const { differences } = heldAgainst(keptBatch(batch(of(BEN)), []), batch(of(ADA)));
    expect(differences.map((each) => each.slice(0, ADA.length))).toEqual(
      [ADA, BEN].map((each) => checksumAddress(each)),
    );
  });

  it('does not differ in what is paid: only its rest could be sent otherwise', () => {
    const receiptOf = (amount: bigint) => [sentReceipt(of(ADA), { amount })];
    const now = batch(of(ADA, { destination: 'elsewhere' }), of(BEN));
    const paid = keptBatch(STANDING.batch, receiptOf(9_000_000n));
    expect(heldAgainst(paid, now)).toEqual({ batch: STANDING.batch, differences: [] });
    expect(heldAgainst(keptBatch(STANDING.batch, receiptOf(8_999_999n)), now).differences).toHaveLength(1);
  });

  it('of an earlier version, which kept no chain, is compared without it', () => {
    const standing = keptBatch(batch(of(ADA, { chain: null })), []);
    expect(heldAgainst(standing, batch(of(ADA))).differences).toEqual([]);
    const [difference] = heldAgainst(standing, batch(of(ADA, { payUsd: usd('8') }))).differences;
    expect(difference).toMatch(
      /^\S+: 9\.000000 USD .* to d then, 8\.000000 USD and a fee of 1\.000000 by usdc, 9\.000000 USDC to d now$/,
    );
    // One line with a chain is enough to know that the version kept it.
    const mixed = keptBatch(batch(of(ADA), of(BEN, { chain: null })), []);
    const [other, ...others] = heldAgainst(mixed, batch(of(ADA), of(BEN))).differences;
    expect(other?.startsWith(checksumAddress(BEN))).toBe(true);
    expect(others).toEqual([]);
  });

  it('of lines that need no rate says nothing of its day: what another day could convert was never in it', () => {
    const rate = { pair: 'SOGNI/USD', date: '2026-08-31', value: '0.03' };
    const converted = of(CLEO, { rate });
    expect(heldAgainst(STANDING, batch(of(ADA), of(BEN), converted))).toEqual({
      batch: STANDING.batch,
      differences: [],
    });
    // One that is in the batch is compared, and so is every one where the batch tells its day.
    expect(heldAgainst(STANDING, batch(of(ADA), of(BEN, { rate }))).differences).toHaveLength(1);
    const told = keptBatch(batch(of(ADA), of(BEN, { rate })), []);
    expect(heldAgainst(told, batch(of(ADA), of(BEN, { rate }), converted)).differences).toEqual([
      expect.stringMatching(/: nothing then, 9\.000000 USD .* USDC at 0\.03 of 2026-08-31 /),
    ]);
  });

  it('names twenty differences and counts the others', () => {
    const head = `2026-08 has the batch ${STANDING.batch.id}, and what is payable now differs in`;
    const voided = `void it (revshare payouts 2026-08 --void ${STANDING.batch.id.slice(0, 16)} --reason "the reason") and prepare anew`;
    const last = `nothing of it may be sent: ${voided}`;
    expect(differenceSentences(STANDING, times(20, 'a'))).toEqual([`${head} 20 line(s)`, ...times(20, 'a'), last]);
    expect(differenceSentences(STANDING, times(22, 'a'))).toEqual([
      `${head} 22 line(s)`,
      ...times(20, 'a'),
      'and 2 more',
      last,
    ]);
    const act = { act: 'released' as const, digest: 'd', validUntil: '', reason: '' };
    const released = { ...STANDING, releases: [{ ...STANDING.prepared, ...act }] };
    expect(differenceSentences(released, ['a']).at(-1)).toBe(
      `pay the batch as it stands (revshare payouts 2026-08 --status), or ${voided}`,
    );
  });
});
