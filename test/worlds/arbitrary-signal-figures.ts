import type fastCheck from 'fast-check';
import type { Burst } from '../../src/core/usage/bursts.ts';
import { type SignalThresholds, USUAL_THRESHOLDS } from '../../src/core/usage/signal-thresholds.ts';
import type { SignalFigures } from '../../src/core/usage/signals.ts';
import { type JobFields, jobFields } from './job-logs.ts';

/** For the laws of signals: a month of jobs made of stretches, and its signal figures counted one by one. */

const SUBSCRIBERS = [...'abcdefghijklmnop'].map((_, at) => `0x${at.toString(16).repeat(2)}${'5'.repeat(38)}`);
const WORKERS = [...'abcdefghij'].map((_, at) => `0x${'77'.repeat(19)}0${at}`);
const NETWORKS = ['fast', 'Mac', ''];
const INSTANTS = ['07T10:00', '07T11:30', '08T10:59'];
const TIERS = ['unlimited', 'Unlimited_Pro ', ''];

/** Jobs of one subscriber and worker in one file that are alike. */
export interface Stretch {
  readonly subscriber: number;
  readonly worker: number;
  readonly network: number;
  readonly month: 9 | 10;
  readonly jobs: number;
  /** Micro-Spark of each. */
  readonly points: bigint;
  /** When in the month: two hours of a day, and one of another. */
  readonly at: number;
  readonly tier: number;
  /** What becomes of each: credited once, in both files and credited once, or left out. */
  readonly fate: 'credited' | 'in both files' | 'failed' | 'withheld' | 'self-matched';
}

/** Everybody meets everybody once: there a few stretches stand out. */
const BACKGROUND = SUBSCRIBERS.flatMap((_, subscriber) =>
  WORKERS.map((__, worker): Stretch => {
    return { subscriber, worker, network: 0, month: 10, jobs: 1, points: 1_500_000n, at: 0, tier: 0, fate: 'credited' };
  }),
);

/** Among the crowd, two pairs that meet 26 and exactly 20 times, a subscriber who spends a fortune, and one who did little in September. */
export const CONSPICUOUS: readonly Stretch[] = [
  ...BACKGROUND,
  {
    subscriber: 0,
    worker: 0,
    network: 0,
    month: 10,
    jobs: 25,
    points: 1_500_000n,
    at: 0,
    tier: 0,
    fate: 'in both files',
  },
  { subscriber: 15, worker: 9, network: 0, month: 10, jobs: 45, points: 70_000_000n, at: 0, tier: 0, fate: 'credited' },
  { subscriber: 3, worker: 1, network: 1, month: 9, jobs: 1, points: 1_500_000n, at: 0, tier: 0, fate: 'credited' },
  { subscriber: 3, worker: 1, network: 1, month: 10, jobs: 20, points: 1_500_000n, at: 0, tier: 0, fate: 'credited' },
  { subscriber: 7, worker: 2, network: 2, month: 10, jobs: 20, points: 1n, at: 0, tier: 0, fate: 'credited' },
  { subscriber: 8, worker: 3, network: 2, month: 10, jobs: 100, points: 1n, at: 0, tier: 0, fate: 'credited' },
  { subscriber: 4, worker: 4, network: 0, month: 10, jobs: 40, points: 1_500_000n, at: 0, tier: 0, fate: 'withheld' },
];

/** A few stretches, in some cases among a crowd. */
export function arbitraryStretches(fc: typeof fastCheck): fastCheck.Arbitrary<readonly Stretch[]> {
  const anyStretch: fastCheck.Arbitrary<Stretch> = fc.record({
    subscriber: fc.nat(SUBSCRIBERS.length - 1),
    worker: fc.nat(WORKERS.length - 1),
    network: fc.constantFrom(0, 0, 0, 1, 2),
    month: fc.constantFrom(10 as const, 10 as const, 9 as const),
    jobs: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 15, max: 45 })),
    points: fc.constantFrom(0n, 1n, 1_500_000n, 70_000_000n),
    at: fc.nat(INSTANTS.length - 1),
    tier: fc.nat(TIERS.length - 1),
    fate: fc.constantFrom('credited', 'credited', 'credited', 'in both files', 'failed', 'withheld', 'self-matched'),
  });
  const some = fc.array(anyStretch, { minLength: 1, maxLength: 12 });
  return fc.tuple(some, fc.boolean()).map(([own, isCrowded]) => [...(isCrowded ? BACKGROUND : []), ...own]);
}

/** The rows of a stretch in each of two files. */
export function rowsOf(stretch: Stretch, id: number): readonly [JobFields[], JobFields[]] {
  const { fate, month, points } = stretch;
  const jobs = Array.from({ length: stretch.jobs }, (_, at) =>
    jobFields({
      job_id: `${fate === 'withheld' ? 'held' : 'job'}-${id}-${at}`,
      completed_at: `2026-${month === 9 ? '09' : '10'}-${INSTANTS[stretch.at]}:00.000Z`,
      subscription_tier: TIERS[stretch.tier] ?? '',
      status: fate === 'failed' ? 'failed' : 'completed',
      subscriber_wallet:
        fate === 'self-matched' ? (WORKERS[stretch.worker] ?? '') : (SUBSCRIBERS[stretch.subscriber] ?? ''),
      worker_wallet: WORKERS[stretch.worker] ?? '',
      worker_type: NETWORKS[stretch.network] ?? '',
      render_spark: `${points / 1_000_000n}.${String(points % 1_000_000n).padStart(6, '0')}`,
    }),
  );
  if (fate === 'in both files') return [jobs, jobs];
  return id % 2 === 0 ? [jobs, []] : [[], jobs];
}

