import { expect, it } from 'vitest';
import { chargeOf, month } from '../../../../test/worlds/charges.ts';
import { RepeatedSales } from './repeated-sales.ts';

it('tells once of each store how many of its charges of the month repeat another sale', () => {
  const sales = new RepeatedSales(month('2026-10'));
  const sale = (id: string, given: Parameters<typeof chargeOf>[0]) =>
    sales.note(chargeOf({ id, at: '2026-09-10T00:00:00Z', repeatedAtMs: Date.UTC(2026, 9, 10), ...given }));
  sale('a#2', { provider: 'apple' });
  sale('b#2', { provider: 'apple' });
  sale('GPA.1', { provider: 'google' });
  sales.note(chargeOf({ id: 'a', at: '2026-10-10T00:00:00Z', provider: 'apple' }));
  sale('c#2', { provider: 'apple', at: '2026-10-10T00:00:00Z', repeatedAtMs: Date.UTC(2026, 8, 30) });
  expect(
    sales.warnings().map(({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`),
  ).toEqual([
    'repeated-sale apple a#2: 2 charge(s) of 2026-10, the first a#2: is a row there twice?',
    'repeated-sale google GPA.1: 1 charge(s) of 2026-10, the first GPA.1: is a row there twice?',
  ]);
});
