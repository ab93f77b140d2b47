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
    expect(lineOf(result, 'units')?.status).toBe('explained');
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
    const days = [day('2026-09-10', 20_000000n), day('2026-09-10', 9_000000n, { currency: 'SEK' })];
    const result = appleLines(settlement({ days, regions: [region({ earned: 20_000000n })] }), OPEN, NO_RATE);
    expect(result.differences).toMatchObject([{ currency: 'SEK', amount: -9_000000n }]);
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
