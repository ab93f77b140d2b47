import { describe, expect, it } from 'vitest';
import { chargeOf, month, reduction, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { assembled, closeOf, usageOf } from '../../../test/worlds/closing.ts';
import { formatMicro } from '../../core/money/micro.ts';
import type { MonthAccount } from '../../core/payout/ledger/month-account.ts';
import { reconcileDocument } from '../month/reconcile-json.ts';
import { exceptionsCsv } from './exceptions-csv.ts';
import { exclusionsCsv } from './exclusions-csv.ts';
import { payoutRows, payoutsChunks } from './payouts-csv.ts';
import { poolCsv, poolLines } from './pool-csv.ts';
import { postingsHeader, postingsRows } from './postings-csv.ts';
import { signalsCsv } from './signals-csv.ts';

const OCTOBER = month('2026-10');
/** The first is the second by code unit once both have their checksum: 0x5aAe.. and 0xD122.. */
const A = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
const B = '0xd1220a0cf47c7b9be7a2e6ba89f429762e7b9adb';
/** An address of EIP-55 that is all in lower case. */
const D = '0x27b1fdb04752bbc536007a920d24acb045561c26';
const C = '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359';
const CHARGE = chargeOf({
  id: '=ch_1',
  at: '2026-10-10T00:00:00Z',
  amounts: { gross: '120.00', tax: '12.00', fee: '6.00' },
  events: [reduction('2026-10-12T00:00:00Z', '60.00', { id: 're_1' })],
});
const usages = ['2026-08', '2026-09', '2026-10'].map((each) =>
  usageOf(month(each), { [C]: 0n, [B]: usd('2.5'), [A]: usd('5') }, 9),
);
const closed = closeOf([assembled({ charges: [CHARGE] })], OCTOBER, { usages });
const { close } = closed;

const PAYOUT_COLUMNS =
  'month,state,wallet,jobs,render_spark,share,earned_usd,' +
  'brought_forward_usd,adjustments_usd,balance_usd,method,payout_usd,carried_forward_usd,reason';
const NO_ACCOUNT = { broughtForward: 0n, adjustments: 0n, balance: 0n, method: null, payout: 0n, carriedForward: 0n };

describe('payouts.csv (R13, R17)', () => {
  it('lists every credited wallet with its checksum, by code unit, also at 0, and others with a balance', () => {
    // October: gross 10 - 5, tax 1 - 0.50, fee 0.50: net 4, pool 2.04; two thirds and one third of it.
    // A: 9 + 1.36 - 0.50 = 9.86, paid whole. B: 0.68 stays. D earned before: 3 stays.
    const balance = (dollars: string): bigint => usd(dollars);
    const accounts = new Map<string, MonthAccount>([
      [
        A,
        {
          ...{ broughtForward: balance('9'), adjustments: -balance('0.5'), balance: balance('9.86'), method: 'usdc' },
          ...{ payout: balance('9.86'), carriedForward: 0n, reason: '' },
        },
      ],
      [
        B,
        {
          ...{ ...NO_ACCOUNT, balance: balance('0.68'), method: 'usdc' },
          ...{ carriedForward: balance('0.68'), reason: 'below-minimum' },
        },
      ],
      [C, { ...NO_ACCOUNT, reason: '' }],
      [
        D,
        {
          ...{ ...NO_ACCOUNT, broughtForward: balance('3'), balance: balance('3') },
          ...{ carriedForward: balance('3'), reason: 'no-method' },
        },
      ],
    ]);
    expect([...payoutsChunks(payoutRows(close, 'review', accounts))].join('')).toBe(
      [
        PAYOUT_COLUMNS,
        '2026-10,review,0x27b1fdb04752bbc536007a920d24acb045561c26,0,0.000000,0.000000000000,0.000000,3.000000,0.000000,3.000000,,0.000000,3.000000,no-method',
        '2026-10,review,0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,1,5.000000,0.666666666666,1.360000,9.000000,-0.500000,9.860000,usdc,9.860000,0.000000,',
        '2026-10,review,0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb,1,2.500000,0.333333333333,0.680000,0.000000,0.000000,0.680000,usdc,0.000000,0.680000,below-minimum',
        '2026-10,review,0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359,1,0.000000,0.000000000000,0.000000,0.000000,0.000000,0.000000,,0.000000,0.000000,',
        '',
      ].join('\n'),
    );
  });

  it('is a header alone when nobody was credited', () => {
    const nobody = closeOf([], OCTOBER, { usages: usages.map((each) => ({ ...each, wallets: [] })) });
    expect([...payoutsChunks(payoutRows(nobody.close, 'review', new Map()))].join('')).toBe(`${PAYOUT_COLUMNS}\n`);
  });
});

describe('pool.csv (R10)', () => {
  it('shows each line as it moves net revenue, then what becomes of the pool', () => {
    const lines = new Map(poolLines(close).map(({ line, provider, amount }) => [`${provider} ${line}`, amount]));
    const expected = {
      'stripe gross': '10.000000',
      'stripe customer_tax': '-1.000000',
      'stripe provider_fee': '-0.500000',
      // -5 of gross and -0.50 of tax.
      'stripe refund': '-4.500000',
      'stripe net_revenue': '4.000000',
      'apple net_revenue': '0.000000',
      'all net_revenue': '4.000000',
      'all share': '0.51',
      'all pool': '2.040000',
      'all carried_in': '0.000000',
      'all distributable': '2.040000',
      'all distributed': '2.040000',
      'all dust': '0.000000',
      'all carried_out': '0.000000',
      'all platform': '1.960000',
    };
    for (const [line, amount] of Object.entries(expected)) expect([line, lines.get(line)]).toEqual([line, amount]);
    expect(poolCsv(close, 'review').split('\n')[0]).toBe('month,state,line,provider,amount_usd');
  });
});

describe('postings.csv', () => {
  it('shows what every posting is, its coverage, and where it comes from; formulas escaped in texts only', () => {
    const text = postingsHeader() + postingsRows(closed.postings, 'review');
    const [head = '', ...rows] = text.trimEnd().split('\n');
    const cells = rows.map((row) => Object.fromEntries(head.split(',').map((name, at) => [name, row.split(',')[at]])));
    expect(cells).toMatchObject([
      {
        charge: "'=ch_1",
        kind: 'charge',
        covers_from: '2026-10',
        covers_to: '2027-09',
        k: '1',
        n: '12',
        gross_usd: '10.000000',
        customer_tax_usd: '1.000000',
        provider_fee_usd: '0.500000',
        net_usd: '8.500000',
      },
      {
        charge: "'=ch_1",
        kind: 'refund',
        event: 're_1',
        covers_from: '',
        gross_usd: '-5.000000',
        customer_tax_usd: '-0.500000',
        net_usd: '-4.500000',
        line: String(SOURCE.line),
      },
    ]);
  });
});

const EXCLUSIONS_HEADER =
  'reason,source,rows,amount_usd,render_spark,sogni_rows,sogni_render_spark,' +
  'paid_spark_rows,paid_spark_render_spark,free_spark_rows,free_spark_render_spark\n';

describe('exclusions.csv and exceptions.csv', () => {
  it('show money or points', () => {
    const text = exclusionsCsv([
      { reason: 'trial', source: 'stripe', rows: 2, amount: 0n },
      { reason: 'vendor-model', source: 'job-log', rows: 1, points: usd('1.5') },
    ]);
    expect(text).toBe(`${EXCLUSIONS_HEADER}trial,stripe,2,0.000000,,,,,,,\nvendor-model,job-log,1,,1.500000,,,,,,\n`);
  });

  it('tell jobs that are paid elsewhere apart by what paid them', () => {
    const paidBy = [
      { paymentModel: 'free_spark', jobs: 1, points: usd('0.5') },
      { paymentModel: 'gift', jobs: 1, points: usd('1') },
      { paymentModel: 'sogni', jobs: 2, points: usd('3') },
    ];
    const total = { reason: 'not-subscription', source: 'job-log', rows: 4, points: usd('4.5') } as const;
    const row = 'not-subscription,job-log,4,,4.500000';
    expect(exclusionsCsv([{ ...total, paidBy }])).toBe(`${EXCLUSIONS_HEADER}${row},2,3.000000,0,0.000000,1,0.500000\n`);
    // The record of an earlier version does not say.
    expect(exclusionsCsv([total])).toBe(`${EXCLUSIONS_HEADER}${row},,,,,,\n`);
  });

  it('leave room for a person’s decision', () => {
    const text = exceptionsCsv([
      { code: 'orphan', file: '-x.csv', line: 3, what: '+a', remedy: 'r', decision: '', note: '', subject: 's' },
    ]);
    expect(text).toBe("code,file,line,what,remedy,decision,note,subject\norphan,'-x.csv,3,'+a,r,,,s\n");
  });
});

describe('signals.csv', () => {
  it('says what of the pool the jobs of a signal move: as much as a wallet with their Spark earns', () => {
    const [signal, what] = ['pool', 'its jobs'] as const;
    const text = signalsCsv(
      [{ signal, subscriber: A, worker: '', jobs: 3, points: usd('2.5'), what }],
      close,
      'review',
    );
    const part = close.pool.parts.find(({ wallet }) => wallet === B);
    expect(text).toMatch(new RegExp(`,pool,.*,,3,2.500000,its jobs,${formatMicro(part?.earned ?? -1n)}\\n$`));
  });
});

describe('the document of reconcile --json', () => {
  it('holds amounts as texts', () => {
    const document = reconcileDocument({
      close,
      signals: [],
      work: { models: [] },
      digest: 'd',
      state: 'review',
      exceptions: [],
      reports: [],
      payoutDelayDays: 45,
    });
    expect(document).toMatchObject({
      month: '2026-10',
      net_revenue_usd: '4.000000',
      pool_usd: '2.040000',
      platform_usd: '1.960000',
      wallets: 3,
      credited_render_spark: '7.500000',
      payout_due: '2026-12-15',
    });
    expect(Object.values(document).filter((value) => typeof value === 'number' && !Number.isInteger(value))).toEqual(
      [],
    );
  });
});
