import { expect, it } from 'vitest';
import { monthOf } from '../../month/month.ts';
import { addDaysTo, daysOf, shownDays, uncovered } from './month-days.ts';

it('knows the days of a month', () => {
  expect(daysOf(monthOf(2028, 2))).toHaveLength(29);
  expect(daysOf(monthOf(2026, 2)).at(-1)).toBe('2026-02-28');
  expect(addDaysTo('2026-12-31', 1)).toBe('2027-01-01');
});

it('names what no range covers, both ends of a range included', () => {
  const ranges = [
    { from: '2026-09-20', to: '2026-10-03' },
    { from: '2026-10-05', to: '2026-10-28' },
  ];
  expect(shownDays(uncovered(daysOf(monthOf(2026, 10)), ranges))).toBe('2026-10-04, 2026-10-29 to 2026-10-31');
  expect(shownDays([])).toBe('');
});
