import { describe, expect, it } from 'vitest';
import { day, lineOf, NO_RATE, OPEN, region, settlement } from '../../../test/worlds/apple-settlements.ts';
import { monthOf } from '../month/month.ts';
import { appleLines } from './apple-lines.ts';
import type { AppleSettlement } from './apple-settlement.ts';

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
    // 5 SEK of a payments file: reports of every region lack them, a report of one region may.
    const withKrona = [...regions, region({ currency: 'SEK', earned: 5_000000n })];
    expect(checked({ regions: withKrona }, true)).toEqual(['EUR', 'SEK', 'USD']);
    expect(checked({ regions: withKrona }, false)).toEqual(['EUR']);
    // A payments file that says 0 SEK: checked where the reports have sales in it, and nothing to check where they have none.
    const noKrona = [...regions, region({ currency: 'SEK', earned: 0n })];
    expect(checked({ regions: noKrona }, true)).toEqual(['EUR', 'USD']);
    const sold = { detailed: false, complete: true, totals: [...totals, { ...total, currency: 'SEK' }], source };
    expect(checked({ regions: noKrona, financial: sold }, true)).toEqual(['EUR', 'SEK', 'USD']);
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
