import { describe, expect, it } from 'vitest';
import { line } from '../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../test/worlds/charges.ts';
import { closeWith } from '../../../test/worlds/gate-input.ts';
import { keptBatch, sentReceipt } from '../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO, OCTOBER } from '../../../test/worlds/payout-world.ts';
import { Exact } from '../money/exact-decimal.ts';
import type { WalletBalance } from '../payout/ledger/balance.ts';
import { batchOf } from '../payout/preparation/prepare-batch.ts';
import { computePool } from '../pool/pool.ts';
import { byShare } from '../pool/revenue-at-share.ts';
import { checksumAddress } from '../wallet/checksum-address.ts';
import { merkleTree, rootByProof } from './merkle-proof.ts';
import { monthStatements, publishedMonth, type StatementSource } from './month-statement.ts';
import { paymentsByWallet, statementAccount } from './statement-account.ts';

const size = { jobs: 1, points: 2_000_000n };
const PUBLISHED = publishedMonth(closeWith({}), 'final', 'd');

function source(changed: Partial<StatementSource> = {}): StatementSource {
  const worker = { wallet: ADA, network: 'fast', nft: '7', ...size, earned: usd('1.5') };
  return {
    published: PUBLISHED,
    payouts: new Map([[BEN, { jobs: '0' }]]),
    workers: new Map([[ADA, [worker]]]),
    work: {
      workers: [],
      models: [
        { wallet: ADA, model: 'flux', category: 'image', ...size },
        { wallet: ADA, model: 'old', ...size },
      ],
      excluded: [{ wallet: CLEO, reason: 'trial', ...size }],
      late: [{ wallet: ADA, originalMonth: AUGUST, ...size }],
    },
    ...changed,
  };
}

describe('monthStatements', () => {
  it('has a statement of every wallet with a row, a worker or a job, in order', () => {
    const renderSpark = '2.000000';
    expect([...monthStatements(source())]).toEqual([
      {
        ...{ published: PUBLISHED, wallet: checksumAddress(ADA), payout: {}, excluded: [] },
        workers: [{ network: 'fast', nft: '7', jobs: 1, renderSpark, earnedUsd: '1.500000' }],
        models: [
          { model: 'flux', jobs: 1, renderSpark, category: 'image' },
          { model: 'old', jobs: 1, renderSpark },
        ],
        late: [{ originalMonth: '2026-08', jobs: 1, renderSpark }],
      },
      {
        ...{ published: PUBLISHED, wallet: checksumAddress(BEN), payout: { jobs: '0' } },
        ...{ workers: [], models: [], late: [], excluded: [] },
      },
      {
        ...{ published: PUBLISHED, wallet: checksumAddress(CLEO), payout: {}, workers: [], models: [], late: [] },
        excluded: [{ reason: 'trial', jobs: 1, renderSpark }],
      },
    ]);
  });

  it('is sorted by wallet, in whatever order they are named', () => {
    const payouts = new Map([CLEO, BEN, ADA].map((wallet) => [wallet, {}]));
    const wallets = [...monthStatements(source({ payouts, workers: new Map() }))].map(({ wallet }) => wallet);
    expect(wallets).toEqual([ADA, BEN, CLEO].map(checksumAddress));
  });

  it('refuses rows that are out of order, or nobody’s', () => {
    const { work } = source();
    const late = [...work.late].flatMap((each) => [{ ...each, wallet: BEN }, each]);
    expect(() => [...monthStatements(source({ work: { ...work, late } }))]).toThrow(`a row of ${ADA} has no turn`);
    const models = [...work.models, { wallet: '0xf', model: 'flux', ...size }];
    expect(() => [...monthStatements(source({ work: { ...work, models } }))]).toThrow('a row of 0xf has no turn');
    const before = [{ wallet: '0x0', model: 'flux', ...size }, ...work.models];
    expect(() => [...monthStatements(source({ work: { ...work, models: before } }))]).toThrow(
      'a row of 0x0 has no turn',
    );
  });
});

describe('publishedMonth', () => {
  it('has the figures as the manifest prints them', () => {
    // 100.00 x 0.51, all of it to three Spark.
    expect(publishedMonth(closeWith({}), 'final', 'd')).toEqual({
      ...{ month: '2026-10', state: 'final', digest: 'd', share: '0.51', netRevenueUsd: '100.000000' },
      ...{ poolUsd: '51.000000', carriedInUsd: '0.000000', distributableUsd: '51.000000' },
      creditedRenderSpark: '3.000000',
    });
  });

  it('tells net revenue by share, where adjustments have another', () => {
    const close = closeWith({});
    const revenue = byShare('0.51', usd('100'), [{ share: '0.6', netRevenue: usd('10') }]);
    const pool = computePool(revenue, new Exact(0), []);
    expect(publishedMonth({ ...close, pool }, 'review', 'd').netRevenueByShare).toEqual([
      { share: '0.51', netRevenueUsd: '90.000000' },
      { share: '0.6', netRevenueUsd: '10.000000' },
    ]);
  });
});

