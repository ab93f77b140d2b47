import type { ReportedPosting } from '../../src/core/comparison/reported-posting.ts';
import { allProviders, type RevenueChange } from '../../src/core/comparison/revenue-change.ts';
import { type ChargePair, type PostingStream, sideBySide } from '../../src/core/comparison/side-by-side.ts';
import { addMonths } from '../../src/core/month/month.ts';
import type { Posting } from '../../src/core/revenue/posting.ts';
import { compareText } from '../../src/core/text/compare-text.ts';
import { month, short, usd } from './charges.ts';

/** For the tests of comparisons: postings as reports tell them. */

interface Options extends Partial<Omit<ReportedPosting, 'coverage' | 'amounts'>> {
  readonly gross?: string;
  readonly tax?: string;
  readonly fee?: string;
  /** First and last covered month; null where nothing is spread. */
  readonly covers?: readonly [first: string, last: string] | null;
}

/** A posting of a monthly Stripe charge in October 2026, unless told otherwise. */
export function reported(options: Options = {}): ReportedPosting {
  const { gross = '0', tax = '0', fee = '0', covers = ['2026-10', '2026-10'], ...rest } = options;
  return {
    entry: 'charge',
    provider: 'stripe',
    charge: 'ch_1',
    line: '',
    kind: 'charge',
    event: '',
    plan: 'unlimited',
    coverage: covers === null ? null : { first: month(covers[0]), last: month(covers[1]) },
    amounts: { gross: usd(gross), tax: usd(tax), fee: usd(fee) },
    currency: 'USD',
    rate: '',
    place: 'ffffffffffffffff:2',
    ...rest,
  };
}

/** A posting of a close, as postings.csv tells it. */
export function reportedOf(posting: Posting): ReportedPosting {
  const { entry, provider, charge, line, kind, event, plan, amounts, currency, rate, source, coverage } = posting;
  return {
    ...{ entry, provider, charge, line, kind, event, plan, amounts, currency },
    rate: rate === null ? '' : rate.toFixed(),
    place: `${source.input.slice(0, 16)}:${source.line}`,
    coverage:
      coverage === null ? null : { first: coverage.first, last: addMonths(coverage.first, coverage.months - 1) },
  };
}

/** In the order of postings.csv, in pieces of three. */
export async function* streamOf(postings: readonly ReportedPosting[]): PostingStream {
  const ordered = [...postings].sort(
    (a, b) => compareText(a.entry, b.entry) || compareText(a.provider, b.provider) || compareText(a.charge, b.charge),
  );
  for (let at = 0; at < ordered.length; at += 3) yield ordered.slice(at, at + 3);
}

/** What an engine makes of two sides. */
export async function changeBetween(
  engine: { take(pair: ChargePair): void; result(): RevenueChange },
  from: readonly ReportedPosting[],
  to: readonly ReportedPosting[],
): Promise<RevenueChange> {
  for await (const pair of sideBySide(streamOf(from), streamOf(to))) engine.take(pair);
  return engine.result();
}

/** Causes over all providers, as text. */
export function causesOf({ causes }: RevenueChange): Record<string, string> {
  return Object.fromEntries(causes.map(({ cause, amounts }) => [cause, short(allProviders(amounts))]));
}

/** Their sum. */
export function sumOfCauses({ causes }: RevenueChange): bigint {
  return causes.reduce((sum, { amounts }) => sum + allProviders(amounts), 0n);
}
