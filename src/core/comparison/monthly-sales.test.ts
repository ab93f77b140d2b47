import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { short } from '../../../test/worlds/charges.ts';
import { reported } from '../../../test/worlds/reported.ts';
import { MonthlySales } from './monthly-sales.ts';
import type { ReportedPosting } from './reported-posting.ts';

type Sale = Parameters<typeof reported>[0] & { readonly times?: number };

/** Volume, mix, price and fx of Stripe, as text. */
function change(from: readonly Sale[], to: readonly Sale[]): Record<string, string> {
  const sales = new MonthlySales();
  const add = (side: 'from' | 'to', all: readonly Sale[]): void => {
    for (const { times = 1, ...sale } of all) {
      for (let each = 0; each < times; each += 1) sales.add(side, reported(sale));
    }
  };
  add('from', from);
  add('to', to);
  const [first] = sales.changes();
  return Object.fromEntries(Object.entries(first?.change ?? {}).map(([name, amount]) => [name, short(amount)]));
}

const PRO = { plan: 'unlimited_pro', gross: '50.00' };
const EURO = { currency: 'EUR' };

describe('volume, mix, price and fx of monthly charges', () => {
  it('more of the same is volume', () => {
    expect(change([{ gross: '20.00', times: 2 }], [{ gross: '20.00', times: 5 }])).toEqual({
      volume: '60.00',
      mix: '0.00',
      price: '0.00',
      fx: '0.00',
    });
  });

  it('another price is price', () => {
    // 3 x (25 - 20).
    expect(change([{ gross: '20.00', times: 2 }], [{ gross: '25.00', times: 3 }])).toEqual({
      volume: '20.00',
      mix: '0.00',
      price: '15.00',
      fx: '0.00',
    });
  });

  it('other plans are mix: as many as before, at the earlier prices', () => {
    // Before 3 x 20 + 50 = 110, average 27.50. After 1 x 20 + 3 x 50 = 170, and none more.
    expect(change([{ gross: '20.00', times: 3 }, PRO], [{ gross: '20.00' }, { ...PRO, times: 3 }])).toEqual({
      volume: '0.00',
      mix: '60.00',
      price: '0.00',
      fx: '0.00',
    });
  });

  it('a plan that is new comes at its own price', () => {
    // One more at 20 is 20; 20 + 50 at earlier prices (the new one's own), less 20, less 20: 30.
    expect(change([{ gross: '20.00' }], [{ gross: '20.00' }, PRO])).toEqual({
      volume: '20.00',
      mix: '30.00',
      price: '0.00',
      fx: '0.00',
    });
  });

  it('the same price at another rate is fx', () => {
    // 10 euros at 1.10 and at 1.20.
    const before = { ...EURO, gross: '11.00', rate: '1.10' };
    const after = { ...EURO, gross: '12.00', rate: '1.20' };
    expect(change([before], [after])).toEqual({ volume: '0.00', mix: '0.00', price: '0.00', fx: '1.00' });
    // Two now, of 15 euros: 36 in dollars. fx is 36 - 30 x 1.10 = 3; one more at 11; price 36 - 11 - 3 - 11 = 11.
    expect(change([before], [{ ...after, gross: '18.00', times: 2 }])).toEqual({
      volume: '11.00',
      mix: '0.00',
      price: '11.00',
      fx: '3.00',
    });
  });

  it('everything at once', () => {
    // Before: 2 x 20 USD, 1 x 10 EUR at 1.10: 51, average 17. After: 1 x 22 USD, 3 x 10 EUR at 1.20: 58.
    // fx: 36 - 30 x 1.10 = 3. Volume: 1 x 17. Earlier prices: 20 + 3 x 11 = 53; mix 53 - 51 - 17 = -15. Price: 2.
    expect(
      change(
        [
          { gross: '20.00', times: 2 },
          { ...EURO, gross: '11.00', rate: '1.10' },
        ],
        [{ gross: '22.00' }, { ...EURO, gross: '12.00', rate: '1.20', times: 3 }],
      ),
    ).toEqual({ volume: '17.00', mix: '-15.00', price: '2.00', fx: '3.00' });
  });

  it('all of it is volume where nothing was sold before, or nothing is now', () => {
    expect(change([], [{ gross: '20.00' }, PRO])).toMatchObject({ volume: '70.00', mix: '0.00', price: '0.00' });
    expect(change([{ gross: '20.00' }, PRO], [])).toMatchObject({ volume: '-70.00', mix: '0.00', price: '0.00' });
    // What is left of an upgrade is no sale: -10 - 20.
    expect(change([{ gross: '20.00' }], [{ gross: '-10.00' }])).toEqual({
      ...{ volume: '-30.00', mix: '0.00', price: '0.00', fx: '0.00' },
    });
  });

  it('a charge of nothing is no charge', () => {
    expect(change([{ gross: '20.00' }], [{ gross: '20.00' }, { gross: '0.00' }])).toEqual({
      ...{ volume: '0.00', mix: '0.00', price: '0.00', fx: '0.00' },
    });
  });

  it('a cell that comes to nothing in its own currency has no rate', () => {
    // 10 euros at 1.10 less 10 euros at 1.20: -1 in dollars, and all of it price: -1 - 11.
    const both = [
      { ...EURO, gross: '11.00', rate: '1.10' },
      { ...EURO, gross: '-12.00', rate: '1.20' },
    ];
    expect(change([{ ...EURO, gross: '11.00', rate: '1.10' }], both)).toEqual({
      ...{ volume: '0.00', mix: '0.00', price: '-12.00', fx: '0.00' },
    });
  });

  it('a cell in which nothing was sold before comes at its own price without fx', () => {
    // Before 20 less 10 euros at 1.10: 9 and one charge. Now 20 and 10 euros at 1.20: 32 and two. fx 12 - 11 = 1;
    // one more at 9; at earlier prices 20 + 11 = 31, mix 31 - 9 - 9 = 13; price 32 - 9 - 1 - 9 - 13 = 0.
    const before = [{ gross: '20.00' }, { ...EURO, gross: '-11.00', rate: '1.10' }];
    expect(change(before, [{ gross: '20.00' }, { ...EURO, gross: '12.00', rate: '1.20' }])).toEqual({
      ...{ volume: '9.00', mix: '13.00', price: '0.00', fx: '1.00' },
    });
  });

  it('the negative line of an upgrade is money and no charge', () => {
    // One charge of 20 before; after it one of a new plan, 50, and -10 of the old one: mix 50 - 20, and the -10 is price.
    expect(change([{ gross: '20.00' }], [{ gross: '-10.00' }, PRO])).toEqual({
      volume: '0.00',
      mix: '30.00',
      price: '-10.00',
      fx: '0.00',
    });
  });
});

