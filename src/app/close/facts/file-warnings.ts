import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { firstOpenMonth } from '../../../core/close/prior-periods/closed-books.ts';
import { costWarnings } from '../../../core/close/warnings/cost-warnings.ts';
import { rateWarnings } from '../../../core/close/warnings/rate-warnings.ts';
import { replacedEntryWarnings } from '../../../core/close/warnings/replaced-entries.ts';
import { unfinishedReports } from '../../../core/close/warnings/unfinished-reports.ts';
import type { Warning } from '../../../core/close/warnings/warning.ts';
import type { CloseContext } from './close-context.ts';
import { replacedEntries } from './replaced-entries.ts';

/** What is worth a look about costs, rates, openings and reports that ended early, whatever charges there are. */
export async function fileWarnings(context: CloseContext, imports: readonly ImportRecord[]): Promise<Warning[]> {
  const { month, policy, books, facts } = context;
  const firstOpen = firstOpenMonth(books, policy.firstMonth);
  return [
    ...costWarnings(facts.costs, month, policy.firstMonth),
    ...replacedEntryWarnings(await replacedEntries(context), month, policy.firstMonth, firstOpen),
    ...rateWarnings(facts.rates, month),
    ...unfinishedReports(imports, month),
  ];
}
