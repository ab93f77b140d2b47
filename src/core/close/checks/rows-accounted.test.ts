import { describe, expect, it } from 'vitest';
import { gateInput } from '../../../../test/worlds/gate-input.ts';
import type { FateSum } from '../row-fates.ts';
import type { RowAccount } from './gate.ts';
import { rowsAccounted } from './rows-accounted.ts';

const account = (name: string, rows: number, changed: Partial<RowAccount> = {}): RowAccount => {
  return { name, rows, kept: rows, inForce: 0, fates: [], ...changed };
};
const sum = (fate: FateSum['fate'], by: FateSum['by'], rows: number): FateSum => {
  return { fate, by, rows, amounts: new Map([['USD', { gross: 20_000_000n, fee: 880_000n }]]) };
};
const gate = (...rowAccounts: readonly RowAccount[]) => rowsAccounted(gateInput({ rowAccounts }));

describe('rows of inputs in force', () => {
  it('are kept as they were read', () => {
    expect(gate(account('a.csv', 4), account('b.csv', 4))).toMatchObject({
      state: 'ok',
      why: 'all 8 rows of 2 inputs in force are kept',
    });
    const wrong = [account('b.csv', 4, { kept: 3 }), account('c.jsonl', 0, { kept: 1 })];
    expect(gate(account('a.csv', 4), ...wrong)).toMatchObject({
      state: 'open',
      why: 'b.csv had 4 rows, 3 are kept; c.jsonl had 0 rows, 1 are kept',
    });
  });

  it('of money are booked, left out, or exceptions, and the words count them', () => {
    const fates = [
      sum('booked', '', 4),
      sum('left-out', 'trial', 1),
      sum('left-out', 'not-revenue', 2),
      sum('exception', 'orphan', 1),
    ];
    // Two of ten rows are copies of rows in another file.
    expect(gate(account('ledger.csv', 10, { inForce: 8, fates })).why).toBe(
      'all 10 rows of 1 inputs in force are kept; of those of money 4 are booked, 3 left out (not-revenue 2, trial 1), 1 of exceptions (orphan 1)',
    );
  });

  it('that became nothing keep the month open, with what they print', () => {
    const fates = [sum('booked', '', 4), sum('none', '', 1)];
    expect(gate(account('ledger.csv', 5, { inForce: 5, fates }))).toMatchObject({
      state: 'open',
      why: '1 rows of ledger.csv became nothing (gross 20.000000, fee 0.880000 USD)',
    });
  });

  it('that the close did not read keep the month open', () => {
    const fates = [sum('booked', '', 4)];
    expect(gate(account('ledger.csv', 5, { inForce: 5, fates }))).toMatchObject({
      state: 'open',
      why: '5 rows of ledger.csv count, 4 were read',
    });
  });
});
