import { compareAmounts } from '../money/compare-amounts.ts';
import type { MicroSpark } from '../money/micro.ts';
import { compareText } from '../text/compare-text.ts';
import { type Burst, largestBursts, spansOf } from './bursts.ts';
import type { SignalThresholds } from './signal-thresholds.ts';

/** Credited jobs of a subscriber over two months. Wallets in lower case. */
export interface SubscriberFigures {
  readonly subscriber: string;
  readonly jobs: number;
  readonly points: MicroSpark;
  /** Of the month before; nothing when there was none. */
  readonly pointsBefore: MicroSpark;
}

/** How often a subscriber’s jobs met a worker, among all jobs of the worker’s type. */
export interface Meeting {
  readonly subscriber: string;
  readonly worker: string;
  /** `fast`, `mac` or `relaxed`: dispatch chooses within a type. */
  readonly workerType: string;
  readonly jobs: number;
  readonly points: MicroSpark;
  /** Of the subscriber on workers of the type, of the worker, and of the type in all. */
  readonly subscriberJobs: number;
  readonly workerJobs: number;
  readonly allJobs: number;
}

/** A month’s credited jobs by those who asked for them; of subscribers and meetings at least those that can be a signal. */
export interface SignalFigures {
  readonly subscribers: readonly SubscriberFigures[];
  readonly meetings: readonly Meeting[];
  /** Days and hours of subscribers. */
  readonly bursts: readonly Burst[];
  /** How many subscribers had credited jobs, and all their points. */
  readonly subscriberCount: number;
  readonly points: MicroSpark;
  /** Of the month before; 0 when nothing is known of it. */
  readonly pointsBefore: MicroSpark;
}

/**
 * What stands out. The terms speak of use structured to exhaust the pool disproportionately, and of subscribers who
 * direct work to certain workers. A signal is for a person to look at: it excludes nothing by itself.
 */
export interface Signal {
  readonly signal: 'share' | 'pair' | 'jump' | 'pool' | 'day' | 'hour';
  readonly subscriber: string;
  /** Only of a pair. */
  readonly worker: string;
  /** Of the subscriber, or of the pair, day or hour. */
  readonly jobs: number;
  readonly points: MicroSpark;
  readonly what: string;
}

/** Nothing is known. */
export const NO_FIGURES: SignalFigures = {
  subscribers: [],
  meetings: [],
  bursts: [],
  subscriberCount: 0,
  points: 0n,
  pointsBefore: 0n,
};

/** From which figures on share, pair and jump stand out; revshare.yaml has the others. Fractions are written as whole numbers, so that nothing is rounded. */
export const SIGNAL_THRESHOLDS = {
  /** A subscriber’s points are this many times the average, and at least one part in `shareOf` of all points. */
  shareTimes: 10n,
  shareOf: 100n,
  /** A pair meets at least so often, this many times more than by chance, and beyond so many standard deviations. */
  pairJobs: 20,
  pairTimes: 3n,
  pairDeviations: 6n,
  /** Of at least so many jobs the points are this many times those of the month before, and one part in `jumpOf` of all. */
  jumpJobs: 20,
  jumpTimes: 5n,
  jumpOf: 100n,
} as const;

/** Every signal of a month: by kind, the largest first. */
export function signalsOf(figures: SignalFigures, thresholds: SignalThresholds): Signal[] {
  const shares = figures.subscribers.flatMap((subscriber) => shareSignal(subscriber, figures));
  const pairs = figures.meetings.flatMap(pairSignal);
  const jumps = figures.subscribers.flatMap((subscriber) => jumpSignal(subscriber, figures));
  const pools = figures.subscribers.flatMap((subscriber) => poolSignal(subscriber, figures, thresholds));
  const [days, hours] = (['day', 'hour'] as const).map((span) =>
    largestBursts(
      figures.bursts.filter((burst) => burst.span === span),
      thresholds,
    ).map(burstSignal),
  );
  return [shares, pairs, jumps, pools, days ?? [], hours ?? []].flatMap((signals) => signals.sort(byPoints));
}

function shareSignal({ subscriber, jobs, points }: SubscriberFigures, figures: SignalFigures): Signal[] {
  const { shareTimes, shareOf } = SIGNAL_THRESHOLDS;
  const count = BigInt(figures.subscriberCount);
  if (figures.points === 0n) return [];
  if (points * shareOf < figures.points || points * count < figures.points * shareTimes) return [];
  const what =
    `${percent(points, figures.points)} of all credited render Spark, ` +
    `${times(points * count, figures.points)} times the average of ${figures.subscriberCount} subscribers`;
  return [{ signal: 'share', subscriber, worker: '', jobs, points, what }];
}