describe('laws of monthly sales', () => {
  const sale: fc.Arbitrary<ReportedPosting> = fc
    .record({
      provider: fc.constantFrom('stripe' as const, 'apple' as const),
      plan: fc.constantFrom('', 'unlimited', 'unlimited_pro'),
      currency: fc.constantFrom('USD', 'EUR', 'JPY'),
      cents: fc.integer({ min: -2000, max: 90_000 }),
      rate: fc.constantFrom('1.08375', '0.0066173', '1.3'),
    })
    .map(({ cents, rate, currency, ...rest }) =>
      reported({ ...rest, currency, gross: (cents / 100).toFixed(2), rate: currency === 'USD' ? '' : rate }),
    );
  const some = fc.array(sale, { maxLength: 12 });

  it('the four sum to the change of gross, provider by provider', () => {
    fc.assert(
      fc.property(some, some, (from, to) => {
        const sales = new MonthlySales();
        for (const each of from) sales.add('from', each);
        for (const each of to) sales.add('to', each);
        const gross = (all: readonly ReportedPosting[], provider: string): bigint =>
          all.filter((each) => each.provider === provider).reduce((sum, { amounts }) => sum + amounts.gross, 0n);
        for (const { provider, change: each } of sales.changes()) {
          expect(each.volume + each.mix + each.price + each.fx).toBe(gross(to, provider) - gross(from, provider));
        }
      }),
    );
  });

  it('the same sales in another order are no change', () => {
    fc.assert(
      fc.property(some, (each) => {
        const sales = new MonthlySales();
        for (const one of each) sales.add('from', one);
        for (const one of each.toReversed()) sales.add('to', one);
        for (const { change: none } of sales.changes()) expect(Object.values(none)).toEqual([0n, 0n, 0n, 0n]);
      }),
    );
  });
});