/** The same counted one by one, nothing left out. */
export function countedFigures(stretches: readonly Stretch[]): SignalFigures {
  const credited = stretches.filter(({ fate }) => fate === 'credited' || fate === 'in both files');
  const jobsOf = (fits: (each: Stretch) => boolean): number =>
    credited.filter(fits).reduce((sum, each) => sum + each.jobs, 0);
  const pointsOf = (fits: (each: Stretch) => boolean): bigint =>
    credited.filter(fits).reduce((sum, each) => sum + each.points * BigInt(each.jobs), 0n);
  const indices = (list: readonly unknown[]): number[] => [...list.keys()];
  const subscribers = indices(SUBSCRIBERS).flatMap((at) => {
    const own = (month: number) => (each: Stretch) => each.subscriber === at && each.month === month;
    const jobs = jobsOf(own(10));
    const sums = { jobs, points: pointsOf(own(10)), pointsBefore: pointsOf(own(9)) };
    return jobs === 0 ? [] : [{ subscriber: SUBSCRIBERS[at] ?? '', ...sums }];
  });
  const meetings = indices(SUBSCRIBERS).flatMap((subscriber) =>
    indices(WORKERS).flatMap((worker) =>
      indices(NETWORKS).map((network) => {
        const typed = (each: Stretch): boolean => each.month === 10 && each.network === network;
        const met = (each: Stretch): boolean => typed(each) && each.subscriber === subscriber && each.worker === worker;
        return {
          subscriber: SUBSCRIBERS[subscriber] ?? '',
          worker: WORKERS[worker] ?? '',
          workerType: (NETWORKS[network] ?? '').toLowerCase(),
          jobs: jobsOf(met),
          points: pointsOf(met),
          subscriberJobs: jobsOf((each) => typed(each) && each.subscriber === subscriber),
          workerJobs: jobsOf((each) => typed(each) && each.worker === worker),
          allJobs: jobsOf(typed),
        };
      }),
    ),
  );
  return {
    subscribers,
    meetings,
    bursts: countedBursts(stretches),
    subscriberCount: subscribers.length,
    points: pointsOf(({ month }) => month === 10),
    pointsBefore: pointsOf(({ month }) => month === 9),
  };
}

/** Low enough that a few stretches stand out. */
export const THRESHOLDS: SignalThresholds = {
  ...USUAL_THRESHOLDS,
  dayJobs: 30,
  dayTimes: 2,
  hourJobs: 20,
  hourTimes: 40,
};

/** Every day and hour of every subscriber whose plan has three. */
function countedBursts(stretches: readonly Stretch[]): Burst[] {
  const own = stretches.filter(({ month }) => month === 10);
  const credited = own.filter(({ fate }) => fate === 'credited' || fate === 'in both files');
  const subscribers = [...new Set(credited.map(({ subscriber }) => subscriber))];
  const jobsOf = (some: readonly Stretch[]): number => some.reduce((sum, { jobs }) => sum + jobs, 0);
  // The plan is what most rows name, each row by itself: copies and withheld ones included.
  const planOf = (subscriber: number): string => {
    const rows = own.filter(
      (each) => each.subscriber === subscriber && (credited.includes(each) || each.fate === 'withheld'),
    );
    const votes = TIERS.map((tier, at) => {
      const named = rows.filter((each) => each.tier === at);
      return {
        plan: tier.trim().toLowerCase(),
        rows: jobsOf(named) + jobsOf(named.filter(({ fate }) => fate === 'in both files')),
      };
    });
    return votes.sort((a, b) => b.rows - a.rows || (a.plan < b.plan ? -1 : 1))[0]?.plan ?? '';
  };
  const days = new Set(own.map(({ at }) => INSTANTS[at]?.slice(0, 2))).size;
  return subscribers.flatMap((subscriber) => {
    const plan = planOf(subscriber);
    const ofPlan = subscribers.filter((each) => planOf(each) === plan);
    const counts = ofPlan.map((each) => jobsOf(credited.filter((stretch) => stretch.subscriber === each)));
    const medianJobs = counts.sort((a, b) => a - b)[Math.ceil(counts.length / 2) - 1] ?? 0;
    const burst = (span: Burst['span'], start: string): Burst => {
      const some = credited.filter((each) => each.subscriber === subscriber && INSTANTS[each.at]?.startsWith(start));
      const points = some.reduce((sum, each) => sum + each.points * BigInt(each.jobs), 0n);
      const fromMs = Date.parse(`2026-10-${start.length === 2 ? `${start}T00` : start}:00Z`);
      const ofBurst = { span, subscriber: SUBSCRIBERS[subscriber] ?? '', plan, fromMs, jobs: jobsOf(some), points };
      return { ...ofBurst, planSubscribers: ofPlan.length, medianJobs, days };
    };
    return [...['07', '08'].map((day) => burst('day', day)), ...INSTANTS.map((at) => burst('hour', at.slice(0, 5)))];
  });
}

/** Ids of the jobs that a person withholds. */
export function heldJobs(stretches: readonly Stretch[]): string[] {
  return stretches.flatMap(({ fate, jobs }, id) =>
    fate === 'withheld' ? Array.from({ length: jobs }, (_, at) => `held-${id}-${at}`) : [],
  );
}
