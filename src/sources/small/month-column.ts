import { type Month, monthOf, parseMonth } from '../../core/month/month.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';

/** For a text that is no month: nobody sees it, because its row has a problem. */
const STAND_IN = monthOf(1970, 1);

/** The month that a row of a small file names, `YYYY-MM`. */
export function monthColumn(row: TableRow, column: string, fault = 'is not a month like 2026-10'): Month {
  const text = row.needed(column);
  const month = parseMonth(text);
  if (text !== '' && month === null) row.fail('not-a-month', column, `${column} ${quoted(text)} ${fault}`);
  return month ?? STAND_IN;
}
