import { WARNINGS, type WarningCode } from '../../close/warnings/warning.ts';
import { usd } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';

/** What the amount of a warning is; the others are about none. */
const AMOUNTS: Partial<Record<WarningCode, string>> = {
  'far-from-list-price': 'gross less the customer’s tax of the charge, in dollars at its rate',
  'unusual-term': 'the gross of the charge, in dollars at its rate',
  'costs-beyond-charge': 'what the charge brings: gross less tax and fee, in dollars at its rate',
  'charge-beyond-invoice': 'the gross of the charge’s plan lines, in dollars at its rate',
  'negative-cost': 'the row of costs.csv as it is written, for all of its months',
  'cost-before-first-month': 'the first of the rows, as it is written, for all of its months',
  'cost-far-ahead': 'the first of the rows, as it is written, for all of its months',
  'repeated-cost': 'the row of costs.csv as it is written, for all of its months',
};

/** Explains the amount of a warning, or the warning itself: what it says, and what its code means. Null for another cell. */
export function warningCell(row: ExplainedRow, column: string | null): Explanation | null {
  if (column !== null && column !== 'amount_usd') return null;
  const code = textIn(row, 'code') as WarningCode;
  const about = [code, textIn(row, 'provider'), textIn(row, 'subject')].filter((part) => part !== '').join(' ');
  const [meaning, source] = [WARNINGS[code] ?? '', textIn(row, 'source')];
  const isAmount = textIn(row, 'amount_usd') !== '';
  return explained({
    label: about,
    ...(isAmount ? { amount: usd(microIn(row, 'amount_usd')), formula: AMOUNTS[code] ?? '' } : {}),
    note: [textIn(row, 'what'), meaning].filter((part) => part !== '').join('. '),
    cell: cellIn(row, isAmount ? 'amount_usd' : 'what'),
    source: source === '' ? null : { input: source, line: Number(textIn(row, 'line')) },
  });
}
