import { folded } from '../../core/payout/payees/destination.ts';
import { SCREENING_RESULTS, type Screening } from '../../core/payout/payees/screening.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcDate } from '../reading/utc-time.ts';
import type { SmallFile } from './small-file.ts';

/** screening.csv: `subject,result,date`; a wallet or a destination, `clear` or `hit`, the day of the screening (R17). */
export const SCREENING_FILE: SmallFile<Screening> = {
  columns: [
    { name: 'subject', needed: true },
    { name: 'result', needed: true },
    { name: 'date', needed: true },
  ],
  read(row: TableRow): Screening {
    const word = row.needed('result').toLowerCase();
    const result = SCREENING_RESULTS.find((each) => each === word);
    if (result === undefined && word !== '') {
      row.fail('unknown-screening', 'result', `result ${quoted(word)} is neither clear nor hit`);
    }
    const date = row.needed('date');
    if (date !== '' && parseUtcDate(date) === null)
      row.fail('not-a-date', 'date', `date ${quoted(date)} is not a date like 2026-10-31`);
    const subject = folded(unescapeFormula(row.needed('subject')));
    return { subject, result: result ?? 'hit', date };
  },
};
