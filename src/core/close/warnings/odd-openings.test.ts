import { expect, it } from 'vitest';
import { chargeOf, month, usd } from '../../../../test/worlds/charges.ts';
import { always } from '../../policy/over-time.ts';
import type { Plan } from '../../revenue/plan.ts';
import { OddOpenings } from './odd-openings.ts';

const NO_PRODUCTS = { stripe: [], apple: [], google: [] };
const PLANS: readonly Plan[] = [
  { id: 'unlimited', term: 'monthly', listPrice: always(usd('20.00')), products: NO_PRODUCTS },
  { id: 'unlimited', term: 'annual', listPrice: always(usd('199.00')), products: NO_PRODUCTS },
];

/** @param charges `id gross months` of 2026-03, rows of opening.csv unless another input is named */
function told(...charges: readonly string[]): string[] {
  const openings = new OddOpenings(month('2026-10'), PLANS, new Set(['opening']));
  for (const each of charges) {
    const [id = '', gross = '', months = '', input = 'opening', at = '2026-03-10'] = each.split(' ');
    const source = { input, line: 2 };
    openings.note(chargeOf({ id, at: `${at}T00:00:00Z`, amounts: { gross }, months: Number(months), source }));
  }
  return openings.warnings().map(({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`);
}

it('tells of charges far from the list price of their term, once with their number', () => {
  // In cents: a hundred times 199.00; and 99.00, which is below half of it.
  expect(told('ch_1 19900.00 12', 'ch_2 99.00 12', 'ch_3 199.00 12')).toEqual([
    'far-from-list-price stripe ch_1: 2 charge(s) of opening.csv that pay for the month, the first: 19900.000000 before tax, where the list price is 199.000000 (unlimited annual)',
  ]);
});

it('tells of a term for which no plan is sold', () => {
  expect(told('ch_1 398.00 24')).toEqual([
    'unusual-term stripe ch_1: 1 charge(s) of opening.csv that pay for the month, the first: it covers 24 months, where the plan is sold for 1 or 12',
  ]);
});

it('leaves alone what an export has, what is over, and what is of the month itself', () => {
  expect(told('ch_1 19900.00 12 ledger', 'ch_2 19900.00 7', 'ch_3 19900.00 12 opening 2026-10-02')).toEqual([]);
});
