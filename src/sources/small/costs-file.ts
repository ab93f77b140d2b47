import type { CostRow } from '../../core/close/costs.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { monthColumn } from './month-column.ts';
import type { SmallFile } from './small-file.ts';

/** costs.csv: `month,description,amount_usd,months`; months empty means 1 (R9). */
export const COSTS_FILE: SmallFile<CostRow> = {
  columns: [
    { name: 'month', needed: true },
    { name: 'description', needed: true },
    { name: 'amount_usd', needed: true },
    { name: 'months', needed: true },
  ],
  read(row: TableRow): CostRow {
    return {
      month: monthColumn(row, 'month'),
      description: row.needed('description'),
      amount: row.amount('amount_usd'),
      months: row.text('months') === '' ? 1 : countOfMonths(row, 'months'),
    };
  },
};

/** A number of months, 1 to 120. */
export function countOfMonths(row: TableRow, column: string): number {
  const text = row.needed(column);
  if (/^([1-9]\d?|1[01]\d|120)$/.test(text)) return Number(text);
  if (text !== '') row.fail('not-a-count', column, `${column} ${quoted(text)} is not a number of months from 1 to 120`);
  return 1;
}