/**
 * By chance a subscriber’s s jobs meet a worker with w of the type’s N jobs s x w / N times, give or take the square root of
 * that. `(n - sw/N)^2 > d^2 x sw/N`, times N^2, is a comparison of whole numbers.
 */
function pairSignal(meeting: Meeting): Signal[] {
  const { pairJobs, pairTimes, pairDeviations } = SIGNAL_THRESHOLDS;
  const { subscriber, worker, workerType, jobs, points, subscriberJobs, workerJobs, allJobs } = meeting;
  const all = BigInt(allJobs);
  const met = BigInt(jobs) * all;
  const expected = BigInt(subscriberJobs) * BigInt(workerJobs);
  const beyond = met - expected;
  const isFar = beyond * beyond > pairDeviations * pairDeviations * expected * all;
  if (jobs < pairJobs || met < expected * pairTimes || !isFar) return [];
  const what =
    `${jobs} of the subscriber’s ${subscriberJobs} jobs on ${workerType || 'unnamed'} workers; ` +
    `by chance it would be about ${decimal(expected, all)}`;
  return [{ signal: 'pair', subscriber, worker, jobs, points, what }];
}

function jumpSignal({ subscriber, jobs, points, pointsBefore }: SubscriberFigures, figures: SignalFigures): Signal[] {
  const { jumpJobs, jumpTimes, jumpOf } = SIGNAL_THRESHOLDS;
  // Who is new has not jumped; and without the month before everybody is.
  if (jobs < jumpJobs || pointsBefore === 0n || figures.pointsBefore === 0n) return [];
  if (points * jumpOf < figures.points || points < pointsBefore * jumpTimes) return [];
  const what = `${times(points, pointsBefore)} times the render Spark of the month before`;
  return [{ signal: 'jump', subscriber, worker: '', jobs, points, what }];
}

/** One subscriber’s jobs move so much of the pool that the payouts of the month hang on them. */
function poolSignal(
  { subscriber, jobs, points }: SubscriberFigures,
  figures: SignalFigures,
  { poolPercent, poolTimes }: SignalThresholds,
): Signal[] {
  const count = BigInt(figures.subscriberCount);
  if (figures.points === 0n || points * 100n < figures.points * BigInt(poolPercent)) return [];
  if (points * count < figures.points * BigInt(poolTimes)) return [];
  const what =
    `its jobs move ${percent(points, figures.points)} of the month’s pool, ` +
    `${times(points * count, figures.points)} times the average of ${figures.subscriberCount} subscribers`;
  return [{ signal: 'pool', subscriber, worker: '', jobs, points, what }];
}

function burstSignal({ burst, more }: { burst: Burst; more: number }): Signal {
  const { span, subscriber, plan, fromMs, jobs, points, medianJobs, days } = burst;
  const when = new Date(fromMs).toISOString();
  const at = span === 'day' ? `on ${when.slice(0, 10)}` : `in the hour from ${when.slice(0, 16)}Z`;
  const usual = times(BigInt(jobs) * BigInt(spansOf(burst)), BigInt(medianJobs));
  const whose = plan === '' ? 'subscribers whose plan is not named' : plan;
  const others = more === 0 ? '' : `; ${more} more such ${span}${more === 1 ? '' : 's'}`;
  const what = `${jobs} jobs ${at}: ${usual} times the median ${span === 'day' ? 'a day' : 'an hour'} of ${whose} (${medianJobs} jobs in ${days} day${days === 1 ? '' : 's'})${others}`;
  return { signal: span, subscriber, worker: '', jobs, points, what };
}

function byPoints(a: Signal, b: Signal): number {
  return (
    compareAmounts(b.points, a.points) ||
    compareText(a.subscriber, b.subscriber) ||
    compareText(a.worker, b.worker) ||
    compareText(a.what, b.what)
  );
}

/** For reading: cut to a tenth. */
function decimal(numerator: bigint, denominator: bigint): string {
  const tenths = (numerator * 10n) / denominator;
  return `${tenths / 10n}.${tenths % 10n}`;
}

function times(numerator: bigint, denominator: bigint): string {
  return decimal(numerator, denominator);
}

function percent(numerator: bigint, denominator: bigint): string {
  return `${decimal(numerator * 100n, denominator)} %`;
}
