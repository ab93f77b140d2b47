import { describe, expect, it } from 'vitest';
import type { Burst } from './bursts.ts';
import { USUAL_THRESHOLDS } from './signal-thresholds.ts';
import { type Meeting, type SignalFigures, type SubscriberFigures, signalsOf } from './signals.ts';

const SPARK = 1_000_000n;

function month(changed: Partial<SignalFigures>): SignalFigures {
  return {
    subscribers: [],
    meetings: [],
    bursts: [],
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
  return signalsOf(figures, USUAL_THRESHOLDS).map(
    ({ signal, subscriber: who, worker, what }) => `${signal} ${who} ${worker}: ${what}`,
  );
}

/** What signals of one kind say. */
function saidOf(kind: string, figures: SignalFigures): string[] {
  return said(figures).filter((each) => each.startsWith(`${kind} `));
}

describe('share: a subscriber far above the average', () => {
  // 50 subscribers share 1000 Spark: 20 on average. Ten times that is 200.
  it('begins at ten times the average', () => {
    expect(saidOf('share', month({ subscribers: [subscriber(199n)] }))).toEqual([]);
    expect(saidOf('share', month({ subscribers: [subscriber(200n)] }))).toEqual([
      'share 0xa : 20.0 % of all credited render Spark, 10.0 times the average of 50 subscribers',
    ]);
  });

  // 5000 subscribers: 0.2 on average, ten times that is 2, but a hundredth of all is 10.
  it('leaves who has less than a hundredth of all points alone', () => {
    expect(saidOf('share', month({ subscriberCount: 5000, subscribers: [subscriber(9n)] }))).toEqual([]);
    expect(saidOf('share', month({ subscriberCount: 5000, subscribers: [subscriber(10n)] }))).toHaveLength(1);
  });

  it('finds nothing in a month whose jobs are worth nothing', () => {
    expect(saidOf('share', month({ points: 0n, subscribers: [subscriber(0n)] }))).toEqual([]);
  });

  it('does not speak of a few: nine subscribers cannot be ten times their average', () => {
    expect(saidOf('share', month({ subscriberCount: 9, subscribers: [subscriber(1000n)] }))).toEqual([]);
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

  // 90 x 1000 / 10000 = 9 by chance: 27 are three times that, and just six standard deviations (of 3) above.
  it('asks for more than six standard deviations', () => {
    expect(said(month({ meetings: [{ ...meeting, subscriberJobs: 90, jobs: 27 }] }))).toEqual([]);
    const of = { ...meeting, subscriberJobs: 90, jobs: 28, workerType: '' };
    expect(said(month({ meetings: [of] }))).toEqual([
      'pair 0xa 0xb: 28 of the subscriber’s 90 jobs on unnamed workers; by chance it would be about 9.0',
    ]);
  });

  it('finds nothing where there is only one worker of the type', () => {
    const only = { ...meeting, jobs: 100, workerJobs: 10_000 };
    expect(said(month({ meetings: [only] }))).toEqual([]);
  });
});

describe('jump: a subscriber who does five times as much as the month before', () => {
  it('begins at five times', () => {
    expect(saidOf('jump', month({ subscribers: [subscriber(99n, 20n)] }))).toEqual([]);
    expect(saidOf('jump', month({ subscribers: [subscriber(100n, 20n)] }))).toEqual([
      'jump 0xa : 5.0 times the render Spark of the month before',
    ]);
  });

  it('asks for twenty jobs: of a few, one alone may be five times another', () => {
    expect(saidOf('jump', month({ subscribers: [{ ...subscriber(100n, 20n), jobs: 19 }] }))).toEqual([]);
  });

  // A hundredth of all 1000 is 10.
  it('asks for a hundredth of all points', () => {
    expect(saidOf('jump', month({ subscribers: [subscriber(9n, 1n)] }))).toEqual([]);
    expect(saidOf('jump', month({ subscribers: [subscriber(10n, 2n)] }))).toHaveLength(1);
  });

  it('is not for who is new, nor where nothing is known of the month before', () => {
    expect(saidOf('jump', month({ subscribers: [subscriber(100n, 0n)] }))).toEqual([]);
    expect(saidOf('jump', month({ pointsBefore: 0n, subscribers: [subscriber(100n, 1n)] }))).toEqual([]);
  });
});

describe('pool: one subscriber moves a large part of it', () => {
  // 5 % of 1000 is 50; three times the average of 50 subscribers, 20, is 60: the average decides.
  it('begins at a twentieth and three times the average', () => {
    expect(saidOf('pool', month({ subscribers: [subscriber(59n)] }))).toEqual([]);
    expect(saidOf('pool', month({ subscribers: [subscriber(60n)] }))).toEqual([
      'pool 0xa : its jobs move 6.0 % of the month’s pool, 3.0 times the average of 50 subscribers',
    ]);
  });

  // Of 100 subscribers the average is 10, three times that 30: here the twentieth decides.
  it('leaves who moves less than a twentieth alone', () => {
    expect(saidOf('pool', month({ subscriberCount: 100, subscribers: [subscriber(49n)] }))).toEqual([]);
    expect(saidOf('pool', month({ subscriberCount: 100, subscribers: [subscriber(50n)] }))).toHaveLength(1);
  });
});

describe('day and hour: a subscriber far above the median of its plan', () => {
  // The median subscriber has 200 jobs in 31 days: 6.45 a day and 0.269 an hour. Twenty times the one is 129.03, so 130
  // jobs; a hundred times the other is 26.9, so that the sixty jobs decide.
  const burst: Burst = {
    span: 'day',
    subscriber: '0xa',
    plan: 'unlimited',
    fromMs: Date.UTC(2026, 9, 7),
    jobs: 130,
    points: 130n * SPARK,
    planSubscribers: 3,
    medianJobs: 200,
    days: 31,
  };

  it('begin at twenty times a day, and at sixty jobs an hour', () => {
    expect(said(month({ bursts: [{ ...burst, jobs: 129 }] }))).toEqual([]);
    expect(said(month({ bursts: [burst] }))).toEqual([
      // 130 x 31 / 200 = 20.15
      'day 0xa : 130 jobs on 2026-10-07: 20.1 times the median a day of unlimited (200 jobs in 31 days)',
    ]);
    const hour: Burst = { ...burst, span: 'hour', fromMs: Date.UTC(2026, 9, 7, 10), jobs: 60, plan: '' };
    expect(said(month({ bursts: [{ ...hour, jobs: 59 }] }))).toEqual([]);
    expect(said(month({ bursts: [hour] }))).toEqual([
      // 60 x 744 / 200 = 223.2
      'hour 0xa : 60 jobs in the hour from 2026-10-07T10:00Z: 223.2 times the median an hour of subscribers whose plan is not named (200 jobs in 31 days)',
    ]);
  });

  it('ask for a hundred jobs a day where the median is small, and for three subscribers of the plan', () => {
    expect(said(month({ bursts: [{ ...burst, jobs: 99, medianJobs: 1 }] }))).toEqual([]);
    expect(said(month({ bursts: [{ ...burst, jobs: 100, medianJobs: 1 }] }))).toHaveLength(1);
    expect(said(month({ bursts: [{ ...burst, planSubscribers: 2 }] }))).toEqual([]);
  });

  it('begin at just twenty times the median a day', () => {
    // 130 x 20 / 130 = 20.
    expect(said(month({ bursts: [{ ...burst, days: 20, medianJobs: 130 }] }))).toHaveLength(1);
    expect(said(month({ bursts: [{ ...burst, days: 20, medianJobs: 131 }] }))).toEqual([]);
  });

  it('name the earliest of equal days, whatever their order, and count all others', () => {
    const days = [0, 1, 2].map((at) => ({ ...burst, fromMs: burst.fromMs + at * 86_400_000 }));
    for (const bursts of [days, days.toReversed()]) {
      expect(said(month({ bursts }))).toEqual([
        'day 0xa : 130 jobs on 2026-10-07: 20.1 times the median a day of unlimited (200 jobs in 31 days); 2 more such days',
      ]);
    }
    const plans = [
      { ...burst, plan: 'unlimited_pro' },
      { ...burst, days: 1, medianJobs: 1 },
    ];
    for (const bursts of [plans, plans.toReversed()]) {
      expect(said(month({ bursts }))).toEqual([
        expect.stringContaining('130.0 times the median a day of unlimited (1 jobs in 1 day); 1 more such day'),
      ]);
    }
  });

  it('name a subscriber once, by the largest, and count the others', () => {
    const later = { ...burst, fromMs: burst.fromMs + 86_400_000, jobs: 140 };
    const told = said(month({ bursts: [burst, later, { ...burst, subscriber: '0xb', jobs: 12 }] }));
    expect(told).toEqual([
      // 140 x 31 / 200 = 21.7
      'day 0xa : 140 jobs on 2026-10-08: 21.7 times the median a day of unlimited (200 jobs in 31 days); 1 more such day',
    ]);
  });
});

it('what stands out in no way has no signal at all', () => {
  const quiet = [
    month({ subscribers: [subscriber(1n)] }),
    // A twentieth of all, and of few subscribers less than three times the average.
    month({ subscribers: [subscriber(59n)] }),
    month({ subscribers: [subscriber(59n, 0n)] }),
    month({ points: 0n, pointsBefore: 0n, subscribers: [subscriber(0n)] }),
  ];
  for (const figures of quiet) expect(signalsOf(figures, USUAL_THRESHOLDS)).toEqual([]);
});

describe('the order of signals', () => {
  const share = (who: string, points: bigint): SubscriberFigures => ({ ...subscriber(points), subscriber: who });

  it('is by kind, then the largest points first, then subscriber and worker', () => {
    const subscribers = [share('0xb', 300n), share('0xa', 300n), share('0xc', 400n)];
    expect(saidOf('share', month({ subscribers })).map((each) => each.slice(0, 9))).toEqual([
      ...['share 0xc', 'share 0xa', 'share 0xb'],
    ]);
    const meeting: Meeting = {
      ...{ subscriber: '0xa', worker: '0xb', workerType: 'fast', jobs: 40, points: 40n * SPARK },
      ...{ subscriberJobs: 100, workerJobs: 1000, allJobs: 10_000 },
    };
    const meetings = [
      { ...meeting, worker: '0xc' },
      { ...meeting, workerType: 'mac' },
      meeting,
      { ...meeting, worker: '0xd', points: 41n * SPARK },
    ];
    for (const each of [meetings, meetings.toReversed()]) {
      expect(said(month({ meetings: each })).map((one) => one.replace(/: .* on (\w+) .*/, ' $1'))).toEqual([
        ...['pair 0xa 0xd fast', 'pair 0xa 0xb fast', 'pair 0xa 0xb mac', 'pair 0xa 0xc fast'],
      ]);
    }
  });

  it('has pools after jumps, and hours last', () => {
    const kinds = signalsOf(
      month({ subscribers: [share('0xa', 300n), { ...subscriber(200n, 1n), subscriber: '0xb' }] }),
      USUAL_THRESHOLDS,
    );
    expect(kinds.map(({ signal, jobs, points }) => `${signal} ${jobs} ${points / SPARK}`)).toEqual([
      ...['share 20 300', 'share 20 200', 'jump 20 200', 'pool 20 300', 'pool 20 200'],
    ]);
    const burst = { subscriber: '0xa', plan: '', fromMs: 0, jobs: 900, points: 1n, planSubscribers: 3 };
    const bursts = (['hour', 'day'] as const).map((span) => ({ ...burst, span, medianJobs: 1, days: 31 }));
    expect(signalsOf(month({ bursts }), USUAL_THRESHOLDS).map(({ signal }) => signal)).toEqual(['day', 'hour']);
  });
});
