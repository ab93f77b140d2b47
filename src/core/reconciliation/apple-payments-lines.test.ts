import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, lineOf, NO_RATE, OPEN, region, SEPTEMBER, settlement } from '../../../test/worlds/apple-settlements.ts';
import { exactFromText } from '../money/exact-decimal.ts';
import { DAY_MS } from '../month/durations.ts';
import { type Acceptance, appleLines } from './apple-lines.ts';
import type { PaymentRegion } from './apple-settlement.ts';

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
