import { describe, expect, it } from 'vitest';
import { month, SOURCE, usd } from '../../../../test/worlds/charges.ts';
import { NOTHING } from '../../money/components.ts';
import type { CostRow } from '../costs.ts';
import { GoneOpenings, goneCosts } from './gone-entries.ts';
import type { PostedBefore } from './prior-period.ts';

const [AUGUST, SEPTEMBER] = [month('2026-08'), month('2026-09')];

function posted(charge: string, originalMonth: typeof AUGUST, amount: string, changed: Partial<PostedBefore> = {}) {
  const amounts = { ...NOTHING, fee: usd(amount) };
  return { entry: 'cost', provider: 'costs', charge, originalMonth, amounts, source: SOURCE, ...changed } as const;
}

const cost = (description: string, first: typeof AUGUST, months: number, amount = '30'): CostRow => {
  return { description, month: first, months, amount: usd(amount) };
};

describe('costs that final months posted', () => {
  const used = [posted('audit', AUGUST, '5'), posted('hosting', AUGUST, '2.5'), posted('hosting', SEPTEMBER, '2.5')];

  it('are gone where no row says their description of the month', () => {
    expect(goneCosts(used, [cost('audit', SEPTEMBER, 1), cost('hosting', SEPTEMBER, 12)])).toEqual([
      'the cost "audit" of 2026-08 (5.000000)',
      'the cost "hosting" of 2026-08 (2.500000)',
    ]);
    // Over one month August alone is said.
    expect(goneCosts(used, [cost('audit', AUGUST, 1), cost('hosting', AUGUST, 1)])).toEqual([
      'the cost "hosting" of 2026-09 (2.500000)',
    ]);
  });

  it('are not gone where a row says them, of whatever amount', () => {
    expect(goneCosts(used, [cost('audit', AUGUST, 1, '4'), cost('hosting', AUGUST, 12, '60')])).toEqual([]);
  });

  it('are not gone where they were taken back already, or were a fee of a store', () => {
    const back = posted('audit', AUGUST, '-5');
    expect(goneCosts([posted('audit', AUGUST, '5'), back], [])).toEqual([]);
    expect(goneCosts([posted('txn_1', AUGUST, '5', { provider: 'stripe' })], [])).toEqual([]);
  });
});

describe('charges of opening.csv that final months posted', () => {
  const charge = (name: string, input: string) =>
    posted(name, AUGUST, '1', { entry: 'charge', provider: 'stripe', source: { ...SOURCE, input } });

  it('are gone where they are taken back and no row names them', () => {
    const gone = new GoneOpenings(new Set(['opening']));
    gone.note([charge('ch_1', 'opening'), charge('ch_1', 'opening')]);
    // Of an export, whose rows have exceptions of their own.
    gone.note([charge('ch_2', 'ledger')]);
    // It is named, and an exception says why it is not booked.
    gone.isThere({ provider: 'stripe', charge: 'ch_3' });
    gone.note([charge('ch_3', 'opening')]);
    gone.isThere({ provider: 'apple', charge: 'ch_1' });
    expect(gone.result()).toEqual(['the charge ch_1 (stripe) of opening.csv']);
  });
});
