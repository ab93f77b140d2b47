import { expect, it } from 'vitest';
import { monthOf } from '../month/month.ts';
import { fiscalMonthOf } from './apple-fiscal-month.ts';
import type { PaymentRegion } from './apple-settlement.ts';
import { effectiveRate, statementOf } from './apple-statement.ts';

const NOTHING = { units: 0n, earned: 0n, balance: 0n, preTax: 0n, inputTax: 0n, adjustments: 0n, withholdingTax: 0n };

/** A region that is owed 100 in yen and was paid 0.70 dollars. */
function region(changed: Partial<PaymentRegion> = {}): PaymentRegion {
  const paid = { owed: 100_000000n, proceeds: 700000n, bankCurrency: 'USD', paid: true };
  const source = { input: 'a'.repeat(64), line: 4 };
  return { region: 'Japan (JPY)', currency: 'JPY', ...NOTHING, ...paid, source, ...changed };
}

it('a statement is named after its fiscal month, and after what states it', () => {
  const fiscal = fiscalMonthOf(monthOf(2026, 9));
  expect(statementOf({ fiscal, regions: [region()] })).toBe('payments 2026-09');
  expect(statementOf({ fiscal, regions: [] })).toBe('financial reports 2026-09');
});

it('the rate is what was paid in all for what was owed in all, of regions of the currency that were paid', () => {
  const others = [
    region({ paid: false, owed: 7_000000n, proceeds: 7_000000n }),
    region({ currency: 'EUR', owed: 9_000000n, proceeds: 9_000000n }),
  ];
  const regions = [region(), region({ owed: 50_000000n, proceeds: 300000n }), ...others];
  expect(effectiveRate(regions, 'JPY')).toEqual({ owed: 150_000000n, proceeds: 1_000000n });
});

it('there is no rate of dollars, of an account in another currency, or where nothing is owed or paid', () => {
  expect(effectiveRate([region({ currency: 'USD' })], 'USD')).toBeNull();
  expect(effectiveRate([region(), region({ bankCurrency: 'JPY' })], 'JPY')).toBeNull();
  expect(effectiveRate([region({ owed: 0n })], 'JPY')).toBeNull();
  expect(effectiveRate([region({ proceeds: 0n })], 'JPY')).toBeNull();
  expect(effectiveRate([], 'JPY')).toBeNull();
});
