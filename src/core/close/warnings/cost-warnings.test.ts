import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../../test/worlds/charges.ts';
import type { CostItem } from '../costs.ts';
import { costWarnings } from './cost-warnings.ts';

function cost(first: string, description: string, amount: string, months = 1): CostItem {
  return { month: month(first), description, amount: usd(amount), months, source: { input: 'c', line: 2 } };
}

const told = (...costs: readonly CostItem[]): string[] =>
  costWarnings(costs, month('2026-10'), month('2026-08')).map(
    ({ code, subject, what }) => `${code} ${subject}: ${what}`,
  );

it('is of no store, cites the row, and says the same in any order of the rows', () => {
  const rows = [
    cost('2026-10', 'Refund of GPUs', '-20.00'),
    cost('2026-10', 'Refund of GPUs', '-30.00'),
    cost('2026-10', 'Hosting', '-5.00'),
    cost('2026-10', 'hosting', '-5.00'),
  ];
  const inOrder = [
    'negative-cost Hosting: -5.000000 raises net revenue',
    'negative-cost Refund of GPUs: -30.000000 raises net revenue',
    'negative-cost Refund of GPUs: -20.000000 raises net revenue',
    'negative-cost hosting: -5.000000 raises net revenue',
    'repeated-cost hosting: -5.000000 counts once more in the month than another row of the same words',
  ];
  expect(told(...rows)).toEqual(inOrder);
  expect(told(...rows.toReversed())).toEqual(inOrder);
  expect(costWarnings([cost('2026-10', 'Hosting', '-5.00')], month('2026-10'), month('2026-08'))).toEqual([
    {
      ...{ code: 'negative-cost', provider: '', subject: 'Hosting', amount: usd('-5.00') },
      ...{ what: '-5.000000 raises net revenue', source: { input: 'c', line: 2 } },
    },
  ]);
});

describe('negative-cost', () => {
  it('tells of a cost below zero in each month that it posts in', () => {
    const said = ['negative-cost Credit: -30.000000 raises net revenue'];
    expect(told(cost('2026-08', 'Credit', '-30.00', 3))).toEqual(said);
    expect(told(cost('2026-08', 'Credit', '-30.00', 2), cost('2026-11', 'Credit', '-30.00'))).toEqual([]);
    expect(told(cost('2026-10', 'Nothing', '0.00'), cost('2026-10', 'Cost', '30.00'))).toEqual([]);
  });
});

describe('repeated-cost', () => {
  const said = 'repeated-cost tax filing : 4.500000 counts once more in the month than another row of the same words';

  it('tells of a row that says what another does, of months that overlap', () => {
    expect(told(cost('2026-10', 'Tax filing', '4.50'), cost('2026-10', 'tax filing ', '4.50'))).toEqual([said]);
    // September to November, and October to December.
    const spans = [cost('2026-09', 'Tax filing', '4.50', 3), cost('2026-10', 'tax filing ', '4.50', 3)];
    expect(told(...spans)).toEqual([said]);
    expect(told(...spans, cost('2026-10', 'Tax filing', '4.50'))).toHaveLength(2);
  });

  it('leaves alone a cost of every month, other words and other amounts', () => {
    expect(told(cost('2026-09', 'Hosting', '4.50'), cost('2026-10', 'Hosting', '4.50'))).toEqual([]);
    expect(told(cost('2026-10', 'Hosting', '4.50'), cost('2026-10', 'Hosting', '4.51'))).toEqual([]);
    expect(told(cost('2026-10', 'Hosting', '4.50'), cost('2026-10', 'Filing', '4.50'))).toEqual([]);
  });
});

describe('cost-before-first-month', () => {
  it('tells once of all costs that no month shares', () => {
    // August is the first: July and what ends in it are before, June to August is not.
    const rows = [cost('2026-07', 'Filing', '4.50'), cost('2025-10', 'Audit', '9.00', 10)];
    const said = '2 rows of months before 2026-08, the first of 2025-10: posted nowhere';
    expect(told(...rows)).toEqual([`cost-before-first-month Audit: ${said}`]);
    expect(told(...rows.toReversed())).toEqual([`cost-before-first-month Audit: ${said}`]);
    expect(told(cost('2026-06', 'Hosting', '9.00', 3), cost('2026-08', 'Filing', '4.50'))).toEqual([]);
    expect(told(cost('2027-10', 'Filing', '4.50'))).toEqual([]);
  });
});

describe('cost-far-ahead', () => {
  it('tells once of all costs that begin more than a year after the month', () => {
    // A year after October 2026 is October 2027.
    expect(told(cost('2027-10', 'Filing', '4.50'), cost('2026-01', 'Audit', '9.00', 60))).toEqual([]);
    const rows = [cost('2062-10', 'Filing', '4.50'), cost('2027-11', 'Audit', '9.00')];
    const said = ['cost-far-ahead Audit: 2 rows of months after 2027-10, the first of 2027-11'];
    expect([told(...rows), told(...rows.toReversed())]).toEqual([said, said]);
  });
});
