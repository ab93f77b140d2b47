import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { october } from '../../../../test/worlds/explained-october.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { shareFormula, sparkValueOf, worthFormula, worthOf } from './spark-value.ts';

describe('what the points of a month divide', () => {
  it('is what is distributed', () => {
    expect(sparkValueOf(october())).toEqual({ distributable: usd('5.5'), allPoints: usd('3') });
  });

  it('is what would be, where nobody has points: the pool and what came in, cut', () => {
    const pool = { ...october().pool, distributable: 0n, carriedIn: new Exact('1.0000007') };
    expect(sparkValueOf({ pool, parts: [] })).toEqual({ distributable: usd('6.5'), allPoints: 0n });
  });

  it('is nothing of a deficit', () => {
    const pool = { ...october().pool, distributable: 0n, carriedIn: new Exact('-6') };
    expect(sparkValueOf({ pool, parts: [] }).distributable).toBe(0n);
    expect(sparkValueOf({ pool, parts: october().parts }).distributable).toBe(0n);
  });
});

it('points are worth their part of it, and nothing where there are none to divide by', () => {
  const value = { distributable: usd('10'), allPoints: usd('3') };
  expect([worthOf(usd('2'), value), worthFormula(usd('2'), value), shareFormula(usd('2'), usd('3'))]).toEqual([
    // 20/3
    usd('6.666666'),
    'floor(10.000000 * 2.000000 / 3.000000)',
    '2.000000 / 3.000000, cut after 12 decimals',
  ]);
  const none = { ...value, allPoints: 0n };
  expect([worthOf(0n, none), worthFormula(0n, none), shareFormula(0n, 0n)]).toEqual([
    0n,
    'nobody has points: nothing is distributed',
    'nobody has points',
  ]);
});
