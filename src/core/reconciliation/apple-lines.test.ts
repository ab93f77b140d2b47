import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactFromText } from '../money/exact-decimal.ts';
import { DAY_MS } from '../month/durations.ts';
import { monthOf } from '../month/month.ts';
import { fiscalMonthOf } from './apple-fiscal-month.ts';
import { type Acceptance, appleLines } from './apple-lines.ts';
import type { AppleDay, AppleSettlement, PaymentRegion } from './apple-settlement.ts';

/** September 2026: the fiscal month runs from 30 August to 26 September. */
const SEPTEMBER = fiscalMonthOf(monthOf(2026, 9));
const OPEN: Acceptance = () => null;
const NO_RATE = () => undefined;

function day(date: string, proceeds: bigint, changed: Partial<AppleDay> = {}): AppleDay {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  return { currency: 'EUR', atMs, proceeds, units: 1n, unitsAtZero: 0n, refunds: 0n, ...changed };
}

function region(changed: Partial<PaymentRegion> = {}): PaymentRegion {
  const earned = changed.earned ?? 0n;
  return {
    region: 'Euro-Zone (EUR)',
    currency: 'EUR',
    units: 1n,
    earned,
    balance: 0n,
    preTax: earned,
    inputTax: 0n,
    adjustments: 0n,
    withholdingTax: 0n,
    owed: earned,
    proceeds: earned,
    bankCurrency: 'EUR',
    paid: true,
    source: { input: 'a'.repeat(64), line: 4 },
    ...changed,
  };
}

function settlement(changed: Partial<AppleSettlement> = {}): AppleSettlement {
  return { fiscal: SEPTEMBER, days: [], regions: [], financial: null, settledLater: [], ...changed };
}

function lineOf(result: ReturnType<typeof appleLines>, category: string) {
  return result.lines.find((each) => each.category === category);
}

