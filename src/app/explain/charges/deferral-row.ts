import type { DeferredCharge } from '../../../core/explanation/charges/charges-behind.ts';
import { deferredCell } from '../../../core/explanation/reports/deferred-row.ts';
import { forwardCell } from '../../../core/explanation/reports/forward-row.ts';
import {
  ChargesOfGroup,
  isInRollforwardRow,
  rollforwardCell,
} from '../../../core/explanation/reports/rollforward-row.ts';
import {
  ChargesOfRow,
  isInWaterfallRow,
  nameOfWaterfallRow,
  waterfallCell,
} from '../../../core/explanation/reports/waterfall-row.ts';
import type { Explanation } from '../../../core/explanation/tree/explanation.ts';
import type { ExplainedRow } from '../../../core/explanation/tree/report-row.ts';
import { dollarsIn, microIn, textIn } from '../../../core/explanation/tree/report-row.ts';
import { bySize } from '../../../core/money/compare-amounts.ts';
import { monthFromText } from '../../../core/month/month.ts';
import { rulesOf } from '../../../core/policy/dated-rules.ts';
import { deferredChargeReader } from '../../../render/reports/deferred-csv.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { numberedRows, type ReportedMonth, rowsOfReport } from '../month/reported-month.ts';
import { movementsOf } from './movements-of-charges.ts';

/** Explains a cell of deferred.csv, with the row of its charge. */
export async function deferredRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const cell = deferredCell(row, column);
  if (cell === null) return null;
  for await (const charge of deferredCharges(reports, ({ row: at }) => at === row.row)) {
    const movementOf = await movementsOf(request, reports, [charge]);
    const movement = movementOf(charge);
    const change = column === 'changed_usd' ? movement?.changes.at(-1) : undefined;
    return { ...cell, source: change?.source ?? movement?.source ?? null };
  }
  return cell;
}

/** Explains a cell of waterfall.csv. */
export async function waterfallRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const { month } = reports;
  const charges = new ChargesOfRow(request.most);
  for await (const charge of deferredCharges(reports, (each) => isInWaterfallRow(row, each)))
    charges.add(charge, month);
  const movementOf = await movementsOf(request, reports, charges.shown());
  return waterfallCell({ row, month, charges, movementOf }, column);
}

/** Explains a cell of rollforward.csv. */
export async function rollforwardRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const charges = new ChargesOfGroup(request.most);
  for await (const charge of deferredCharges(reports, (each) => isInRollforwardRow(row, each)))
    charges.add(charge, reports.month);
  const movementOf = await movementsOf(request, reports, charges.shown());
  return rollforwardCell({ row, charges, movementOf }, column);
}

/** Explains a cell of forward.csv: of a provider by waterfall.csv, of all by the rows of the providers. */
export async function forwardRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const later = textIn(row, 'later_month');
  const share = rulesOf(reports.manifest.policy, monthFromText(later)).share;
  return forwardCell({ row, parts: await partsOfForward(request, reports, row), share }, column);
}

async function partsOfForward(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
): Promise<Explanation[]> {
  const [later, provider] = [textIn(row, 'later_month'), textIn(row, 'provider')];
  if (provider !== 'all') return waterfallCells(request, reports, later, provider);
  const parts: Explanation[] = [];
  for (const each of await rowsOfReport(reports, row.file)) {
    if (textIn(each, 'later_month') !== later || textIn(each, 'provider') === 'all') continue;
    const own = await partsOfForward(request, reports, each);
    const cell = forwardCell({ row: each, parts: own, share: '0' }, null);
    if (cell !== null) parts.push(cell);
  }
  return parts;
}

/** What the charges of a provider bring in a later month, a row of waterfall.csv each. */
async function waterfallCells(
  request: ExplainRequest,
  reports: ReportedMonth,
  later: string,
  provider: string,
): Promise<Explanation[]> {
  const rows = (await rowsOfReport(reports, 'waterfall.csv')).filter(
    (row) => textIn(row, 'provider') === provider && microIn(row, later) !== 0n,
  );
  // One way down is shown: what is behind the others is a question of its own.
  const [largest] = rows.toSorted((a, b) => bySize(microIn(a, later), microIn(b, later)));
  const parts: Explanation[] = [];
  for (const row of rows) {
    const leaf = dollarsIn(row, later, `recognised in ${later}: ${nameOfWaterfallRow(row)}`);
    const cell = row === largest ? await waterfallRow(request, reports, row, later) : null;
    parts.push(cell ?? { ...leaf, note: `explain waterfall.csv:${row.row}:${later}` });
  }
  return parts;
}

async function* deferredCharges(
  reports: ReportedMonth,
  belongs: (charge: DeferredCharge) => boolean,
): AsyncGenerator<DeferredCharge> {
  for await (const { columns, records, first } of numberedRows(reports, 'deferred.csv')) {
    const read = deferredChargeReader(columns);
    for (const [at, record] of records.entries()) {
      const charge = read(record, first + at);
      if (belongs(charge)) yield charge;
    }
  }
}