describe('statementAccount', () => {
  const BALANCE: WalletBalance = {
    ...{ wallet: ADA, month: OCTOBER, broughtForward: usd('1'), earned: usd('2'), adjustments: usd('3') },
    ...{
      reserved: usd('4'),
      deducted: 0n,
      paid: usd('5'),
      fees: usd('6'),
      carriedForward: usd('7'),
      reason: 'below-minimum',
    },
    ...{ ageing: [{ month: AUGUST, amount: usd('7') }], minimum: usd('10'), monthsToThreshold: 2 },
  };

  it('shows each figure of a balance, and what it lacks of the minimum beside what a batch holds', () => {
    expect(statementAccount(BALANCE, usd('1'), [{ amount: usd('3'), reason: 'came back' }])).toEqual({
      ...{ broughtForwardUsd: '1.000000', earnedUsd: '2.000000', adjustmentsUsd: '3.000000', paidUsd: '5.000000' },
      ...{ feesUsd: '6.000000', carriedForwardUsd: '7.000000', reservedUsd: '4.000000', onItsWayUsd: '1.000000' },
      reason: 'below-minimum',
      // 10 - (7 - 4).
      ...{ monthsToMinimum: 2, minimumUsd: '10.000000', missingUsd: '7.000000' },
      ageing: [{ month: '2026-08', amountUsd: '7.000000' }],
      adjustments: [{ amountUsd: '3.000000', reason: 'came back' }],
    });
    expect(statementAccount({ ...BALANCE, minimum: usd('2') }, 0n, [])).toMatchObject({ missingUsd: '0.000000' });
    expect(statementAccount({ ...BALANCE, minimum: null }, 0n, [])).toMatchObject({
      minimumUsd: null,
      missingUsd: null,
    });
  });
});

describe('paymentsByWallet', () => {
  it('has what each receipt took off, with the rate of the batch and of the market', () => {
    const rate = { pair: 'EUR/USD', date: '2026-08-31', value: '1.25' };
    const of = line({
      ...{ wallet: ADA, method: 'fiat', destination: 'd', currency: 'EUR', scale: 2, rate },
      ...{ payUsd: usd('10'), feeUsd: usd('0.5'), assetAmount: 800n },
    });
    const receipts = [
      sentReceipt(of, { amount: 300n, reference: 'a', atMs: Date.UTC(2026, 9, 16), marketRate: '1.3' }),
      sentReceipt(of, { amount: 500n, reference: 'b', atMs: Date.UTC(2026, 9, 17) }),
    ];
    const plain = line({ wallet: BEN, destination: 'e', payUsd: usd('1'), assetAmount: usd('1') });
    const batch = keptBatch(batchOf(AUGUST, 1, [of, plain]), [...receipts, sentReceipt(plain, { reference: 'c' })]);
    const payments = paymentsByWallet([batch]);
    const common = { month: '2026-08', method: 'fiat', destination: 'd', currency: 'EUR' };
    // 3.00 of 8.00 euros are 3.75 of 10.00.
    expect(payments.get(ADA)).toEqual([
      {
        ...{ ...common, sentAt: '2026-10-16T00:00:00.000Z', amount: '3.00', paidUsd: '3.750000', feeUsd: '0.500000' },
        ...{ rate: 'EUR/USD 1.25 2026-08-31; market 1.3 when sent', reference: 'a' },
      },
      {
        ...{ ...common, sentAt: '2026-10-17T00:00:00.000Z', amount: '5.00', paidUsd: '6.250000', feeUsd: '0.000000' },
        ...{ rate: 'EUR/USD 1.25 2026-08-31', reference: 'b' },
      },
    ]);
    expect(payments.get(BEN)?.map(({ rate: said, currency }) => [said, currency])).toEqual([['', 'USDC']]);
    expect([...payments.keys()]).toEqual([ADA, BEN]);
  });
});

describe('a proof', () => {
  it('leads to the root, and only with all of its hashes and the place of its leaf', () => {
    const { root, leaves, proofOf } = merkleTree(['a', 'b', 'c', 'd', 'e']);
    for (const [index, text] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      expect(rootByProof(text, index, leaves, proofOf(index))).toBe(root);
      expect(rootByProof(text, index, leaves, [...proofOf(index), root])).toBeNull();
      expect(rootByProof(text, index, leaves, proofOf(index).slice(1))).not.toBe(root);
    }
    expect(rootByProof('a', 5, 5, [])).toBeNull();
    expect(rootByProof('a', 0, 5, [])).toBeNull();
    expect(merkleTree([])).toMatchObject({
      // SHA-256 of nothing.
      ...{ root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', leaves: 0 },
    });
    expect(merkleTree(['a']).proofOf(0)).toEqual([]);
  });
});
