import { expect, it } from 'vitest';
import { usd } from '../../../test/worlds/charges.ts';
import type { ExclusionTotal } from '../close/exclusion.ts';
import { Exact } from '../money/exact-decimal.ts';
import { computePool } from '../pool/pool.ts';
import { allAtShare } from '../pool/revenue-at-share.ts';
import { leftOut } from './left-out.ts';

/** 100.00 at half: a pool of 50.00 over 20 Spark, 2.50 each. */
const REVENUE = allAtShare('0.5', usd('100.00'));
const pool = computePool(REVENUE, new Exact(0), [
  { wallet: '0xa', jobs: 1, points: usd('15.000000') },
  { wallet: '0xb', jobs: 1, points: usd('5.000000') },
]);
const jobs: ExclusionTotal = { reason: 'not-subscription', source: 'job-log', rows: 3, points: usd('5.000000') };

it('says of every exclusion why, and what counting it would have moved', () => {
  const exclusions: ExclusionTotal[] = [
    { reason: 'not-subscription', source: 'stripe', rows: 2, amount: usd('30.00') },
    { reason: 'opening-replaced', source: 'stripe', rows: 1, amount: usd('30.00') },
    jobs,
  ];
  expect(leftOut({ exclusions, pool })).toEqual([
    {
      total: exclusions[0],
      because: 'A charge without an invoice of a subscription, with its refunds and disputes.',
      moved: { what: 'pool', usd: new Exact('15') },
    },
    {
      total: exclusions[1],
      because: 'A row of opening.csv whose charge an export holds, or that stands twice: it counts once.',
      moved: null,
    },
    // 50.00 over 25 Spark instead of 20.
    {
      total: jobs,
      because: 'It was paid with Spark or SOGNI, elsewhere.',
      moved: { what: 'spark', fromUsd: new Exact('2.5'), toUsd: new Exact('2') },
    },
  ]);
});

it('divides the pool over the rows alone where nobody has Spark, and says nothing where they have none either', () => {
  const none = computePool(REVENUE, new Exact(0), []);
  const [left, empty] = leftOut({ exclusions: [jobs, { ...jobs, points: 0n }], pool: none });
  // 50.00 over 5 Spark.
  expect(left?.moved).toEqual({ what: 'spark', fromUsd: new Exact(0), toUsd: new Exact(10) });
  expect(empty?.moved).toBeNull();
});
