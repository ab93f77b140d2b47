import { describe, expect, it } from 'vitest';
import { month, usd } from '../../../../test/worlds/charges.ts';
import type { CostRow } from '../costs.ts';
import { type ReplacedEntries, type ReplacedOpening, replacedEntryWarnings } from './replaced-entries.ts';

const [AUGUST, SEPTEMBER, OCTOBER] = [month('2026-08'), month('2026-09'), month('2026-10')];

const cost = (description: string, first: typeof AUGUST, months = 1, amount = '5.00'): CostRow => {
  return { description, month: first, months, amount: usd(amount) };
};
const opening = (charge: string, first = month('2026-02'), months = 12): ReplacedOpening => {
  return { provider: 'stripe', charge, first, months };
};

/** What is told of a month while the books are open from another on; they begin in August. */
function told(of: Partial<ReplacedEntries>, asked = AUGUST, firstOpen = AUGUST): string[] {
  const entries = { costs: [], costsInForce: [], openings: [], ...of };
  return replacedEntryWarnings(entries, asked, AUGUST, firstOpen).map(
    ({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`,
  );
}

describe('rows of an earlier file that no file in force says', () => {
  const costs = [cost('hosting', AUGUST, 12, '30.00'), cost('audit', AUGUST), cost('audit', AUGUST)];

  it('are told of the months that they are for, each once', () => {
    const both = 'replaced-entry  audit: 2 rows of an earlier costs.csv for 2026-08, the first of 5.000000';
    expect(told({ costs })).toEqual([both]);
    expect(told({ costs: costs.toReversed() })).toEqual([both]);
    expect(told({ costs, costsInForce: [cost('audit', SEPTEMBER)] }, SEPTEMBER)).toEqual([
      'replaced-entry  hosting: 1 row of an earlier costs.csv for 2026-09, the first of 30.000000',
    ]);
    expect(told({ openings: [opening('ch_2'), opening('ch_1'), opening('ch_1')] })).toEqual([
      'replaced-entry stripe ch_1: 2 charges of an earlier opening.csv for 2026-08',
    ]);
    // February to July, and September on.
    expect(told({ openings: [opening('ch_1', month('2026-02'), 6), opening('ch_2', SEPTEMBER)] })).toEqual([]);
  });

  it('are said where a row in force has their description of the month, of whatever amount', () => {
    expect(told({ costs, costsInForce: [cost('audit', AUGUST, 1, '4.00'), cost('hosting', AUGUST)] })).toEqual([]);
  });

  it('are for the gate lists-kept once a final month posted them', () => {
    const entries = { costs, openings: [opening('ch_1')] };
    expect(told(entries, SEPTEMBER, SEPTEMBER)).toEqual([]);
    expect(told({ costs: [...costs, cost('rent', SEPTEMBER, 2)] }, OCTOBER, SEPTEMBER)).toEqual([
      'replaced-entry  rent: 1 row of an earlier costs.csv for 2026-10, the first of 5.000000',
    ]);
  });
});
