import type { PostedRow } from '../../src/core/explanation/charges/posted-row.ts';
import type { MonthFigures } from '../../src/core/explanation/pool/month-figures.ts';
import { RevenueParts } from '../../src/core/explanation/pool/revenue-parts.ts';
import { Exact } from '../../src/core/money/exact-decimal.ts';
import type { AskedJob } from '../../src/core/usage/asked-job.ts';
import { month, SOURCE, usd } from './charges.ts';

export const OCTOBER = month('2026-10');

/** A charge of October that is recognised in it whole, unless told otherwise. */
export function postedRow(amounts: { gross?: string; tax?: string; fee?: string }, changed: Partial<PostedRow> = {}) {
  const posting: PostedRow = {
    ...{ row: 2, entry: 'charge', provider: 'stripe', charge: 'ch_1', line: '', kind: 'charge', event: '' },
    ...{ plan: 'monthly', originalMonth: OCTOBER, coverage: null, currency: 'USD', rate: '', source: SOURCE },
    amounts: { gross: usd(amounts.gross ?? '0'), tax: usd(amounts.tax ?? '0'), fee: usd(amounts.fee ?? '0') },
    ...changed,
  };
  return posting;
}

const POSTINGS: readonly PostedRow[] = [
  postedRow({ gross: '10', tax: '1', fee: '0.3' }),
  postedRow({ gross: '-2' }, { row: 3, kind: 'refund', event: 're_1' }),
  postedRow({ gross: '6' }, { row: 4, provider: 'apple', charge: 'a1' }),
  postedRow({ fee: '1.7' }, { row: 5, provider: 'costs', entry: 'cost', charge: 'rent', kind: 'cost', plan: '' }),
];

/** Stripe 10 - 1 - 0.3 - 2 = 6.70, Apple 6, costs 1.70: 11.00 in all. */
const LINES = [
  ['gross', 'stripe', '10.000000'],
  ['customer_tax', 'stripe', '-1.000000'],
  ['provider_fee', 'stripe', '-0.300000'],
  ['refund', 'stripe', '-2.000000'],
  ['net_revenue', 'stripe', '6.700000'],
  ['gross', 'apple', '6.000000'],
  ['net_revenue', 'apple', '6.000000'],
  ['cost', 'costs', '-1.700000'],
  ['net_revenue', 'costs', '-1.700000'],
  ['net_revenue', 'all', '11.000000'],
  ['share', 'all', '0.5'],
  ['pool', 'all', '5.500000'],
  ['carried_in', 'all', '0.0000005'],
  ['distributable', 'all', '5.500000'],
  ['distributed', 'all', '5.499999'],
  ['dust', 'all', '0.000001'],
  ['carried_out', 'all', '0.0000015'],
  ['platform', 'all', '5.500000'],
] as const;

/**
 * A month of 11.00 net revenue at a share of 0.5: 5.50 for two wallets of 2 and 1 Spark, who get floor(5.50 * 2/3) = 3.666666
 * and floor(5.50 / 3) = 1.833333; of 5.5000005 with what came in 0.0000015 goes on.
 */
export function october(changed: Partial<MonthFigures> = {}): MonthFigures {
  const revenue = new RevenueParts(OCTOBER, 5, () => null);
  for (const posting of POSTINGS) revenue.add(posting);
  return {
    month: OCTOBER,
    state: 'review',
    lines: LINES.map(([line, provider, amount]) => ({ line, provider, amount })),
    pool: {
      netRevenue: usd('11'),
      share: '0.5',
      revenue: { own: { share: '0.5', netRevenue: usd('11') }, ofOtherShares: [] },
      pool: new Exact('5.5'),
      carriedIn: new Exact('0.0000005'),
      distributable: usd('5.5'),
      distributed: usd('5.499999'),
      carriedOut: new Exact('0.0000015'),
    },
    parts: [
      { wallet: '0xA', jobs: 2, points: usd('2'), earned: usd('3.666666') },
      { wallet: '0xB', jobs: 1, points: usd('1'), earned: usd('1.833333') },
    ],
    revenue,
    carriedFrom: null,
    most: 5,
    ...changed,
  };
}

/** A credited job of October, of one Spark, unless told otherwise. */
export function jobOf(line: number, changed: Partial<AskedJob> = {}): AskedJob {
  return {
    source: { input: 'e'.repeat(64), line },
    ...{ jobId: `j${line}`, atMs: Date.UTC(2026, 9, 5), month: OCTOBER, worker: `0x${'a'.repeat(40)}` },
    ...{ subscriber: '', network: 'mac', nft: '', model: 'flux', paymentModel: 'subscription' },
    ...{ points: usd('1'), reason: null },
    ...changed,
  };
}
