import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure, outlined } from '../../../../test/judging/outlined.ts';
import { times } from '../../../../test/worlds/charges.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { monthOf } from '../../month/month.ts';
import { split } from '../../pool/split.ts';
import type { AskedJob } from '../../usage/asked-job.ts';
import { earnedParts, leftOutJob } from '../wallets/wallet-jobs.ts';
import { spark, usd } from './amount.ts';
import { below, explained, lessThat, ofMonth, sumFormula } from './explanation.ts';
import { LargestParts } from './largest-parts.ts';
import { firstSentence, RULES } from './rules.ts';

describe('an explanation', () => {
  it('refuses parts that do not sum to its figure', () => {
    const parts = [explained({ label: 'a', amount: usd(2n) }), explained({ label: 'b', amount: usd(3n) })];
    expect(() => explained({ label: 'all', amount: usd(6n), parts })).toThrow('its parts sum to 0.000005');
    expect(explained({ label: 'all', amount: usd(5n), parts }).parts).toHaveLength(2);
  });

  it('refuses parts of another unit', () => {
    const parts = [explained({ label: 'points', amount: spark(5n) })];
    expect(() => explained({ label: 'all', amount: usd(5n), parts })).toThrow('"points" is not in USD');
  });

  it('writes a sum with its signs', () => {
    const parts = [7_000_000n, -2_500_000n, 0n].map((amount) => explained({ label: '', amount: usd(amount) }));
    expect(sumFormula(parts)).toBe('7.000000 - 2.500000');
    expect(sumFormula([])).toBe('nothing moves it: 0');
    const many = (count: number): string => sumFormula(times(count, figure('', '1')));
    expect(many(9)).toBe(times(9, '1.000000').join(' + '));
    expect(many(10)).toBe('the sum of 10 parts');
  });

  it('takes a figure off as it is, and refuses to take off what is none', () => {
    expect(outlined(lessThat(figure('paid', '-2')))).toEqual(['less paid: 2.000000 USD', '* paid: -2.000000 USD']);
    expect(outlined(lessThat(figure('paid', '0')))[0]).toBe('less paid: 0.000000 USD');
    expect(() => lessThat(explained({ label: 'a row' }))).toThrow('a row is no figure that could be taken off');
  });

  it('of another month names that month with every cell, and keeps the one that a cell names itself', () => {
    const cellOf = (row: number, month?: string) => ({
      file: 'pool.csv',
      row,
      column: 'amount_usd',
      ...(month === undefined ? {} : { month }),
    });
    const own = explained({
      label: 'carried_in',
      cell: cellOf(3),
      factors: [explained({ label: 'x', cell: cellOf(4, '2026-08') })],
    });
    const whole = ofMonth(
      explained({ label: 'all', amount: usd(2n), parts: [figure('part', '0.000002')], factors: [own] }),
      '2026-09',
    );
    expect(whole.cell).toBeNull();
    expect(whole.parts[0]?.cell).toBeNull();
    expect(whole.factors[0]?.cell).toEqual(cellOf(3, '2026-09'));
    expect(whole.factors[0]?.factors[0]?.cell).toEqual(cellOf(4, '2026-08'));
  });

  it('has below it what enters its figure, parts first', () => {
    const [part, factor] = [figure('part', '1'), figure('factor', '2')];
    expect(below(explained({ label: '', parts: [part], factors: [factor] }))).toEqual([part, factor]);
  });
});

