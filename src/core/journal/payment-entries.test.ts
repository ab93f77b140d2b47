import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { keptBatch, paidWorld, sentReceipt } from '../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO, DORA, SEPTEMBER } from '../../../test/worlds/payout-world.ts';
import { addMonths } from '../month/month.ts';
import type { KeptBatch, KeptReceipt } from '../payout/ledger/kept-payouts.ts';
import { accountsThrough, balanceOf } from '../payout/ledger/ledger.ts';
import { PAYMENT_ACCOUNTS } from './payment-accounts.ts';
import { type PaymentEntry, paymentEntries } from './payment-entries.ts';

const PAYABLE = 'Liabilities:WorkerPool:Payable';
const BOOKING = { payable: PAYABLE, names: PAYMENT_ACCOUNTS };

/** What an entry says: date, kind, and its lines as account, amount in units, commodity and micro-dollars. */
function shown({ date, kind, lines }: PaymentEntry) {
  return [date, kind, ...lines.map((line) => [line.account, line.amount, line.commodity, line.usd])];
}

describe('the payment journal (R17)', () => {
  const of = (wallet: string) =>
    paymentEntries(paidWorld(), AUGUST, BOOKING)
      .filter((each) => each.wallet === wallet)
      .map(shown);

  it('takes a payment and its fee off the payable account', () => {
    // 9.50 sent, 0.50 kept for the transfer.
    expect(of(ADA)).toEqual([
      [
        ...['2026-10-16', 'payment'],
        [PAYABLE, usd('10'), 'USD', usd('10')],
        ['Assets:Payouts:Usdc:USDC', -9_500_000n, 'USDC', -usd('9.5')],
        ['Income:PayoutFees:Usdc', -usd('0.5'), 'USD', -usd('0.5')],
      ],
      // What the chain took is no asset of the payment: it stays in its own.
      [
        '2026-10-16',
        'rail fee',
        ['Expenses:RailFees:Usdc', 12n, 'ETH', null],
        ['Assets:Payouts:Usdc:ETH', -12n, 'ETH', null],
      ],
    ]);
  });

  it('books what the market’s rate makes of a conversion', () => {
    // 3.71 / 0.0371 = 100 SOGNI. 40 of them are 1.484 of the balance, worth 40 * 0.05 = 2.00 when they were sent; the
    // other 60 are 2.226 by the batch's rate, and nobody said what the market's was.
    expect(of(BEN)).toEqual([
      [
        ...['2026-10-16', 'payment'],
        [PAYABLE, usd('1.484'), 'USD', usd('1.484')],
        ['Assets:Payouts:Sogni:SOGNI', -40n * 10n ** 18n, 'SOGNI', -usd('2')],
        ['Income:PayoutConversion:Sogni', usd('0.516'), 'USD', usd('0.516')],
      ],
      [
        ...['2026-10-18', 'payment'],
        [PAYABLE, usd('2.226'), 'USD', usd('2.226')],
        ['Assets:Payouts:Sogni:SOGNI', -60n * 10n ** 18n, 'SOGNI', -usd('2.226')],
      ],
    ]);
  });

  it('takes back a wrong receipt on the day of its reversal, with its fees', () => {
    // 8.60 EUR at 1.1637 = 10.00782; the rail took 0.10 EUR = 0.11637.
    const payment = (sign: bigint) => [
      [PAYABLE, sign * usd('10.25782'), 'USD', sign * usd('10.25782')],
      ['Assets:Payouts:Fiat:EUR', sign * -860n, 'EUR', sign * -usd('10.00782')],
      ['Income:PayoutFees:Fiat', sign * -usd('0.25'), 'USD', sign * -usd('0.25')],
    ];
    const fee = (sign: bigint) => [
      ['Expenses:RailFees:Fiat', sign * usd('0.11637'), 'USD', sign * usd('0.11637')],
      ['Assets:Payouts:Fiat:EUR', sign * -10n, 'EUR', sign * -usd('0.11637')],
    ];
    expect(of(DORA)).toEqual([
      ['2026-10-16', 'payment', ...payment(1n)],
      ['2026-10-16', 'rail fee', ...fee(1n)],
      ['2026-10-20', 'payment reversed', ...payment(-1n)],
      ['2026-10-20', 'rail fee reversed', ...fee(-1n)],
    ]);
  });

  it('is by date, and says whose each entry is and what about', () => {
    const entries = paymentEntries(paidWorld(), AUGUST, BOOKING);
    const said = entries.map(({ date, kind, month, wallet, reference, about }) => {
      return [date, kind, month, wallet, reference, about];
    });
    expect(said).toEqual([
      ['2026-10-16', 'payment', AUGUST, ADA, '0xa', ''],
      ['2026-10-16', 'rail fee', AUGUST, ADA, '0xa', '0.000012 ETH'],
      ['2026-10-16', 'payment', AUGUST, BEN, '0xb', ''],
      ['2026-10-16', 'payment', AUGUST, DORA, 'T-1', ''],
      ['2026-10-16', 'rail fee', AUGUST, DORA, 'T-1', '0.10 EUR'],
      // Recorded before the next one, which was sent earlier than it was taken back.
      ['2026-10-18', 'payment', AUGUST, BEN, '0xc', ''],
      ['2026-10-20', 'payment reversed', AUGUST, DORA, 'T-1', 'it; came | "back"'],
      ['2026-10-20', 'rail fee reversed', AUGUST, DORA, 'T-1', '0.10 EUR, it; came | "back"'],
    ]);
    expect(entries[0]?.lines[1]).toMatchObject({ decimals: 6 });
    expect(entries[1]?.lines).toMatchObject([{ decimals: 6 }, { decimals: 6 }]);
  });

  it('has what a rail took in the payment’s own asset at the market’s rate, where the receipt knows it', () => {
    const world = paidWorld();
    const feeOf = (railFee: { amount: string; asset: string }, marketRate: string) => {
      const batches = world.batches.map((each) => ({
        ...each,
        receipts: each.receipts.slice(1, 2).map((receipt) => ({ ...receipt, railFee, marketRate })),
      }));
      const [, ...fees] = paymentEntries({ batches, adjustments: [] }, AUGUST, BOOKING);
      return fees.flatMap(({ about, lines }) => [
        about,
        ...lines.map((line) => [line.commodity, line.amount, line.usd]),
      ]);
    };
    // 2 SOGNI at 0.05, and at the batch's 0.0371.
    const two = { amount: '2', asset: 'sogni' };
    expect(feeOf(two, '0.05')).toEqual(['2 sogni', ['USD', usd('0.1'), usd('0.1')], ['SOGNI', -2n, -usd('0.1')]]);
    expect(feeOf(two, '')).toEqual(['2 sogni', ['USD', usd('0.0742'), usd('0.0742')], ['SOGNI', -2n, -usd('0.0742')]]);
    expect(feeOf({ amount: '0.25', asset: 'USD' }, '')).toEqual([
      ...['0.25 USD', ['USD', usd('0.25'), usd('0.25')], ['USD', -usd('0.25'), -usd('0.25')]],
    ]);
    expect(feeOf({ amount: '0.00', asset: 'USD' }, '')).toEqual([]);
    expect(feeOf({ amount: '0.5', asset: '' }, '')).toEqual(['0.5', ['OTHER', 5n, null], ['OTHER', -5n, null]]);
  });

  it('books an adjustment in its month, on the day of the act', () => {
    expect(of(CLEO)).toEqual([]);
    const [entry, ...more] = paymentEntries(paidWorld(), SEPTEMBER, BOOKING);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ about: 'came back', wallet: CLEO, reference: '' });
    expect(entry && shown(entry)).toEqual([
      ...['2026-10-20', 'adjustment'],
      ['Expenses:PayoutAdjustments', usd('3'), 'USD', usd('3')],
      [PAYABLE, -usd('3'), 'USD', -usd('3')],
    ]);
  });
});

