import type { MonthRecord, YearRecord } from '../../src/core/statement/statement-record.ts';

/** For the tests of statements: a month of one wallet by hand. 20.00 x 0.51 = 10.20; all 40 Spark are its own, so it earned 10.20. */
export const MONTH_RECORD: MonthRecord = {
  kind: 'month',
  terms: { due: '2026-10-15', payer: 'Render Network', contact: 'pay@example.org' },
  statement: {
    published: {
      month: '2026-08',
      state: 'final',
      digest: 'a'.repeat(64),
      share: '0.51',
      netRevenueUsd: '20.000000',
      poolUsd: '10.2',
      carriedInUsd: '0',
      distributableUsd: '10.200000',
      creditedRenderSpark: '40.000000',
    },
    wallet: '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153',
    payout: { jobs: '3', render_spark: '40.000000', earned_usd: '10.200000', carried_forward_usd: '10.200000' },
    workers: [{ network: 'fast', nft: '7', jobs: 3, renderSpark: '40.000000', earnedUsd: '10.200000' }],
    models: [
      { model: 'flux', jobs: 1, renderSpark: '10.000000' },
      { model: 'wan', jobs: 2, renderSpark: '30.000000' },
    ],
    late: [],
    excluded: [],
  },
  proof: { root: 'b'.repeat(64), leaves: 1, index: 0, path: [] },
  manifestSha256: 'c'.repeat(64),
  history: [{ month: '2026-08', earnedUsd: '10.200000' }],
  account: {
    broughtForwardUsd: '0.000000',
    earnedUsd: '10.200000',
    adjustmentsUsd: '0.000000',
    paidUsd: '0.000000',
    feesUsd: '0.000000',
    carriedForwardUsd: '10.200000',
    reservedUsd: '0.000000',
    reason: 'below-minimum',
    monthsToMinimum: 1,
    minimumUsd: '25.000000',
    missingUsd: '14.800000',
    ageing: [{ month: '2026-08', amountUsd: '10.200000' }],
    adjustments: [],
  },
  payments: [],
};

/** The year of the same wallet. */
export const YEAR_RECORD: YearRecord = {
  kind: 'year',
  year: '2026',
  wallet: MONTH_RECORD.statement.wallet,
  months: [
    { statement: MONTH_RECORD.statement, proof: MONTH_RECORD.proof, manifestSha256: MONTH_RECORD.manifestSha256 },
  ],
  payments: [],
};
