import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../table-row.ts';
import type { SmallFile } from './small-file.ts';

/** A row of costs.csv; the amount in micro-dollars as text. */
export interface CostRow {
  readonly month: string;
  readonly description: string;
  readonly amount: string;
  readonly months: number;
}

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
      month: monthText(row, 'month'),
      description: row.needed('description'),
      amount: row.amount('amount_usd').toString(),
      months: row.text('months') === '' ? 1 : countOfMonths(row, 'months'),
    };
  },
};

/** `YYYY-MM`. */
export function monthText(row: TableRow, column: string): string {
  const text = row.needed(column);
  if (text !== '' && !/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
    row.fail('not-a-month', column, `${column} ${quoted(text)} is not a month like 2026-10`);
  return text;
}

/** A number of months, 1 to 120. */
export function countOfMonths(row: TableRow, column: string): number {
  const text = row.needed(column);
  if (/^([1-9]\d?|1[01]\d|120)$/.test(text)) return Number(text);
  if (text !== '') row.fail('not-a-count', column, `${column} ${quoted(text)} is not a number of months from 1 to 120`);
  return 1;
}
