import { warningCell } from '../../../core/explanation/reports/warning-cell.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { cellIn, type ExplainedRow, textIn } from '../../../core/explanation/tree/report-row.ts';
import type { Month } from '../../../core/month/month.ts';
import { PROVIDERS } from '../../../core/revenue/provider.ts';
import { hasAddressForm } from '../../../core/wallet/checksum-address.ts';
import { byId, ofRows } from '../charges/charge-question.ts';
import { deferredRow, forwardRow, rollforwardRow, waterfallRow } from '../charges/deferral-row.ts';
import { journalRow } from '../charges/journal-row.ts';
import { adjustmentRow, postingRow } from '../charges/posting-row.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { type ReportedMonth, reportRow } from '../month/reported-month.ts';
import { reconciliationRow } from '../reconciliation/reconciliation-row.ts';
import { leaderboardRow, walletJobsRow } from '../wallets/work-row.ts';
import { exclusionRow } from './exclusion-question.ts';
import { linesNamed } from './export-line.ts';
import { type CellQuestion, walletInMonth } from './report-cell.ts';

/** Explains a cell, or a row's own figure, of a report beside pool.csv and payouts.csv. Null where it has no such row. */
export async function reportRowExplanation(
  request: ExplainRequest,
  reports: ReportedMonth,
  { file, row: at, column }: CellQuestion,
): Promise<Explanation | null> {
  const row = await reportRow(reports, file, at);
  if (row === null || (column !== null && !row.cells.has(column))) return null;
  const own = await OWN[file]?.(request, reports, row, column);
  // What a figure of a wallet's jobs is made of stands below it already.
  const behind = own != null && WORK.has(file) ? [] : await behindRow(request, reports.month, row);
  return own === null || own === undefined
    ? { ...plainRow(row, column), factors: behind }
    : { ...own, factors: [...own.factors, ...behind] };
}

type OwnRow = (
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
) => Promise<Explanation | null>;

const WORK: ReadonlySet<string> = new Set(['leaderboard.csv', 'wallet-jobs.csv']);

/** Reports whose figures have an arithmetic of their own. Null for a cell that is no figure. */
const OWN: Readonly<Record<string, OwnRow>> = {
  'postings.csv': postingRow,
  'adjustments.csv': adjustmentRow,
  'exclusions.csv': exclusionRow,
  'deferred.csv': deferredRow,
  'rollforward.csv': rollforwardRow,
  'waterfall.csv': waterfallRow,
  'forward.csv': forwardRow,
  'leaderboard.csv': leaderboardRow,
  'wallet-jobs.csv': walletJobsRow,
  'reconciliation.csv': reconciliationRow,
  'journal.csv': journalRow,
  'warnings.csv': async (_request, _reports, row, column) => warningCell(row, column),
};

/** A row of any other report, or a cell that is no figure, as it stands there. */
export function plainRow(row: ExplainedRow, column: string | null): Explanation {
  const shown = [...row.cells.keys()].filter(
    (name) => textIn(row, name) !== '' && (column === null || name === column),
  );
  const label = shown.map((name) => `${name} ${textIn(row, name)}`).join(', ');
  return explained({
    label: label === '' ? `${column ?? 'row'}: empty` : label,
    note: 'no figure of its own; what the row names stands below',
    cell: cellIn(row, column ?? ''),
  });
}

/** What a row names: a charge, a wallet, a row of an export. */
export async function behindRow(request: ExplainRequest, month: Month, row: ExplainedRow): Promise<Explanation[]> {
  const provider = PROVIDERS.find((each) => each === textIn(row, 'provider'));
  // A warning of a store is about a charge, where its subject is one.
  const ofWarning = row.file === 'warnings.csv' && provider !== undefined ? textIn(row, 'subject') : '';
  const charge = textIn(row, 'charge') || ofWarning;
  if (charge !== '' && provider !== undefined)
    return ofRows(request, month, [
      { provider, group: plainCharge(charge), rowId: '', source: { input: '', line: 0 }, active: true },
    ]);
  if (charge !== '') return byId(request, month, charge);
  const wallet = textIn(row, 'wallet') || textIn(row, 'worker');
  if (hasAddressForm(wallet.toLowerCase())) {
    const found = await walletInMonth(request, month, wallet);
    return found === null ? [] : [found];
  }
  // A report cites a file by its name, which several may have: all of them are shown.
  const places = await linesNamed(request, month, `${textIn(row, 'file')}:${textIn(row, 'line')}`);
  return places.map(({ record, line }) => {
    const which = places.length > 1 ? `, one of ${places.length} of this name` : '';
    return explained({ label: `row ${line} of ${record.name}${which}`, source: { input: record.sha256, line } });
  });
}

/** Equal sales of Apple are numbered: they are one group. */
function plainCharge(charge: string): string {
  return charge.replace(/#\d+$/, '');
}