describe('earnings of a fiscal month', () => {
  it('differ by the days that only one of the two calendars has', () => {
    // Fiscal: 31 August and 10 September, 30. Calendar: 10 and 28 September, 50. 30 - 50 = -20.
    const days = [day('2026-08-31', 10_000000n), day('2026-09-10', 20_000000n), day('2026-09-28', 30_000000n)];
    const result = appleLines(
      settlement({ days, regions: [region({ earned: 30_000000n, units: 2n })] }),
      OPEN,
      NO_RATE,
    );
    expect(lineOf(result, 'earned')).toMatchObject({
      ours: 50_000000n,
      theirs: 30_000000n,
      status: 'explained',
      why: 'fiscal calendar -20.000000',
    });
    expect(lineOf(result, 'units')).toMatchObject({ ours: 2_000000n, theirs: 2_000000n, status: 'ties' });
    expect(result.differences).toEqual([]);
  });

  it('hold their days from the first to the last instant, and say where rows may be missing', () => {
    const days = [
      ...[day('2026-08-29', 10000_000000n), day('2026-08-30', 1_000000n), day('2026-09-01', 10_000000n)],
      ...[day('2026-09-27', 100_000000n, { units: 3n }), day('2026-10-01', 1000_000000n)],
    ];
    const unpaid = { paid: false, region: 'Malta (EUR)' };
    const other = region({ currency: 'SEK', region: 'Sweden (SEK)', paid: false });
    const regions = [region({ earned: 8_000000n }), region({ earned: 3_000000n, ...unpaid }), other];
    const { lines } = appleLines(settlement({ days, regions }), OPEN, NO_RATE);
    const [earned, units] = lines;
    const of = { provider: 'apple', source: 'payments 2026-09', currency: 'EUR', acceptance: null };
    // Calendar: 1 and 27 September, 110 in 4 units. Fiscal: 30 August and 1 September, 11 in 2.
    expect(earned).toEqual({
      ...of,
      category: 'earned',
      ours: 110_000000n,
      theirs: 11_000000n,
      difference: -99_000000n,
      causes: [{ name: 'fiscal calendar', amount: -99_000000n }],
      unexplained: 0n,
      status: 'explained',
      note: 'not paid yet: Malta (EUR)',
      why: 'fiscal calendar -99.000000; not paid yet: Malta (EUR)',
      scope: {
        ...{ inputs: 'apple-subscriber', categories: null, currency: 'EUR', measure: 'net' },
        ...{ fromMs: Date.UTC(2026, 7, 30), beforeMs: Date.UTC(2026, 8, 27) },
      },
    });
    expect(units).toEqual({
      ...of,
      category: 'units',
      ours: 4_000000n,
      theirs: 2_000000n,
      difference: -2_000000n,
      causes: [{ name: 'fiscal calendar', amount: -2_000000n }],
      unexplained: 0n,
      status: 'explained',
      note: '',
      why: 'fiscal calendar -2.000000',
      scope: null,
    });
  });

  it('leave what no row tells to a person', () => {
    const days = [day('2026-09-10', 20_000000n), day('2026-09-11', 14_000000n)];
    const paid = settlement({ days, regions: [region({ earned: 20_000000n })] });
    const result = appleLines(paid, OPEN, NO_RATE);
    expect(result.differences).toMatchObject([{ cause: 'uncollected-sales', currency: 'EUR', amount: -14_000000n }]);
    expect(lineOf(result, 'earned')?.status).toBe('unexplained');
    expect(lineOf(result, 'units')?.status).toBe('unexplained');
    const decided = appleLines(paid, () => 'accepted', NO_RATE);
    expect(decided.lines.map(({ category, status }) => [category, status])).toEqual([
      ['earned', 'accepted'],
      ['units', 'accepted'],
      ['total_owed', 'ties'],
    ]);
  });

  it('name what detailed reports tell: other products, sales settled now and later', () => {
    // Ours 20 + 14. Apple: 20, 5 of a sale of August, 4 of a pack; 14 come with October's report.
    const days = [day('2026-09-10', 20_000000n), day('2026-09-25', 14_000000n)];
    const total = { currency: 'EUR', isSubscription: true, soldBefore: false, units: 1n };
    const financial = {
      detailed: true,
      complete: true,
      totals: [
        { ...total, amount: 20_000000n },
        { ...total, soldBefore: true, amount: 5_000000n },
        { ...total, isSubscription: false, amount: 4_000000n },
      ],
      source: { input: 'b'.repeat(64), line: 1 },
    };
    const settledLater = [{ currency: 'EUR', units: 1n, amount: 14_000000n }];
    const result = appleLines(
      settlement({ days, regions: [region({ earned: 29_000000n, units: 3n })], financial, settledLater }),
      OPEN,
      NO_RATE,
    );
    expect(lineOf(result, 'earned')).toMatchObject({
      status: 'explained',
      why: 'other products 4.000000; sold before, settled now 5.000000; settled later -14.000000',
    });
    // 2 of ours + 1 + 1 - 1 = 3 of theirs.
    expect(lineOf(result, 'units')?.why).toBe(
      'other products 1.000000; sold before, settled now 1.000000; settled later -1.000000',
    );
    expect(lineOf(result, 'financial_reports')).toMatchObject({ ours: 29_000000n, status: 'ties' });
  });

  it('are compared with the financial reports where there is no payments file', () => {
    const financial = {
      detailed: false,
      complete: false,
      totals: [{ currency: 'EUR', isSubscription: true, soldBefore: false, units: 1n, amount: 20_000000n }],
      source: { input: 'b'.repeat(64), line: 1 },
    };
    const days = [day('2026-09-10', 20_000000n), day('2026-09-10', 9_000000n, { currency: 'USD' })];
    const result = appleLines(settlement({ days, financial }), OPEN, NO_RATE);
    // A report of one region says nothing of dollars.
    expect(result.lines.map(({ source, category, currency, status }) => [source, category, currency, status])).toEqual([
      ['financial reports 2026-09', 'earned', 'EUR', 'ties'],
      ['financial reports 2026-09', 'units', 'EUR', 'ties'],
    ]);
  });

  it('of a currency that a payments file lacks were not settled', () => {
    const days = [
      ...[day('2026-09-10', 20_000000n), day('2026-08-30', 9_000000n, { currency: 'SEK' })],
      // The day after the fiscal month.
      day('2026-09-27', 4_000000n, { currency: 'NOK' }),
    ];
    const result = appleLines(settlement({ days, regions: [region({ earned: 20_000000n })] }), OPEN, NO_RATE);
    expect(result.differences).toEqual([
      {
        provider: 'apple',
        label: monthOf(2026, 9),
        currency: 'SEK',
        cause: 'uncollected-sales',
        amount: -9_000000n,
        rate: null,
        atMs: Date.UTC(2026, 8, 27) - 1,
        source: { input: 'a'.repeat(64), line: 4 },
      },
    ]);
  });

  it('are checked by the financial reports where those hold all of the currency', () => {
    const source = { input: 'b'.repeat(64), line: 1 };
    const total = { isSubscription: true, soldBefore: false, units: 1n, amount: 20_000000n };
    const totals = ['EUR', 'USD'].map((currency) => ({ ...total, currency }));
    const days = ['EUR', 'USD'].map((currency) => day('2026-09-10', 20_000000n, { currency }));
    const regions = ['EUR', 'USD'].map((currency) => region({ currency, earned: 20_000000n }));
    const checked = (changed: Partial<AppleSettlement>, complete: boolean) => {
      const financial = { detailed: false, complete, totals, source };
      return appleLines(settlement({ days, regions, financial, ...changed }), OPEN, NO_RATE)
        .lines.filter(({ category }) => category === 'financial_reports')
        .map(({ currency }) => currency);
    };
    expect(checked({}, true)).toEqual(['EUR', 'USD']);
    // A report of one region is not all of the dollars.
    expect(checked({}, false)).toEqual(['EUR']);
    expect(checked({ regions: [] }, true)).toEqual([]);
  });

  it('were not settled in a currency that complete reports lack', () => {
    const source = { input: 'b'.repeat(64), line: 1 };
    const financial = { detailed: false, complete: true, totals: [], source };
    const days = [day('2026-09-10', 9_000000n, { currency: 'USD' })];
    const { lines, differences } = appleLines(settlement({ days, financial }), OPEN, NO_RATE);
    expect(differences).toMatchObject([{ currency: 'USD', amount: -9_000000n, source }]);
    expect(lines.map(({ category, currency }) => [category, currency])).toEqual([
      ...[
        ['earned', 'USD'],
        ['units', 'USD'],
      ],
    ]);
  });
});