describe('any payments (R17)', () => {
  const anyReceipt = fc.record({
    batch: fc.nat(1),
    line: fc.nat(3),
    part: fc.bigInt({ min: 1n, max: 100n }),
    marketRate: fc.constantFrom('', '0.05', '1.2', '0.0000001'),
    railFee: fc.constantFrom(
      { amount: '', asset: '' },
      { amount: '0.13', asset: 'EUR' },
      { amount: '0.000021', asset: 'ETH' },
    ),
    isBack: fc.boolean(),
  });
  const anyAdjustment = fc.record({ later: fc.nat(1), amount: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }) });

  /** The lines of the world in two batches, the first of them voided, with such receipts and reversals of them. */
  function receiptsOf(
    drawn: readonly (typeof anyReceipt extends fc.Arbitrary<infer Value> ? Value : never)[],
  ): KeptBatch[] {
    const [{ batch }] = paidWorld().batches as [KeptBatch];
    const receipts: [KeptReceipt[], KeptReceipt[]] = [[], []];
    const sent = new Map<string, bigint>();
    for (const [index, each] of drawn.entries()) {
      const line = batch.lines[each.line % batch.lines.length];
      if (line === undefined) continue;
      const key = `${each.batch} ${line.wallet}`;
      const before = sent.get(key) ?? 0n;
      const amount = ((line.assetAmount - before) * each.part) / 100n;
      if (amount === 0n) continue;
      const { marketRate, railFee } = each;
      const receipt = sentReceipt(line, { amount, reference: `r${index}`, marketRate, railFee });
      const own = receipts[each.batch === 0 ? 0 : 1];
      own.push(receipt, ...(each.isBack ? [{ ...receipt, amount: -amount, reversal: 'wrong' }] : []));
      sent.set(key, each.isBack ? before : before + amount);
    }
    return [
      { ...keptBatch(batch, receipts[0]), voided: true, voidedAfter: 1 },
      keptBatch({ ...batch, id: 'second', month: SEPTEMBER }, receipts[1]),
    ];
  }

  it('leave on the payable account what the wallets carry forward, and balance', () => {
    fc.assert(
      fc.property(
        fc.array(anyReceipt, { maxLength: 20 }),
        fc.array(anyAdjustment, { maxLength: 4 }),
        (drawn, amounts) => {
          const world = paidWorld();
          const [adjustment] = world.adjustments;
          const adjustments = amounts.flatMap(({ later, amount }) => {
            return adjustment === undefined ? [] : [{ ...adjustment, month: addMonths(AUGUST, later), amount }];
          });
          const kept = { batches: receiptsOf(drawn), adjustments };
          const earned = [ADA, BEN, CLEO, DORA].map((wallet) => ({ month: AUGUST, wallet, amount: usd('1000') }));
          let payable = -usd('4000');
          for (const month of [AUGUST, SEPTEMBER]) {
            const lines = paymentEntries(kept, month, BOOKING).flatMap((entry) => entry.lines);
            for (const { account, amount } of lines) payable += account === PAYABLE ? amount : 0n;
            expect(lines.reduce((sum, each) => sum + (each.usd ?? 0n), 0n)).toBe(0n);
            const accounts = accountsThrough({ ...kept, earned }, month);
            expect(-payable).toBe([...accounts.values()].reduce((sum, account) => sum + balanceOf(account), 0n));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
