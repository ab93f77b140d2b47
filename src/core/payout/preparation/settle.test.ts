import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, payeeOf, rulesOf, termsOf } from '../../../../test/worlds/payout-world.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { convertDown, settleWallet } from './settle.ts';

const EUROS = payeeOf(ADA, { method: 'fiat', destination: 'ada@example.org', currency: 'EUR' });

describe('settleWallet (R17)', () => {
  it('sends the whole balance in USDC to the wallet itself by default', () => {
    expect(settleWallet(ADA, usd('12.345678'), rulesOf(termsOf())).line).toEqual({
      wallet: ADA,
      method: 'usdc',
      destination: ADA,
      currency: 'USDC',
      balanceUsd: 12_345_678n,
      feeUsd: 0n,
      payUsd: 12_345_678n,
      assetAmount: 12_345_678n,
      scale: 6,
      rate: null,
      chain: { token: '', chainId: '', contract: '' },
    });
  });

  it('takes the fee off first, then converts and floors to cents; the dust stays on the balance', () => {
    // 100 - (0.25 + 2 % of 100) = 97.75; / 1.1637 = 83.9992... euros, so 83.99; * 1.1637 = 97.739163.
    const terms = termsOf({ fiat: { fixed: '0.25', proportion: '0.02' } });
    expect(settleWallet(ADA, usd('100'), rulesOf(terms, [EUROS])).line).toMatchObject({
      currency: 'EUR',
      feeUsd: usd('2.25'),
      assetAmount: 8_399n,
      payUsd: usd('97.739163'),
      rate: { pair: 'EUR/USD', date: '2026-08-31', value: '1.1637' },
    });
  });

  it('truncates the proportion of the fee to the micro-dollar', () => {
    // 1.5 % of 0.000333 = 0.000004995.
    const line = settleWallet(ADA, 333n, rulesOf(termsOf({ usdc: { proportion: '0.015' } }))).line;
    expect(line).toMatchObject({ feeUsd: 4n, payUsd: 329n, assetAmount: 329n });
  });

  it('converts to SOGNI with 18 decimals', () => {
    // 1 / 0.0371 = 26.954177897574123989..., of which 18 decimals are kept: worth 0.99999999..., so 1.000000 leaves.
    const sogni = payeeOf(ADA, { method: 'sogni' });
    expect(settleWallet(ADA, usd('1'), rulesOf(termsOf(), [sogni])).line).toMatchObject({
      currency: 'SOGNI',
      assetAmount: 26_954_177_897_574_123_989n,
      payUsd: usd('1'),
    });
  });

  it('pays whole yen', () => {
    // 1 / 0.0066173 = 151.11...; 151 * 0.0066173 = 0.9992123.
    const yen = payeeOf(ADA, { method: 'fiat', destination: 'ada@example.org', currency: 'JPY' });
    const { line } = settleWallet(ADA, usd('1'), rulesOf(termsOf(), [yen]));
    expect(line).toMatchObject({ scale: 0, assetAmount: 151n, payUsd: 999_213n });
  });

  it.each([
    ['below-minimum', '9.999999', payeeOf(ADA), { usdc: { minimum: '10' } }],
    ['', '10', payeeOf(ADA), { usdc: { minimum: '10' } }],
    ['on-hold', '10', payeeOf(ADA, { hold: 'address unconfirmed' }), {}],
    ['no-rate', '10', payeeOf(ADA, { method: 'fiat', destination: 'a@b.cd', currency: 'SEK' }), {}],
    // 0.005 is a unit of 10^-2 Spark at 0.005 * 0.01 = 0.00005 dollars: 49 millionths are less.
    ['dust', '0.000049', payeeOf(ADA, { method: 'spark' }), {}],
    ['dust', '0.30', payeeOf(ADA), { usdc: { fixed: '0.30' } }],
    ['dust', '0.20', payeeOf(ADA), { usdc: { fixed: '0.30' } }],
    ['', '0', payeeOf(ADA), {}],
    ['deficit', '-1', payeeOf(ADA), {}],
  ] as const)('says %j of a balance of %s', (reason, balance, payee, terms) => {
    expect(settleWallet(ADA, usd(balance), rulesOf(termsOf(terms), [payee])).reason).toBe(reason);
  });

  it('has no method without a default, and none for fiat without a destination', () => {
    expect(settleWallet(ADA, 1n, rulesOf(termsOf({}, null))).reason).toBe('no-method');
    expect(settleWallet(ADA, 1n, rulesOf(termsOf({}, 'fiat'))).reason).toBe('no-method');
  });

  it('holds what a decision withholds', () => {
    const rules = { ...rulesOf(termsOf()), withheld: new Map([[ADA, 'asked to wait']]) };
    expect(settleWallet(ADA, usd('10'), rules)).toEqual({ line: null, method: 'usdc', reason: 'on-hold' });
  });
});

describe('convertDown', () => {
  it('never sends more than leaves the balance, nor leaves a whole unit behind', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.constantFrom(0, 2, 6, 18),
        (amount, millionths, scale) => {
          const value = new Exact(millionths.toString()).dividedBy(1_000_000);
          const rate = { pair: 'X/USD', date: '2026-08-31', value: value.toFixed() };
          const { assetAmount, payUsd } = convertDown(amount, rate, scale);
          const unit = value.times(new Exact(10).pow(-scale)).times(1_000_000);
          const worth = unit.times(assetAmount.toString());
          expect(worth.lessThanOrEqualTo(payUsd.toString())).toBe(true);
          expect(payUsd <= amount).toBe(true);
          expect(worth.plus(unit).greaterThan(amount.toString())).toBe(true);
        },
      ),
    );
  });
});
