import { expect, it } from 'vitest';
import { chargeOf, month } from '../../../../test/worlds/charges.ts';
import { FeeCounts } from './fee-counts.ts';

/** @param charges `day fee gross rate` of Stripe, a line each; a gross of 20.00 where none is said, in euros where a rate is */
function told(...charges: readonly string[]): string[] {
  const counts = new FeeCounts(month('2026-10'));
  for (const each of charges) {
    const [day, fee = '', gross = '20.00', fx] = each.split(' ');
    const amounts = { gross, fee, tax: '0.00' };
    counts.note(chargeOf({ at: `${day}T12:00:00Z`, amounts, months: 1, ...(fx === undefined ? {} : { fx }) }));
  }
  return counts.warnings().map(({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`);
}

it('tells of a month whose charges have no fee, where some of the month before had one', () => {
  expect(told('2026-09-03 0.88', '2026-09-04 0.00', '2026-10-03 0.00', '2026-10-04 0.00')).toEqual([
    'charges-without-fee stripe 2026-10: none of 2 charge(s) of 2026-10 has a fee, 1 of the month before had one: were rows filtered, or a column emptied?',
  ]);
});

it('says nothing where one has a fee, none ever had, or nobody paid', () => {
  expect(told('2026-09-03 0.88', '2026-10-03 0.00', '2026-10-04 0.01')).toEqual([]);
  expect(told('2026-09-03 0.00', '2026-10-03 0.00')).toEqual([]);
  expect(told('2026-09-03 0.88')).toEqual([]);
  // Nothing was paid in October, and what costs nothing has no fee.
  expect(told('2026-09-03 0.88', '2026-10-03 0.00 0.00')).toEqual([]);
  // Of the month before alone.
  expect(told('2026-08-03 0.88', '2026-11-03 0.88', '2026-10-03 0.00')).toEqual([]);
});

it('tells of one currency whose charges have no fee, beside others that have', () => {
  const dollars = ['2026-09-03 0.88', '2026-10-03 0.88'];
  expect(told(...dollars, '2026-09-04 0.88 20.00 1.1', '2026-10-04 0.00 20.00 1.1')).toEqual([
    'charges-without-fee stripe 2026-10: none of 1 charge(s) of 2026-10 in EUR has a fee, 1 of the month before had one: were rows filtered, or a column emptied?',
  ]);
  expect(told(...dollars, '2026-10-04 0.00 20.00 1.1')).toEqual([]);
  // Of a store that has none at all it is said once.
  expect(told('2026-09-03 0.88', '2026-10-03 0.00', '2026-09-04 0.88 20.00 1.1', '2026-10-04 0.00 20.00 1.1')).toEqual([
    'charges-without-fee stripe 2026-10: none of 2 charge(s) of 2026-10 has a fee, 2 of the month before had one: were rows filtered, or a column emptied?',
  ]);
});
