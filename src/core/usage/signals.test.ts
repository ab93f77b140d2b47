import { describe, expect, it } from 'vitest';
import { type Meeting, type SignalFigures, type SubscriberFigures, signalsOf } from './signals.ts';

const SPARK = 1_000_000n;

function month(changed: Partial<SignalFigures>): SignalFigures {
  return {
    subscribers: [],
    meetings: [],
    subscriberCount: 50,
    points: 1000n * SPARK,
    pointsBefore: 900n * SPARK,
    ...changed,
  };
}

function subscriber(points: bigint, before = points): SubscriberFigures {
  return { subscriber: '0xa', jobs: 20, points: points * SPARK, pointsBefore: before * SPARK };
}

function said(figures: SignalFigures): string[] {
  return signalsOf(figures).map(({ signal, subscriber: who, worker, what }) => `${signal} ${who} ${worker}: ${what}`);
}

describe('share: a subscriber far above the average', () => {
  // 50 subscribers share 1000 Spark: 20 on average. Ten times that is 200.
  it('begins at ten times the average', () => {
    expect(said(month({ subscribers: [subscriber(199n)] }))).toEqual([]);
    expect(said(month({ subscribers: [subscriber(200n)] }))).toEqual([
      'share 0xa : 20.0 % of all credited render Spark, 10.0 times the average of 50 subscribers',
    ]);
  });

  // 5000 subscribers: 0.2 on average, ten times that is 2, but a hundredth of all is 10.
  it('leaves who has less than a hundredth of all points alone', () => {
    expect(said(month({ subscriberCount: 5000, subscribers: [subscriber(9n)] }))).toEqual([]);
    expect(said(month({ subscriberCount: 5000, subscribers: [subscriber(10n)] }))).toHaveLength(1);
  });

  it('finds nothing in a month whose jobs are worth nothing', () => {
    expect(said(month({ points: 0n, subscribers: [subscriber(0n)] }))).toEqual([]);
  });

  it('does not speak of a few: nine subscribers cannot be ten times their average', () => {
    expect(said(month({ subscriberCount: 9, subscribers: [subscriber(1000n)] }))).toEqual([]);
  });
});

describe('pair: a subscriber and a worker that meet more often than by chance', () => {
  const meeting: Meeting = {
    subscriber: '0xa',
    worker: '0xb',
    workerType: 'fast',
    jobs: 40,
    points: 40n * SPARK,
    subscriberJobs: 100,
    workerJobs: 1000,
    allJobs: 10_000,
  };

  // 100 x 1000 / 10000 = 10 by chance, give or take 3.16: six times that above is 28.97.
  it('begins beyond three times and six standard deviations', () => {
    expect(said(month({ meetings: [{ ...meeting, jobs: 29 }] }))).toEqual([]);
    expect(said(month({ meetings: [{ ...meeting, jobs: 30 }] }))).toEqual([
      'pair 0xa 0xb: 30 of the subscriber’s 100 jobs on fast workers; by chance it would be about 10.0',
    ]);
  });

  // 3 by chance, give or take 1.73: six times that above is 13.4, three times is 9; but twenty meetings are asked for.
  it('asks for twenty meetings', () => {
    const rare = { ...meeting, subscriberJobs: 30 };
    expect(said(month({ meetings: [{ ...rare, jobs: 19 }] }))).toEqual([]);
    expect(said(month({ meetings: [{ ...rare, jobs: 20 }] }))).toHaveLength(1);
  });

  it('finds nothing where there is only one worker of the type', () => {
    const only = { ...meeting, jobs: 100, workerJobs: 10_000 };
    expect(said(month({ meetings: [only] }))).toEqual([]);
  });
});

describe('jump: a subscriber who does five times as much as the month before', () => {
  it('begins at five times', () => {
    expect(said(month({ subscribers: [subscriber(99n, 20n)] }))).toEqual([]);
    expect(said(month({ subscribers: [subscriber(100n, 20n)] }))).toEqual([
      'jump 0xa : 5.0 times the render Spark of the month before',
    ]);
  });

  it('asks for twenty jobs: of a few, one alone may be five times another', () => {
    expect(said(month({ subscribers: [{ ...subscriber(100n, 20n), jobs: 19 }] }))).toEqual([]);
  });

  it('is not for who is new, nor where nothing is known of the month before', () => {
    expect(said(month({ subscribers: [subscriber(100n, 0n)] }))).toEqual([]);
    expect(said(month({ pointsBefore: 0n, subscribers: [subscriber(100n, 1n)] }))).toEqual([]);
  });
});
