import { expect, it } from 'vitest';
import { month, usd } from '../../../test/worlds/charges.ts';
import { formatExact } from '../money/exact-decimal.ts';
import { addMonths } from '../month/month.ts';
import { forwardView } from './forward.ts';
import type { WaterfallRow } from './waterfall.ts';

const OCTOBER = month('2026-10');
const row = (provider: 'stripe' | 'apple', ...months: readonly string[]): WaterfallRow => ({
  ...{ provider, plan: 'annual', chargeMonth: OCTOBER, charges: 1, billed: 0n, changed: 0n },
  months: months.map(usd),
});

it('runs off over the next eleven months, by provider, and commits each month’s share of it', () => {
  const waterfall = [row('apple', '9', '4', '0'), row('stripe', '9', '1', '2'), row('stripe', '9', '3', '-2')];
  const shares = new Map([[addMonths(OCTOBER, 1), '0.5']]);
  const [first, second, ...others] = forwardView(waterfall, OCTOBER, (of) => shares.get(of) ?? '0.6');
  expect({ ...first, pool: first && formatExact(first.pool) }).toEqual({
    month: month('2026-11'),
    byProvider: [
      { provider: 'apple', net: usd('4') },
      { provider: 'stripe', net: usd('4') },
    ],
    net: usd('8'),
    pool: '4.000000',
  });
  // Of December Apple has nothing, and of Stripe one charge takes what the other brings.
  expect({ ...second, pool: second && formatExact(second.pool) }).toEqual({
    ...{ month: month('2026-12'), byProvider: [{ provider: 'stripe', net: 0n }], net: 0n, pool: '0.000000' },
  });
  expect(others.map(({ month: of, byProvider }) => [of, byProvider])).toEqual(
    Array.from({ length: 9 }, (_, at) => [addMonths(OCTOBER, at + 3), []]),
  );
  expect(forwardView(waterfall, OCTOBER, () => '0.6', 2)).toHaveLength(2);
});