describe('units', () => {
  it('may count trials and print prorated refunds as none, and no more than there are', () => {
    // A sale and a refund are 0 units with us; printed as 1 and 0 they are 1; a trial makes 2.
    const days = [
      day('2026-09-10', 20_000000n),
      day('2026-09-12', -10_000000n, { units: -1n, refunds: 1n }),
      day('2026-09-13', 0n, { units: 0n, unitsAtZero: 1n }),
    ];
    const of = (units: bigint) => {
      const regions = [region({ earned: 10_000000n, units })];
      return lineOf(appleLines(settlement({ days, regions }), OPEN, NO_RATE), 'units')?.status;
    };
    expect([of(0n), of(1n), of(2n), of(3n), of(-1n)]).toEqual([
      'ties',
      'explained',
      'explained',
      'unexplained',
      'unexplained',
    ]);
  });

  it('are named as such, beside the causes that rows tell', () => {
    // Calendar 4 units, fiscal 2. Apple has 4: one of another product, and one that a refund or trial makes.
    const days = [day('2026-09-10', 20_000000n, { units: 2n, refunds: 4n }), day('2026-09-27', 0n, { units: 2n })];
    const total = { currency: 'EUR', isSubscription: false, soldBefore: false, units: 1n, amount: 4_000000n };
    const source = { input: 'b'.repeat(64), line: 1 };
    const financial = { detailed: false, complete: true, totals: [total], source };
    const of = (units: bigint) => {
      const regions = [region({ earned: 24_000000n, units })];
      return lineOf(appleLines(settlement({ days, regions, financial }), OPEN, NO_RATE), 'units')?.why;
    };
    expect(of(3n)).toBe('fiscal calendar -2.000000; other products 1.000000');
    expect(of(4n)).toBe(
      'fiscal calendar -2.000000; other products 1.000000; units of trials and prorated refunds 1.000000',
    );
    // At most as many as there are refunds and units at zero.
    expect(of(8n)).toBe('fiscal calendar -2.000000; other products 1.000000; not explained 5.000000');
  });
});

