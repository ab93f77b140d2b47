import { expect, it } from 'vitest';
import { monthOf } from '../../core/month/month.ts';
import { dueOfMonth } from './due-of-month.ts';

const MONTH = monthOf(2026, 10);

it('is the day of the approval, and of a month that does not say one that of the rules of now', () => {
  const document = JSON.stringify({ payout_due: '2026-12-15' });
  expect(dueOfMonth({ month: MONTH, document }, { payoutDelayDays: 10 })).toBe('2026-12-15');
  // Ten days after 31 October.
  expect(dueOfMonth({ month: MONTH, document: '{}' }, { payoutDelayDays: 10 })).toBe('2026-11-10');
});