describe('the largest parts', () => {
  it('are of equal ones the first', () => {
    const parts = new LargestParts<number>(2);
    for (const item of [1, 2, 3, 4, 5, 6, 7, 8]) parts.add(-5n, item);
    parts.add(6n, 9);
    expect(parts.largest).toEqual([1, 9]);
  });

  it('sum to the whole, however many are shown', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -1000n, max: 1000n })), fc.integer({ min: 0, max: 6 }), (amounts, most) => {
        const parts = new LargestParts<number>(most);
        for (const [at, amount] of amounts.entries()) parts.add(amount, at);
        const whole = amounts.reduce((sum, amount) => sum + amount, 0n);
        const shown = parts.parts(usd, 'rows', (at, amount) => explained({ label: `${at}`, amount: usd(amount) }));
        expect(shown.length).toBe(Math.min(amounts.length, most + 1));
        if (shown.length > 0) explained({ label: 'all', amount: usd(whole), parts: shown });
        // Nothing that is left out is larger than what is shown.
        const [kept, rest] = [
          parts.largest.map((at) => amounts[at] ?? 0n),
          amounts.filter((_, at) => !parts.largest.includes(at)),
        ];
        const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
        for (const left of rest) expect(kept.every((each) => size(each) >= size(left))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

function job(points: bigint, at: number, reason: AskedJob['reason'] = null): AskedJob {
  const source = { input: 'a'.repeat(64), line: at + 2 };
  return {
    source,
    jobId: `j${at}`,
    atMs: Date.UTC(2026, 9, 5),
    month: monthOf(2026, 10),
    worker: '',
    subscriber: '',
    network: 'mac',
    nft: '',
    model: 'm',
    paymentModel: '',
    points,
    reason,
  };
}

describe('what a wallet earned, job by job', () => {
  it('sums to what the split gives it', () => {
    const points = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(fc.array(points, { minLength: 1, maxLength: 12 }), points, points, (own, others, distributable) => {
        const mine = own.reduce((sum, each) => sum + each, 0n);
        const wallets = [
          { wallet: 'a', jobs: own.length, points: mine },
          { wallet: 'b', jobs: 1, points: others },
        ];
        const earned = split(distributable, wallets)[0]?.earned ?? -1n;
        const rows = { rows: own.map((each, at) => job(each, at)), late: [], elsewhere: '' };
        const value = { distributable, allPoints: mine + others };
        const parts = earnedParts(rows, { jobs: own.length, points: mine }, value, 5);
        expect(explained({ label: 'earned', amount: usd(earned), parts }).parts).toEqual(parts);
      }),
      { numRuns: 200 },
    );
  });

  it('names what no row shows', () => {
    // 3 Spark of 4 are in the logs; of 8 dollars for 8 Spark the fourth is worth 1.
    const value = { distributable: 8_000_000n, allPoints: 8_000_000n };
    const rows = { rows: [job(3_000_000n, 0)], late: [], elsewhere: 'a table' };
    const parts = earnedParts(rows, { jobs: 2, points: 4_000_000n }, value, 5);
    expect(parts.map(({ label, amount }) => [label, amount?.text])).toEqual([
      ['job j0', '3.000000'],
      ['jobs of a table', '1.000000'],
    ]);
  });

  it('says what a row that was left out would have been worth', () => {
    // With 1 of 3 Spark a wallet has 9 * 1/3 = 3 dollars; with 3 of 5 it would have 9 * 3/5 = 5.40: 2.40 more.
    const value = { distributable: 9_000_000n, allPoints: 3_000_000n };
    const { formula, amount } = leftOutJob(job(2_000_000n, 0, 'self-matched'), 1_000_000n, value);
    expect(formula).toContain('it would have been worth 2.400000');
    expect(amount?.value).toEqual(new Exact(0));
  });
});

describe('the first sentence of a rule', () => {
  it('ends where the next one begins', () => {
    expect(firstSentence('R6')).toBe(
      'They first take what the schedule still holds for their month and later; what goes beyond is clawed back in their month, at most what was shared since `first_month`.',
    );
    expect(firstSentence('R5')).toBe(
      'A charge covers n months from its own UTC month; month k posts `trunc(T*k/n) - trunc(T*(k-1)/n)`.',
    );
  });

  it('may be all of it', () => {
    expect(firstSentence('R13')).toBe(RULES.R13.sentence);
  });
});