describe('what a payments file adds', () => {
  it('is a difference for each deduction, at the rate at which Apple paid', () => {
    const paid = region({
      currency: 'JPY',
      earned: 1790_000000n,
      withholdingTax: -370_000000n,
      adjustments: 10_000000n,
      owed: 1430_000000n,
      proceeds: 9_500000n,
      bankCurrency: 'USD',
    });
    const days = [day('2026-09-10', 1790_000000n, { currency: 'JPY' })];
    const { lines, differences } = appleLines(settlement({ days, regions: [paid] }), OPEN, NO_RATE);
    expect(differences.map(({ cause, amount, rate }) => [cause, amount, rate])).toEqual([
      ['withholding-tax', -370_000000n, { proceeds: 9_500000n, owed: 1430_000000n }],
      ['adjustments', 10_000000n, { proceeds: 9_500000n, owed: 1430_000000n }],
    ]);
    expect(lines.map(({ category, status }) => [category, status])).toEqual([
      ['earned', 'ties'],
      ['units', 'ties'],
      ['withholding_tax', 'explained'],
      ['adjustments', 'explained'],
      ['total_owed', 'ties'],
    ]);
  });

  it('is of each currency its own, and ours only once a person has decided', () => {
    const changed = { inputTax: 100_000000n, withholdingTax: -370_000000n, adjustments: 10_000000n };
    const [earned, owed] = [1790_000000n, 1530_000000n];
    const regions = [region({ currency: 'JPY', earned, ...changed, owed }), region({ earned: 20_000000n })];
    const days = [day('2026-09-10', earned, { currency: 'JPY' }), day('2026-09-10', 20_000000n)];
    const added = (acceptance: Acceptance) =>
      appleLines(settlement({ days, regions }), acceptance, NO_RATE)
        .lines.filter(({ category }) => category !== 'earned' && category !== 'units')
        .map(({ category, currency, ours, theirs, why }) => [`${category} ${currency}`, ours, theirs, why]);
    const [ofEuro, ofYen] = [
      ['total_owed EUR', 20_000000n, 20_000000n, ''],
      // 1790 + 100 + 10 - 370.
      ['total_owed JPY', owed, owed, ''],
    ];
    expect(added(OPEN)).toEqual([
      ofEuro,
      ['withholding_tax JPY', 0n, -370_000000n, 'settlement -370.000000'],
      ['input_tax JPY', 0n, 100_000000n, 'settlement 100.000000'],
      ['adjustments JPY', 0n, 10_000000n, 'settlement 10.000000'],
      ofYen,
    ]);
    expect(added(({ cause }) => (cause === 'input-tax' ? 'accepted' : null))).toEqual([
      ofEuro,
      ['withholding_tax JPY', 0n, -370_000000n, 'settlement -370.000000'],
      ['input_tax JPY', 0n, 100_000000n, 'accepted 100.000000'],
      ['adjustments JPY', 0n, 10_000000n, 'settlement 10.000000'],
      ofYen,
    ]);
  });

  it('is decided apart from sales that were not collected', () => {
    const regions = [region({ earned: 20_000000n, adjustments: 1_000000n, owed: 21_000000n })];
    const days = [day('2026-09-10', 25_000000n)];
    const acceptance: Acceptance = ({ cause }) => (cause === 'uncollected-sales' ? 'accepted' : null);
    const { lines } = appleLines(settlement({ days, regions }), acceptance, NO_RATE);
    expect(lines.map(({ category, status }) => [category, status])).toEqual([
      ...[
        ['earned', 'accepted'],
        ['units', 'ties'],
        ['adjustments', 'explained'],
        ['total_owed', 'ties'],
      ],
    ]);
  });

  it('must add up to what is owed', () => {
    const days = [day('2026-09-10', 20_000000n)];
    const regions = [region({ earned: 20_000000n, owed: 21_000000n })];
    const result = appleLines(settlement({ days, regions }), OPEN, NO_RATE);
    expect(lineOf(result, 'total_owed')).toMatchObject({ unexplained: 1_000000n, status: 'unexplained' });
  });

  it('is not there for regions that are not paid yet; their earnings count', () => {
    const regions = [region({ earned: 20_000000n, withholdingTax: -1_000000n, owed: 19_000000n, paid: false })];
    const result = appleLines(settlement({ days: [day('2026-09-10', 20_000000n)], regions }), OPEN, NO_RATE);
    expect(result.differences).toEqual([]);
    expect(lineOf(result, 'earned')).toMatchObject({ status: 'ties', why: 'not paid yet: Euro-Zone (EUR)' });
  });
});

