import { describe, expect, it } from 'vitest';
import { outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { cellIn, dollarsIn, microIn, textIn } from './report-row.ts';

const ROW = reportRow('pool.csv', { name: "'=1+1", amount: '1.250000', exact: '0.0000005', empty: '' });

describe('a row of a report that is explained', () => {
  it('says its texts without what keeps a spreadsheet from running them', () => {
    expect(['name', 'amount', 'empty', 'none'].map((column) => textIn(ROW, column))).toEqual([
      ...['=1+1', '1.250000', '', ''],
    ]);
  });

  it('says its amounts, and nothing where there is none', () => {
    expect(['amount', 'empty', 'none'].map((column) => microIn(ROW, column))).toEqual([1_250_000n, 0n, 0n]);
    expect(() => microIn(ROW, 'name')).toThrow();
  });

  it('says where a cell stands, and what it is in dollars', () => {
    expect(cellIn(ROW, 'amount')).toEqual({ file: 'pool.csv', row: 3, column: 'amount' });
    expect(outlined(dollarsIn(ROW, 'exact', 'carried'))).toEqual(['carried: 0.0000005 USD | pool.csv:3:exact']);
    expect(outlined(dollarsIn(ROW, 'empty', 'nothing'))).toEqual(['nothing: 0.000000 USD | pool.csv:3:empty']);
    expect(outlined(dollarsIn(ROW, 'none', 'nothing'))).toEqual(['nothing: 0.000000 USD | pool.csv:3:none']);
  });
});
