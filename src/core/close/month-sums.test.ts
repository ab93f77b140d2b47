import { describe, expect, it } from 'vitest';
import { month, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { usageOf } from '../../../test/worlds/closing.ts';
import { finding } from '../../../test/worlds/gate-input.ts';
import { posting } from '../../../test/worlds/postings.ts';
import { NOTHING } from '../money/components.ts';
import type { Posting } from '../revenue/posting.ts';
import type { JobFinding, MonthUsage } from '../usage/month-usage.ts';
import { costFrom, costPosting, sharedFeePosting } from './costs.ts';
import { DecisionBook } from './decision.ts';
import { ExclusionSum } from './exclusion-sum.ts';
import { concernsClose } from './finding-scope.ts';
import { jobFindings } from './job-findings.ts';
import { NetRevenueSum, REVENUE_PROVIDERS, type RevenueLine } from './net-revenue.ts';
import { byCodeAndSubject, byProviderAndCharge } from './report-order.ts';
import { RowFates } from './row-fates.ts';
import { byCodeAndProvider, type Warning } from './warnings/warning.ts';

const NO_DECISIONS = new DecisionBook([]);

const [AUGUST, SEPTEMBER, OCTOBER] = [month('2026-08'), month('2026-09'), month('2026-10')];
/** 10.00 with 2.00 of tax and 1.00 of fee: net 7.00. */
const AMOUNTS = { gross: usd('10'), tax: usd('2'), fee: usd('1') };

describe('NetRevenueSum', () => {
  function linesOf(kind: Posting['kind']): Partial<Record<RevenueLine, bigint>> {
    const sum = new NetRevenueSum();
    sum.add(posting({ kind, provider: 'apple', amounts: AMOUNTS }));
    const { lines, total } = sum.result();
    expect(total).toBe(usd('7'));
    const others = REVENUE_PROVIDERS.filter((provider) => provider !== 'apple');
    for (const provider of others) expect(new Set(Object.values(lines[provider]))).toEqual(new Set([0n]));
    return Object.fromEntries(Object.entries(lines.apple).filter(([, amount]) => amount !== 0n));
  }

  it('has a charge in three lines, deductions negative', () => {
    expect(linesOf('charge')).toEqual({ gross: usd('10'), customer_tax: usd('-2'), provider_fee: usd('-1') });
  });

  it.each([
    ['refund', 'refund'],
    ['dispute', 'dispute'],
    ['restoration', 'restoration'],
    ['provider-fee', 'provider_fee'],
    ['dispute-fee', 'dispute_fee'],
    ['cost', 'cost'],
    ['provider-true-up', 'cost'],
    ['prior-period', 'prior_period'],
  ] as const)('has the net of a %s in one line', (kind, line) => {
    expect(linesOf(kind)).toEqual({ [line]: usd('7') });
  });

  it('tells what adjusts each final month, and nothing of what posts by itself', () => {
    const sum = new NetRevenueSum();
    for (const originalMonth of [AUGUST, SEPTEMBER, AUGUST]) {
      sum.add(posting({ kind: 'prior-period', originalMonth, amounts: AMOUNTS }));
    }
    sum.add(posting({ kind: 'refund', originalMonth: AUGUST, amounts: AMOUNTS }));
    expect([...sum.result().ofFinalMonths]).toEqual([
      [AUGUST, usd('14')],
      [SEPTEMBER, usd('7')],
    ]);
    expect(sum.result().total).toBe(usd('28'));
  });
});

describe('costs (R9)', () => {
  const cost = { month: AUGUST, description: 'rent', amount: usd('10'), months: 3, source: SOURCE };

  it('post by their schedule, in the fee', () => {
    expect(costPosting(cost, SEPTEMBER)).toEqual({
      ...{ month: SEPTEMBER, originalMonth: SEPTEMBER, entry: 'cost', provider: 'costs', charge: 'rent', line: '' },
      ...{ kind: 'cost', event: '', plan: '', coverage: { first: AUGUST, months: 3, k: 2 }, scheduled: true },
      ...{ amounts: { ...NOTHING, fee: usd('3.333333') }, currency: 'USD', rate: null, source: SOURCE },
    });
    expect(costFrom(cost, AUGUST)).toBe(usd('10'));
    expect(costFrom(cost, OCTOBER)).toBe(usd('3.333334'));
    expect(costFrom(cost, month('2026-11'))).toBe(0n);
  });

  it('of the whole account post what counts of them, in their month', () => {
    const fee = { provider: 'google', month: AUGUST, id: 'txn_1', cost: usd('9'), source: SOURCE };
    expect(sharedFeePosting({ ...fee, provider: 'google' }, usd('4'))).toEqual({
      ...{ month: AUGUST, originalMonth: AUGUST, entry: 'cost', provider: 'google', charge: 'txn_1', line: '' },
      ...{ kind: 'cost', event: '', plan: '', coverage: null, scheduled: false },
      ...{ amounts: { ...NOTHING, fee: usd('4') }, currency: 'USD', rate: null, source: SOURCE },
    });
  });
});

describe('ExclusionSum', () => {
  it('adds up by reason and source, money and jobs together and in order', () => {
    const sum = new ExclusionSum();
    const left = (reason: 'trial' | 'coupon', provider: 'stripe' | 'apple', amount: bigint | null) =>
      sum.add({ reason, provider, month: OCTOBER, amount });
    left('trial', 'stripe', 5n);
    left('trial', 'apple', 7n);
    left('coupon', 'stripe', null);
    left('trial', 'stripe', -2n);
    const excluded = [{ reason: 'duplicate', jobs: 3, points: 4n }] as const;
    expect(sum.totals({ ...usageOf(OCTOBER, {}), excluded })).toEqual([
      { reason: 'coupon', source: 'stripe', rows: 1, amount: 0n },
      { reason: 'duplicate', source: 'job-log', rows: 3, points: 4n },
      { reason: 'trial', source: 'apple', rows: 1, amount: 7n },
      { reason: 'trial', source: 'stripe', rows: 2, amount: 3n },
    ]);
  });
});

describe('RowFates', () => {
  it('counts rows and what they print by input, fate and currency; one that nobody names has none', () => {
    const row = (input: string, line: number, currency: string, gross: bigint) => ({
      ...{ source: { input, line }, currency, gross, fee: 1n },
    });
    const rows = [row('a', 1, 'USD', 5n), row('a', 2, 'USD', 7n), row('a', 3, 'EUR', 9n), row('b', 1, 'USD', 2n)];
    const [first, second, third] = rows;
    if (first === undefined || second === undefined || third === undefined) throw new Error('four rows');
    const fates = new RowFates();
    const booked = { fate: 'booked', by: '' } as const;
    fates.note(rows.slice(0, 2), new Map([first, second].map(({ source }) => [source, booked])));
    fates.note(rows.slice(2), new Map([[third.source, booked]]));
    expect(fates.of('a')).toEqual([
      {
        ...{ fate: 'booked', by: '', rows: 3 },
        amounts: new Map([
          ['USD', { gross: 12n, fee: 2n }],
          ['EUR', { gross: 9n, fee: 1n }],
        ]),
      },
    ]);
    expect(fates.of('b')).toEqual([
      { fate: 'none', by: '', rows: 1, amounts: new Map([['USD', { gross: 2n, fee: 1n }]]) },
    ]);
    expect(fates.of('c')).toEqual([]);
  });

  it('tells reasons apart', () => {
    const fates = new RowFates();
    const row = { source: SOURCE, currency: 'USD', gross: 1n, fee: 0n };
    fates.note([row], new Map([[SOURCE, { fate: 'left-out', by: 'trial' }]]));
    fates.note([row], new Map([[SOURCE, { fate: 'left-out', by: 'coupon' }]]));
    expect(fates.of(SOURCE.input).map(({ by, rows }) => [by, rows])).toEqual([
      ['trial', 1],
      ['coupon', 1],
    ]);
  });
});

describe('the order of reports', () => {
  /** In order, from whatever order. */
  function expectOrder<Value>(inOrder: readonly Value[], compare: (a: Value, b: Value) => number): void {
    for (const [at, one] of inOrder.entries()) {
      for (const [place, other] of inOrder.entries()) {
        expect(Math.sign(compare(one, other))).toBe(Math.sign(at - place));
      }
    }
  }

  it('of postings is by provider, charge, coverage, month and amount', () => {
    const covering = (first: typeof AUGUST, months: number) => ({ first, months, k: 1 });
    const fee = (amount: bigint) => ({ amounts: { ...NOTHING, fee: amount } });
    expectOrder(
      [
        posting({ provider: 'apple', charge: 'z' }),
        posting({ charge: 'a' }),
        posting({ charge: 'b', originalMonth: AUGUST }),
        posting({ charge: 'b', originalMonth: SEPTEMBER, ...fee(-1n) }),
        posting({ charge: 'b', originalMonth: SEPTEMBER }),
        posting({ charge: 'b', originalMonth: SEPTEMBER, ...fee(1n) }),
        posting({ charge: 'b', coverage: covering(AUGUST, 1) }),
        posting({ charge: 'b', coverage: covering(AUGUST, 2) }),
        posting({ charge: 'b', coverage: covering(SEPTEMBER, 1) }),
      ],
      byProviderAndCharge,
    );
  });

  it('of exceptions is by code, subject, words and month', () => {
    expectOrder(
      [
        finding('fx-missing', 'z'),
        finding('orphan', 'a'),
        { ...finding('orphan', 'b'), what: 'a', month: AUGUST },
        { ...finding('orphan', 'b'), what: 'a' },
        { ...finding('orphan', 'b'), what: 'b' },
      ],
      byCodeAndSubject,
    );
  });

  it('of warnings is by code, provider, subject and words', () => {
    const warning: Warning = {
      ...{ code: 'unusual-term', provider: 'apple', subject: 'a', amount: null, what: 'a', source: null },
    };
    expectOrder(
      [
        { ...warning, code: 'far-from-list-price', provider: 'stripe' },
        warning,
        { ...warning, what: 'b' },
        { ...warning, subject: 'b' },
        { ...warning, provider: 'google' },
      ],
      byCodeAndProvider,
    );
  });
});

describe('concernsClose', () => {
  const inMonth = (text: string, code: 'orphan' | 'unknown-product') => ({ ...finding(code, 'a'), month: month(text) });

  it('asks for nothing of later months, and of those before the first only what may post for a year', () => {
    expect(concernsClose(inMonth('2026-10', 'orphan'), AUGUST, OCTOBER)).toBe(true);
    expect(concernsClose(inMonth('2026-11', 'orphan'), AUGUST, OCTOBER)).toBe(false);
    expect(concernsClose(inMonth('2026-08', 'orphan'), AUGUST, OCTOBER)).toBe(true);
    expect(concernsClose(inMonth('2026-07', 'orphan'), AUGUST, OCTOBER)).toBe(false);
    // A charge for a year of September 2025 posts its twelfth part in August 2026.
    expect(concernsClose(inMonth('2025-09', 'unknown-product'), AUGUST, OCTOBER)).toBe(true);
    expect(concernsClose(inMonth('2025-08', 'unknown-product'), AUGUST, OCTOBER)).toBe(false);
  });
});

describe('jobFindings', () => {
  const job = (code: JobFinding['code'], changed: Partial<JobFinding> = {}): JobFinding => ({
    ...{ code, jobId: 'job-1', model: '', oneCounts: false, rows: 2, points: 3_000_000n, input: 'f', line: 4 },
    ...changed,
  });
  const of = (...findings: readonly JobFinding[]): MonthUsage => ({ ...usageOf(OCTOBER, { a: 1n }), findings });
  const size = '2 row(s), 3.000000 Spark';

  it('says that nothing is known of a month without a row; where nobody asks there is none', () => {
    expect(jobFindings(undefined, NO_DECISIONS)).toEqual([]);
    expect(jobFindings(usageOf(OCTOBER, {}, 0), NO_DECISIONS)).toEqual([
      {
        ...{ code: 'usage-missing', subject: '2026-10', month: OCTOBER, source: null },
        what: 'no imported job row falls in 2026-10: its usage is unknown',
      },
    ]);
    expect(jobFindings(of(), NO_DECISIONS)).toEqual([]);
  });

  it('names the job, its rows and where the first stands', () => {
    expect(jobFindings(of(job('vendor-model', { model: 'sora' })), NO_DECISIONS)).toEqual([
      {
        ...{ code: 'vendor-model', subject: 'job-1', month: OCTOBER, source: { input: 'f', line: 4 }, cause: 'sora' },
        what: `job job-1 ran on the vendor model sora: ${size}`,
        amount: { micro: 3_000_000n, unit: 'Spark' },
      },
    ]);
    expect(jobFindings(of(job('job-conflict', { input: '' })), NO_DECISIONS)[0]).toMatchObject({ source: null });
    expect(jobFindings(of(job('job-conflict')), NO_DECISIONS)[0]).not.toHaveProperty('cause');
  });

  it.each([
    ['job-conflict', {}, `job job-1 has rows of different content: ${size}`],
    ['job-conflict', { rows: 1 }, 'job job-1 has the event id of another job: 1 row(s), 3.000000 Spark'],
    [
      'job-conflict',
      { oneCounts: true },
      `job job-1 is told under several event ids, or with and without one: ${size}; one copy counts`,
    ],
    ['unknown-status', { jobId: 'odd' }, `the status odd is on no list: ${size}`],
    ['unknown-payment-model', { jobId: 'odd' }, `the payment model odd is on no list: ${size}`],
    ['self-match-untestable', {}, `job job-1 names no subscriber: ${size}`],
    ['vendor-model', { jobId: '' }, `more of the same: ${size}`],
  ] as const)('says of %s with %j what is the matter', (code, changed, what) => {
    expect(jobFindings(of(job(code, changed)), NO_DECISIONS).map((each) => each.what)).toEqual([what]);
    const { jobId } = job(code, changed);
    // A value on no list, and what is not told one by one, with how many there are.
    const subject = jobId === 'job-1' ? jobId : `${jobId || '(more)'} ${size}`;
    expect(jobFindings(of(job(code, changed)), NO_DECISIONS)[0]?.subject).toBe(subject);
  });
});
