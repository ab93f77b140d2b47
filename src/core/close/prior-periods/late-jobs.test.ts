import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import { usageOf } from '../../../../test/worlds/closing.ts';
import type { WalletPoints } from '../../pool/split.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import { type Decision, DecisionBook } from '../decision.ts';
import { creditedLateJobs, lateCredits, lateJobsFinding, lateJobsOf, withLateJobs } from './late-jobs.ts';

const AUGUST = month('2026-08');
const WALLET = `0x${'a'.repeat(40)}`;
const SHOWN = checksumAddress(WALLET);
const NOBODY_DECIDED = new DecisionBook([]);

function due(jobs: number, points: bigint): WalletPoints[] {
  return [{ wallet: WALLET, jobs, points }];
}

function credited(jobs: number, points: bigint): Map<string, WalletPoints> {
  return new Map([[WALLET, { wallet: WALLET, jobs, points }]]);
}

function decided(subject: string, fields: Partial<Decision>): DecisionBook {
  const by = { by: 'ann', at: '2026-10-05T00:00:00.000Z', note: '' };
  return new DecisionBook([
    { code: 'late-jobs', subject, month: AUGUST, decision: 'leave-out', finalMonth: null, ...by, ...fields },
  ]);
}

describe('late jobs of a final month (R16)', () => {
  it('are what the logs now say beyond what was credited, named with month, wallet, jobs and points', () => {
    // 3 jobs of 10 Spark in all are seen; 1 job of 4 was credited: 2 jobs of 6 come late.
    const [late] = lateJobsOf(AUGUST, due(3, 10_000_000n), credited(1, 4_000_000n), NOBODY_DECIDED);
    expect(late).toEqual({
      month: AUGUST,
      wallet: WALLET,
      jobs: 2,
      points: 6_000_000n,
      seen: { jobs: 3, points: 10_000_000n },
      subject: `2026-08 ${SHOWN} 2 6.000000`,
    });
    expect(late && lateJobsFinding(late)).toEqual({
      code: 'late-jobs',
      subject: `2026-08 ${SHOWN} 2 6.000000`,
      month: AUGUST,
      what: `2 late job(s) of 2026-08, 6.000000 Spark, by ${SHOWN}`,
      source: null,
      cause: '2026-08',
      amount: { micro: 6_000_000n, unit: 'Spark' },
    });
  });

  it('as many jobs as were credited, and worth more, are told as that', () => {
    const [late] = lateJobsOf(AUGUST, due(1, 5_000_000n), credited(1, 1n), NOBODY_DECIDED);
    expect(late && lateJobsFinding(late)).toMatchObject({
      subject: `2026-08 ${SHOWN} 0 4.999999`,
      what: `no more jobs of 2026-08 than were credited, and 4.999999 Spark more, by ${SHOWN}`,
    });
  });

  it('a job of 0 Spark is late like any other; fewer points than were credited are not', () => {
    const [late] = lateJobsOf(AUGUST, due(2, 4_000_000n), credited(1, 4_000_000n), NOBODY_DECIDED);
    expect(late).toMatchObject({ jobs: 1, points: 0n, subject: `2026-08 ${SHOWN} 1 0.000000` });
    expect(lateJobsOf(AUGUST, due(1, 4_000_000n), credited(1, 4_000_000n), NOBODY_DECIDED)).toEqual([]);
    expect(lateJobsOf(AUGUST, due(1, 3_000_000n), credited(1, 4_000_000n), NOBODY_DECIDED)).toEqual([]);
    const leftOut = decided(`2026-08 ${SHOWN} 1 0.000000`, { finalMonth: '2026-09' });
    expect(lateJobsOf(AUGUST, due(2, 4_000_000n), credited(1, 4_000_000n), leftOut)).toEqual([]);
  });

  it('as many jobs of as many points once more are not those that a final month has settled', () => {
    // 1 job of 4 was credited on time, 1 of 0 late and credited by September; then one more of 0 comes.
    const first = decided(`2026-08 ${SHOWN} 1 0.000000`, { decision: 'credit', finalMonth: '2026-09' });
    const again = lateJobsOf(AUGUST, due(3, 4_000_000n), credited(2, 4_000_000n), first);
    expect(again.map(({ subject }) => subject)).toEqual([`2026-08 ${SHOWN} 1 0.000000 (2)`]);
    expect(creditedLateJobs(again, first)).toEqual([]);
    // Left out for good, the second one is not told again either, and a third one is the third.
    const both = new DecisionBook([
      ...first.all,
      ...decided(`2026-08 ${SHOWN} 1 0.000000 (2)`, { finalMonth: '2026-10' }).all,
    ]);
    expect(lateJobsOf(AUGUST, due(3, 4_000_000n), credited(2, 4_000_000n), both)).toEqual([]);
    const third = lateJobsOf(AUGUST, due(4, 4_000_000n), credited(2, 4_000_000n), both);
    expect(third.map(({ subject }) => subject)).toEqual([`2026-08 ${SHOWN} 1 0.000000 (3)`]);
  });

  it('what a person left out, and a final month has used that, is not told again; more than that is', () => {
    const settled = decided(`2026-08 ${SHOWN} 2 6.000000`, { finalMonth: '2026-09' });
    expect(lateJobsOf(AUGUST, due(3, 10_000_000n), credited(1, 4_000_000n), settled)).toEqual([]);
    const more = lateJobsOf(AUGUST, due(4, 10_500_000n), credited(1, 4_000_000n), settled);
    expect(more.map(({ subject }) => subject)).toEqual([`2026-08 ${SHOWN} 1 0.500000`]);
    // What was left out of something else is no late job, whatever it is called.
    const other = decided(`2026-08 ${SHOWN} 2 6.000000`, { code: 'job-conflict', finalMonth: '2026-09' });
    expect(lateJobsOf(AUGUST, due(3, 10_000_000n), credited(1, 4_000_000n), other)).toHaveLength(1);
    // Left out, but no final month has used it: it can still be changed, so it is told.
    const open = decided(`2026-08 ${SHOWN} 2 6.000000`, {});
    expect(lateJobsOf(AUGUST, due(3, 10_000_000n), credited(1, 4_000_000n), open)).toHaveLength(1);
  });

  it('credited ones are those that a person decided to credit, and count in the month that credits them', () => {
    const late = lateJobsOf(AUGUST, due(3, 10_000_000n), new Map(), NOBODY_DECIDED);
    expect(creditedLateJobs(late, NOBODY_DECIDED)).toEqual([]);
    const book = decided(late[0]?.subject ?? '', { decision: 'credit' });
    expect(creditedLateJobs(late, book)).toEqual(late);
    const usage = withLateJobs(usageOf(month('2026-09'), { [WALLET]: 1_000_000n, '0xb': 2n }), late);
    expect(usage.wallets).toEqual([
      { wallet: WALLET, jobs: 4, points: 11_000_000n },
      { wallet: '0xb', jobs: 1, points: 2n },
    ]);
    expect(lateCredits(late)).toEqual([{ wallet: WALLET, originalMonth: AUGUST, jobs: 3, points: 10_000_000n }]);
  });

  it('credited ones are in the order of their wallets and months', () => {
    const [first] = lateJobsOf(AUGUST, due(3, 10_000_000n), new Map(), NOBODY_DECIDED);
    if (first === undefined) throw new Error('three jobs are late');
    const other = { ...first, wallet: '0x0', month: month('2026-07') };
    const late = [{ ...first, month: month('2026-07') }, first, { ...other, month: AUGUST }, other];
    for (const each of [late, late.toReversed()]) {
      expect(lateCredits(each).map(({ wallet, originalMonth }) => [wallet, originalMonth])).toEqual([
        ...[
          ['0x0', month('2026-07')],
          ['0x0', AUGUST],
          [WALLET, month('2026-07')],
          [WALLET, AUGUST],
        ],
      ]);
    }
    const usage = withLateJobs(usageOf(month('2026-09'), { '0xz': 1n }), [first, { ...other, points: 5n, jobs: 1 }]);
    expect(usage.wallets.map(({ wallet, jobs }) => [wallet, jobs])).toEqual([
      ...[
        ['0x0', 1],
        [WALLET, 3],
        ['0xz', 1],
      ],
    ]);
  });

  it('credited at once or in steps, a wallet gets for a month what it is due, never more', () => {
    const steps = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(steps, (added) => {
        let seen = 0n;
        let given = 0n;
        for (const [at, points] of added.entries()) {
          seen += points;
          const [late] = lateJobsOf(AUGUST, due(at + 1, seen), credited(at, given), NOBODY_DECIDED);
          given += late?.points ?? 0n;
        }
        expect(given).toBe(added.reduce((sum, each) => sum + each, 0n));
      }),
    );
  });
});
