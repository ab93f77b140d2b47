import { describe, expect, it } from 'vitest';
import { figure, firstLines, outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { usd as micro } from '../../../../test/worlds/charges.ts';
import { millionths } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import { reconciliationCell } from './reconciliation-row.ts';

const CELLS = {
  ...{ provider: 'stripe', source: 'balance-summary', category: 'charges', currency: 'eur' },
  ...{ ours: '10.000000', provider_amount: '12.500000', difference: '2.500000', status: 'explained' },
  why: 'late rows 2.000000; other products 0.500000',
};

function inEur(label: string, amount: string): Explanation {
  return explained({ label, amount: millionths(micro(amount), 'EUR') });
}

interface Changed {
  readonly cells?: Readonly<Record<string, string>>;
  readonly ours?: readonly Explanation[];
  readonly theirs?: readonly Explanation[];
}

function cell(column: string | null, { cells = {}, ours = [], theirs = [] }: Changed = {}): Explanation | null {
  return reconciliationCell({ row: reportRow('reconciliation.csv', { ...CELLS, ...cells }), ours, theirs }, column);
}

const OURS =
  'our rows: stripe balance-summary charges eur: 10.000000 EUR | the sum of the rows of our exports | reconciliation.csv:3:ours';
const THEIRS =
  'what the provider states: stripe balance-summary charges eur: 12.500000 EUR | as balance-summary has it | reconciliation.csv:3:provider_amount';
const WHY = 'why it is 2.500000: 2.500000 EUR | 2.000000 + 0.500000';
const DIFFERENCE =
  'difference of stripe balance-summary charges eur: 2.500000 EUR | 12.500000 - 10.000000 | explained: late rows 2.000000; other products 0.500000 | reconciliation.csv:3:difference';

describe('a cell of reconciliation.csv', () => {
  it('of the difference is their amount less ours, and its causes', () => {
    const expected = [
      DIFFERENCE,
      `+ ${THEIRS}`,
      '+ less our rows: stripe balance-summary charges eur: -10.000000 EUR',
      `  * ${OURS}`,
      `* ${WHY}`,
      '  + late rows: 2.000000 EUR',
      '  + other products: 0.500000 EUR',
    ];
    expect(outlined(cell(null))).toEqual(expected);
    expect(outlined(cell('difference'))).toEqual(expected);
    expect(cell('status')).toBeNull();
  });

  it('of nothing says whether no row has it, or the rows that are shown do not come to it', () => {
    const said = (ours: readonly Explanation[]) => firstLines(cell('ours', { cells: { ours: '0.000000' }, ours }))[0];
    expect(said([])).toContain('| no row of our exports has it: 0 |');
    expect(said([inEur('a row', '5.00')])).toContain('| the sum of the rows of our exports |');
  });

  it('of the difference names no causes that do not sum to it, and none where the line has none', () => {
    // The figure, the two that it is the difference of, and the one that is taken off as it is.
    expect(outlined(cell(null, { cells: { why: 'late rows 2.000000' } }))).toHaveLength(4);
    const without = outlined(cell(null, { cells: { why: '', status: 'open' } }));
    expect(without).toHaveLength(4);
    expect(without[0]).toContain('| 12.500000 - 10.000000 | open | reconciliation.csv:3:difference');
    const equal = { why: '', provider_amount: '10.000000', difference: '0.000000', status: 'equal' };
    expect(outlined(cell(null, { cells: equal }))).toHaveLength(4);
  });

  it('of the difference reads causes as they are written: words, then an amount with six decimals at the end', () => {
    const named = (why: string): string[] => firstLines(cell(null, { cells: { why } })).slice(3);
    expect(named('refunds of 2025 2.500000')).toHaveLength(1);
    expect(outlined(cell(null, { cells: { why: 'refunds of 2025 2.500000' } })).at(-1)).toBe(
      '  + refunds of 2025: 2.500000 EUR',
    );
    expect(named('fees -7.500000; more 10.000000')).toEqual([
      '* why it is 2.500000: 2.500000 EUR | -7.500000 + 10.000000',
    ]);
    expect(named('a person explained it 2.500000 as late')).toEqual([]);
    expect(named('late 2.50')).toEqual([]);
    expect(named('late 2.5000001')).toEqual([]);
    expect(named('2.500000')).toEqual([]);
    // What has no amount stands beside those that have one.
    expect(named('see the letter; late 2.500000')).toHaveLength(1);
  });

  it('of a side is the sum of its rows', () => {
    expect(outlined(cell('ours', { ours: [inEur('a', '4'), inEur('b', '6')], theirs: [inEur('c', '1')] }))).toEqual([
      'our rows: stripe balance-summary charges eur: 10.000000 EUR | 4.000000 + 6.000000 | reconciliation.csv:3:ours',
      '+ a: 4.000000 EUR',
      '+ b: 6.000000 EUR',
    ]);
    expect(outlined(cell('provider_amount', { theirs: [inEur('c', '12.5')] }))).toEqual([
      'what the provider states: stripe balance-summary charges eur: 12.500000 EUR | 12.500000 | reconciliation.csv:3:provider_amount',
      '+ c: 12.500000 EUR',
    ]);
  });

  it('of a side has rows beside it that do not sum to it, or are in another currency', () => {
    expect(outlined(cell('ours'))).toEqual([OURS]);
    expect(outlined(cell('provider_amount'))).toEqual([THEIRS]);
    expect(outlined(cell('ours', { ours: [inEur('a', '4'), explained({ label: 'a note' })] }))).toEqual([
      OURS,
      '* a: 4.000000 EUR',
      '* a note',
    ]);
    expect(outlined(cell('provider_amount', { theirs: [figure('c', '12.5')] }))).toEqual([
      THEIRS,
      '* c: 12.500000 USD',
    ]);
    expect(outlined(cell('ours', { ours: [inEur('a', '10'), figure('none', '0')] }))[0]).toBe(OURS);
    expect(outlined(cell('ours', { ours: [inEur('a', '10'), explained({ label: 'a note' })] }))[0]).toBe(OURS);
    // A side of 0 without rows is not made of them.
    expect(outlined(cell('ours', { cells: { ours: '0.000000' } }))[0]).toContain('| no row of our exports has it: 0');
  });

  it('of a line that counts has no currency', () => {
    const unit = (category: string): string | undefined => cell('ours', { cells: { category } })?.amount?.unit;
    expect([unit('sale_rows'), unit('units'), unit('charges'), unit('_rows_of_units')]).toEqual([
      ...['rows', 'units', 'EUR', 'EUR'],
    ]);
  });
});