describe('exchange rates', () => {
  it('size what another rate makes of the same proceeds', () => {
    // At fx.csv: 20 x 1.08 + 10 x 1.09 = 21.60 + 10.90 = 32.50. Apple paid 33 for 30: 30 x 1.1 = 33.
    const days = [day('2026-09-10', 20_000000n), day('2026-09-11', 10_000000n)];
    const regions = [region({ earned: 30_000000n, units: 2n, proceeds: 33_000000n, bankCurrency: 'USD' })];
    const rateOn = (_: string, atMs: number) => exactFromText(new Date(atMs).getUTCDate() === 10 ? '1.08' : '1.09');
    const result = appleLines(settlement({ days, regions }), OPEN, rateOn);
    expect(lineOf(result, 'fx_EUR')).toMatchObject({
      currency: 'USD',
      ours: 32_500000n,
      theirs: 33_000000n,
      status: 'explained',
      why: 'exchange rate 0.500000; Apple paid at 1.100000',
    });
  });

  it('are of each currency once, and of the days of the fiscal month', () => {
    const rateOn = (currency: string) => exactFromText(currency === 'EUR' ? '2' : '0.01');
    const inside = [day('2026-08-30', 1_000000n), day('2026-09-26', 2_000000n)];
    const outside = [day('2026-08-29', 10_000000n), day('2026-09-27', 20_000000n)];
    const yen = day('2026-09-10', 500_000000n, { currency: 'JPY' });
    const bank = { bankCurrency: 'USD' };
    const regions = [
      region({ currency: 'JPY', earned: 500_000000n, owed: 500_000000n, proceeds: 4_000000n, ...bank }),
      ...[1_000000n, 2_000000n].map((earned) => region({ earned, proceeds: earned, ...bank })),
    ];
    const { lines } = appleLines(settlement({ days: [...inside, ...outside, yen], regions }), OPEN, rateOn);
    const of = { provider: 'apple', source: 'payments 2026-09', currency: 'USD', acceptance: null, scope: null };
    expect(lines.filter(({ category }) => category.startsWith('fx_'))).toEqual([
      {
        ...of,
        category: 'fx_EUR',
        // 3 x 2 by the table, 3 x 1 as paid.
        ...{ ours: 6_000000n, theirs: 3_000000n, difference: -3_000000n, unexplained: 0n, status: 'explained' },
        causes: [{ name: 'exchange rate', amount: -3_000000n }],
        note: 'Apple paid at 1.000000',
        why: 'exchange rate -3.000000; Apple paid at 1.000000',
      },
      {
        ...of,
        category: 'fx_JPY',
        // 500 x 0.01 by the table, 500 x 4 / 500 as paid.
        ...{ ours: 5_000000n, theirs: 4_000000n, difference: -1_000000n, unexplained: 0n, status: 'explained' },
        causes: [{ name: 'exchange rate', amount: -1_000000n }],
        note: 'Apple paid at 0.008000',
        why: 'exchange rate -1.000000; Apple paid at 0.008000',
      },
    ]);
  });

  it('have no line without a rate, in dollars, or for an account in another currency', () => {
    const days = [day('2026-09-10', 20_000000n)];
    const fxLines = (changed: Partial<PaymentRegion>, rateOn: Parameters<typeof appleLines>[2]) =>
      appleLines(
        settlement({ days, regions: [region({ earned: 20_000000n, ...changed })] }),
        OPEN,
        rateOn,
      ).lines.filter(({ category }) => category.startsWith('fx_'));
    const rateOn = () => exactFromText('1.1');
    expect(fxLines({ bankCurrency: 'USD' }, rateOn)).toHaveLength(1);
    expect(fxLines({ bankCurrency: 'USD' }, NO_RATE)).toEqual([]);
    expect(fxLines({ bankCurrency: 'EUR' }, rateOn)).toEqual([]);
    expect(fxLines({ currency: 'USD', bankCurrency: 'USD' }, rateOn)).toEqual([]);
  });
});

