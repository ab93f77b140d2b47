import { expect, it } from 'vitest';
import { chargeOf, month } from '../../../../test/worlds/charges.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import { coverageFrom } from '../../revenue/coverage.ts';
import { covers, PlanCounts } from './plan-counts.ts';

const OCTOBER = month('2026-10');
const MONTHLY = { at: '2026-09-10T00:00:00Z', months: 1 };

function warnings(...charges: readonly ChargeHistory[]): string[] {
  const counts = new PlanCounts(OCTOBER);
  for (const charge of charges) counts.note(charge);
  return counts.warnings().map(({ provider, subject, what }) => `${provider} ${subject}: ${what}`);
}

it('a charge pays for the months that a line of it covers', () => {
  const charge = chargeOf({ at: '2026-09-10T00:00:00Z', months: 2 });
  expect(['2026-08', '2026-09', '2026-10', '2026-11'].map((each) => covers(charge, month(each)))).toEqual([
    ...[false, true, true, false],
  ]);
});

it('a plan that somebody paid for in the month before and nobody in the month is told', () => {
  const said = 'no charge pays for 2026-10, 2 did for the month before: is an export missing?';
  expect(warnings(chargeOf(MONTHLY), chargeOf(MONTHLY))).toEqual([`stripe unlimited, 1 month: ${said}`]);
  const now = chargeOf({ at: '2026-10-10T00:00:00Z', months: 1 });
  expect(warnings(chargeOf(MONTHLY), now)).toEqual([]);
  // Two in the month: neither takes the other away.
  expect(warnings(now, now)).toEqual([]);
  // Neither month, another term, another store.
  expect(warnings(chargeOf({ at: '2026-07-10T00:00:00Z', months: 2 }), now)).toEqual([]);
  const ended = { at: '2025-10-10T00:00:00Z', months: 12 };
  expect(warnings(now, chargeOf(ended), chargeOf({ ...MONTHLY, provider: 'apple' }))).toEqual([
    'stripe unlimited, 12 months: no charge pays for 2026-10, 1 did for the month before: is an export missing?',
    'apple unlimited, 1 month: no charge pays for 2026-10, 1 did for the month before: is an export missing?',
  ]);
});

it('a charge of several lines is named by the longest, and by no plan where no single one explains it', () => {
  const [line] = chargeOf().lines;
  if (line === undefined) throw new Error('a charge has a line');
  const of = (plan: string, months: number) => ({
    ...line,
    id: plan,
    plan,
    coverage: coverageFrom(month('2026-09'), months),
  });
  const charge = chargeOf({
    at: '2026-09-10T00:00:00Z',
    lines: [{ ...of('', 1), coverage: coverageFrom(month('2026-07'), 3) }, of('', 1)],
  });
  expect(warnings(charge)[0]).toContain('stripe plan not named, 3 months: ');
});
