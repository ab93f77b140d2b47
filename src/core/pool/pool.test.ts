import { describe, expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import { Exact, formatExact } from '../money/exact-decimal.ts';
import { assertConserved } from './conservation.ts';
import { computePool } from './pool.ts';
import { allAtShare, byShare, partsByShare } from './revenue-at-share.ts';

const ONE = [{ wallet: '0xa', jobs: 1, points: 1n }];
const THREE = ['0xa', '0xb', '0xc'].map((wallet) => ({ wallet, jobs: 1, points: 1n }));
const zero = new Exact(0);

describe('pool (R10)', () => {
  it('is net revenue x share, exact; the platform keeps the rest', () => {
    const pool = computePool(allAtShare('0.51', usd('1234.567891')), zero, ONE);
    // 1234.567891 x 0.51 = 629.62962441
    expect(formatExact(pool.pool)).toBe('629.62962441');
    expect(formatExact(pool.platform)).toBe('604.93826659');
    expect(pool.distributable).toBe(629_629_624n);
    expect(pool.distributed).toBe(629_629_624n);
    // What is below a micro-dollar is carried, not rounded away.
    expect(formatExact(pool.carriedOut)).toBe('0.00000041');
  });

  it('what is carried in can make a micro-dollar', () => {
    // 0.000001 x 0.51 + 0.00000049 = 0.000001
    const pool = computePool(allAtShare('0.51', 1n), new Exact('0.00000049'), ONE);
    expect(pool.distributable).toBe(1n);
    expect(formatExact(pool.carriedOut)).toBe('0.000000');
  });

  it('dust is carried on with what is below a micro-dollar', () => {
    // 10 x 0.51 = 5.10 over three: 1.70 each, no dust.
    const even = computePool(allAtShare('0.51', usd('10.00')), zero, THREE);
    expect([even.dust, formatExact(even.carriedOut)]).toEqual([0n, '0.000000']);
    // 0.000007 x 0.51 = 0.00000357: 3 distributable, one each. 0.000009 x 0.51 = 0.00000459: 4, one each, one dust.
    const dusty = computePool(allAtShare('0.51', 9n), zero, THREE);
    expect([dusty.distributable, dusty.distributed, dusty.dust]).toEqual([4n, 3n, 1n]);
    expect(formatExact(dusty.carriedOut)).toBe('0.00000159');
  });

  it('a negative month pays nothing, no wallet owes, and the deficit is carried', () => {
    const loss = computePool(allAtShare('0.51', usd('-10.00')), new Exact('2'), ONE);
    // -5.10 + 2
    expect(loss.distributable).toBe(0n);
    expect(loss.parts.map((part) => part.earned)).toEqual([0n]);
    expect(formatExact(loss.carriedOut)).toBe('-3.100000');
    // -10 - (-5.1)
    expect(formatExact(loss.platform)).toBe('-4.900000');
    // 51 - 3.10
    const next = computePool(allAtShare('0.51', usd('100.00')), loss.carriedOut, ONE);
    expect(next.distributable).toBe(usd('47.90'));
  });

  it('takes an adjustment at the share of its original month', () => {
    // Of 90.00, -10.00 adjust months that had 0.51, and 3.00 some that had 0.6: 97.00 x 0.55 - 5.10 + 1.80.
    const adjusted = [
      { share: '0.6', netRevenue: usd('3.00') },
      { share: '0.51', netRevenue: usd('-12.00') },
      { share: '0.51', netRevenue: usd('2.00') },
      { share: '0.55', netRevenue: usd('7.00') },
    ];
    const pool = computePool(byShare('0.55', usd('90.00'), adjusted), zero, ONE);
    expect(pool.netRevenue).toBe(usd('90.00'));
    expect(formatExact(pool.pool)).toBe('50.050000');
    expect(formatExact(pool.platform)).toBe('39.950000');
    expect(partsByShare(pool.revenue).map(({ share, netRevenue }) => [share, netRevenue])).toEqual([
      ['0.55', usd('97.00')],
      ['0.51', usd('-10.00')],
      ['0.6', usd('3.00')],
    ]);
  });

  it('has no part of a share whose adjustments come to nothing', () => {
    const adjusted = ['5.00', '-5.00'].map((amount) => ({ share: '0.6', netRevenue: usd(amount) }));
    expect(byShare('0.55', usd('90.00'), adjusted)).toEqual(allAtShare('0.55', usd('90.00')));
  });

  it('exactly zero pays nothing', () => {
    const pool = computePool(allAtShare('0.51', usd('10.00')), new Exact('-5.1'), ONE);
    expect([pool.distributable, formatExact(pool.carriedOut)]).toEqual([0n, '0.000000']);
  });

  it('a deficit smaller than a micro-dollar counts', () => {
    // 5.10 - 0.0000001 = 5.0999999: the floor is 5.099999.
    const pool = computePool(allAtShare('0.51', usd('10.00')), new Exact('-0.0000001'), ONE);
    expect(pool.distributable).toBe(5_099_999n);
    expect(formatExact(pool.carriedOut)).toBe('0.0000009');
  });

  it.each([
    ['nobody', []],
    ['only wallets at 0', [{ wallet: '0xa', jobs: 1, points: 0n }]],
  ])('no credited points (%s): nothing is distributable, the whole is carried', (_who, points) => {
    const pool = computePool(allAtShare('0.51', usd('10.00')), new Exact('0.25'), points);
    expect([pool.distributable, pool.distributed, pool.dust]).toEqual([0n, 0n, 0n]);
    expect(formatExact(pool.carriedOut)).toBe('5.350000');
    expect(pool.parts).toHaveLength(points.length);
  });
});

describe('assertConserved (R10)', () => {
  // 10.00 x 0.51 + 0.25 = 5.35.
  const pool = computePool(allAtShare('0.51', usd('10.00')), new Exact('0.25'), ONE);

  it('lets a pool pass that is of the net revenue and goes out whole', () => {
    expect(() => assertConserved(pool, usd('10.00'))).not.toThrow();
  });

  it('stops a close whose pool is of another net revenue', () => {
    expect(() => assertConserved(pool, usd('10.00') + 1n)).toThrow(
      'the pool is of 10.000000 USD, recognised were 10.000001',
    );
  });

  it('stops a close of which something is lost or made', () => {
    const said = 'pool 5.1 + carried in 0.25 is not distributed 5.350000 + carried out 0.000001';
    expect(() => assertConserved({ ...pool, carriedOut: new Exact('0.000001') }, usd('10.00'))).toThrow(said);
  });
});