describe('laws of a settlement', () => {
  const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  const days = fc.array(
    fc.record({ offset: fc.integer({ min: -10, max: 50 }), proceeds: amount, currency: fc.constantFrom('EUR', 'JPY') }),
    { maxLength: 12 },
  );
  const regions = fc.array(
    fc.record({
      currency: fc.constantFrom('EUR', 'JPY', 'SEK'),
      earned: amount,
      withholdingTax: amount,
      adjustments: amount,
      inputTax: amount,
    }),
    { minLength: 1, maxLength: 5 },
  );

  it('the differences, all accepted, are what separates our rows of the fiscal month from what is owed', () => {
    fc.assert(
      fc.property(days, regions, (someDays, someRegions) => {
        const paid = someRegions.map((each) => {
          const owed = each.earned + each.withholdingTax + each.adjustments + each.inputTax;
          return region({ ...each, owed, proceeds: owed });
        });
        const rows = someDays.map(({ offset, ...each }) => ({
          ...day('2026-09-01', each.proceeds),
          currency: each.currency,
          atMs: SEPTEMBER.fromMs + offset * DAY_MS,
        }));
        const { differences, lines } = appleLines(settlement({ days: rows, regions: paid }), () => 'accepted', NO_RATE);
        const sum = (amounts: readonly bigint[]) => amounts.reduce((all, each) => all + each, 0n);
        for (const currency of ['EUR', 'JPY', 'SEK']) {
          const ours = sum(
            rows
              .filter((row) => row.currency === currency)
              .filter(({ atMs }) => atMs >= SEPTEMBER.fromMs && atMs < SEPTEMBER.beforeMs)
              .map(({ proceeds }) => proceeds),
          );
          const owed = sum(paid.filter((each) => each.currency === currency).map((each) => each.owed));
          const beyond = sum(differences.filter((each) => each.currency === currency).map((each) => each.amount));
          expect(ours + beyond).toBe(owed);
        }
        const money = lines.filter(({ category }) => category === 'earned');
        expect(money.filter(({ status }) => status === 'unexplained')).toEqual([]);
      }),
    );
  });
});
