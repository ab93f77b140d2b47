import { expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import { DecisionBook } from '../decision.ts';
import { vanishedFinding } from './vanished-rows.ts';

const LEFT_OUT = { decision: 'leave-out', note: 'x', by: 'ada', at: '2026-12-01T00:00:00Z', finalMonth: null } as const;

it('rows that a later download lacks are an exception of the month that they are dated in', () => {
  const source = { input: 'abcd', line: 3 };
  // One second before November in UTC.
  const atMs = Date.UTC(2026, 9, 31, 23, 59, 59);
  const money = { kind: 'refund', gross: -9_990_000n, fee: -1_500_000n, currency: 'EUR' };
  const vanished = { provider: 'apple', group: 'sale_2', atMs, rows: 2, source, ...money } as const;
  const subject = 'apple sale_2 2026-10-31T23:59:59.000Z 2 x refund -9.990000 less -1.500000 EUR';
  expect(vanishedFinding(vanished, new DecisionBook([]))).toEqual({
    code: 'rows-vanished',
    subject,
    month: month('2026-10'),
    what: '2 row(s) of apple sale_2 are not in the later download of the report',
    source,
  });
  // What is decided about two is about no third; what an earlier version decided of the sale stands for all of it.
  const of = (changed: object, decided: string) =>
    vanishedFinding(
      { ...vanished, ...changed },
      new DecisionBook([{ code: 'rows-vanished', subject: decided, month: month('2026-10'), ...LEFT_OUT }]),
    ).subject;
  expect(of({}, subject)).toBe(subject);
  expect(of({ rows: 3 }, subject)).toBe(subject.replace('2 x', '3 x'));
  expect(of({ gross: 9_990_000n, kind: 'sale' }, subject)).not.toBe(subject);
  expect(of({ rows: 3 }, 'apple sale_2')).toBe('apple sale_2');
});
