import { expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import { vanishedFinding } from './vanished-rows.ts';

it('rows that a later download lacks are an exception of the month that they are dated in', () => {
  const source = { input: 'abcd', line: 3 };
  // One second before November in UTC.
  const atMs = Date.UTC(2026, 9, 31, 23, 59, 59);
  expect(vanishedFinding({ provider: 'apple', group: 'sale_2', atMs, rows: 2, source })).toEqual({
    code: 'rows-vanished',
    subject: 'apple sale_2',
    month: month('2026-10'),
    what: '2 row(s) of apple sale_2 are not in the later download of the report',
    source,
  });
});
