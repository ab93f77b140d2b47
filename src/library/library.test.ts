import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicro, microFromText } from '../core/money/micro.ts';
import { type Charge, closeMonth, InvalidValue, type MonthInput, recognise, split } from './index.ts';

const YEAR: Charge = {
  id: 'ch_1',
  store: 'stripe',
  chargedAt: '2026-08-31T22:10:00Z',
  gross: '199.00',
  fee: '6.00',
  months: 12,
};
const OCTOBER: MonthInput = {
  month: '2026-10',
  firstMonth: '2026-10',
  share: '0.51',
  charges: [YEAR, { ...YEAR, id: 'ch_2', chargedAt: '2026-10-05T09:00:00Z', gross: '20.00', fee: '0.88', months: 1 }],
  work: [
    {
      month: '2026-10',
      wallets: [
        { wallet: 'bob', renderSpark: '4.5' },
        { wallet: 'ann', renderSpark: '1.5' },
      ],
    },
  ],
};

const sum = (texts: readonly string[]): bigint => texts.reduce((all, text) => all + microFromText(text), 0n);

/** The field that a call refuses. */
function refused(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof InvalidValue) return error.field;
    throw error;
  }
  return 'nothing';
}

describe('recognise (R5 to R7)', () => {
  it('spreads a year over twelve months, the purchase month first', () => {
    const months = recognise(YEAR);
    expect(months.map(({ month }) => month)).toEqual([
      ...['2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04'],
      ...['2027-05', '2027-06', '2027-07'],
    ]);
    // 199 / 12 = 16.583333..: cumulatively 16.583333, 33.166666, 49.75. The fee: 0.50 a month.
    expect(months.slice(0, 3).map(({ net }) => net)).toEqual(['16.083333', '16.083333', '16.083334']);
  });

  it('takes a refund from what is deferred, then back from what has posted', () => {
    const refund = { kind: 'refund', id: 're_1', at: '2026-11-02T08:00:00Z', gross: '199.00' } as const;
    // By November 49.75 have posted: they are taken back there. Stripe keeps its fee: the 4.50 that are left post at once.
    const november = recognise({ ...YEAR, changes: [refund] })[3];
    expect(november).toMatchObject({ month: '2026-11', gross: '-49.750000', fee: '4.500000', net: '-54.250000' });
    const won = { kind: 'restoration', id: 're_1', at: '2026-11-03T08:00:00Z', gross: '199.00' } as const;
    expect(recognise({ ...YEAR, changes: [won, refund] }).map(({ gross }) => gross)).toEqual(
      recognise(YEAR).map(({ gross }) => gross),
    );
  });

  it('brings the charge exactly, whatever it is', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 40 }), (gross, fee, months) => {
        const posted = recognise({ ...YEAR, gross: formatMicro(gross), fee: formatMicro(fee), months });
        expect([sum(posted.map((each) => each.gross)), sum(posted.map((each) => each.fee))]).toEqual([gross, fee]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('split (R13)', () => {
  it('gives each its part, cut, and the rest is dust', () => {
    const work = ['c', 'a', 'b'].map((wallet) => ({ wallet, renderSpark: '1' }));
    // 10 / 3 = 3.333333..
    const { wallets, distributed, dust } = split('10.00', work);
    expect(wallets.map(({ wallet, earned }) => `${wallet} ${earned}`)).toEqual([
      ...['a 3.333333', 'b 3.333333', 'c 3.333333'],
    ]);
    expect([distributed, dust]).toEqual(['9.999999', '0.000001']);
    expect(split('10.00', []).dust).toBe('10.000000');
  });
});

describe('closeMonth (R10)', () => {
  it('closes a month', () => {
    // The year's October: 16.583334 - 0.50; the month: 20 - 0.88. Together 35.203334, x 0.51 = 17.95370034.
    expect(closeMonth(OCTOBER)).toEqual({
      month: '2026-10',
      netRevenue: '35.203334',
      pool: '17.95370034',
      carriedIn: '0.000000',
      distributable: '17.953700',
      distributed: '17.953700',
      dust: '0.000000',
      carriedOut: '0.00000034',
      // 35.203334 - 17.95370034
      platform: '17.24963366',
      // A quarter and three quarters of 17.9537.
      wallets: [
        { wallet: 'ann', renderSpark: '1.500000', earned: '4.488425' },
        { wallet: 'bob', renderSpark: '4.500000', earned: '13.465275' },
      ],
      exceptions: [],
    });
  });

  it('carries what open months before left, takes costs off, and keeps to the first month', () => {
    const closed = closeMonth({
      ...OCTOBER,
      firstMonth: '2026-09',
      carriedIn: '-1.0000005',
      costs: [{ description: 'audit', month: '2026-09', amount: '3.00', months: 3 }],
      work: [{ month: '2026-09', wallets: [] }, ...OCTOBER.work],
    });
    // September: 16.083333 - 1.00 = 15.083333, x 0.51 = 7.69249983; nobody worked: with -1.0000005 it carries 6.69249933.
    // October: 35.203334 - 1.00 = 34.203334, x 0.51 = 17.44370034; with 6.69249933 in all 24.13619967.
    expect(closed).toMatchObject({ carriedIn: '6.69249933', pool: '17.44370034', distributable: '24.136199' });
  });

  it('tells what a person must look at', () => {
    const refund = { kind: 'refund', id: 're_1', at: '2026-10-06T08:00:00Z', gross: '200.00' } as const;
    const { exceptions } = closeMonth({ ...OCTOBER, charges: [{ ...YEAR, changes: [refund] }] });
    expect(exceptions.map(({ code }) => code)).toEqual(['over-reduced']);
    expect(exceptions[0]?.what).toContain('by 1.000000 USD');
  });
});

describe('a value that cannot be what it stands for', () => {
  const close = (change: Partial<MonthInput>) => () => closeMonth({ ...OCTOBER, ...change });
  const refund = { kind: 'refund', id: 're', at: '2026-11-02T08:00:00Z', gross: '1.00' } as const;

  it.each<[string, () => unknown]>([
    ['charge.gross', () => recognise({ ...YEAR, gross: '199.0000001' })],
    ['charge.gross', () => recognise({ ...YEAR, gross: 199 as unknown as string })],
    ['charge.fee', () => recognise({ ...YEAR, fee: '-1' })],
    ['charge.chargedAt', () => recognise({ ...YEAR, chargedAt: '2026-08-31' })],
    ['charge.chargedAt', () => recognise({ ...YEAR, chargedAt: '2026-08-31T22:10:00' })],
    ['charge.months', () => recognise({ ...YEAR, months: 1.5 })],
    ['charge.changes', () => recognise({ ...YEAR, changes: [refund, { ...refund, id: 're_2', tax: '0.10' }] })],
    ['options.refunds', () => recognise(YEAR, { refunds: 'none' as 'proportional' })],
    ['amount', () => split('-1', [])],
    [
      'work[1].wallet',
      () =>
        split(
          '1',
          [1, 2].map(() => ({ wallet: 'a', renderSpark: '1' })),
        ),
    ],
    ['month', close({ month: '2026-13' })],
    ['firstMonth', close({ firstMonth: '2026-11' })],
    ['share', close({ share: '51' })],
    ['carriedIn', close({ carriedIn: '1e3' })],
    ['charges[1].id', close({ charges: [YEAR, YEAR] })],
    ['work', close({ firstMonth: '2026-09' })],
  ])('is refused: %s', (field, call) => {
    expect(refused(call)).toBe(field);
  });
});
