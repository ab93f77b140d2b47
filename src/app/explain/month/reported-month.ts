import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DecisionBook } from '../../../core/close/decision.ts';
import type { SharedFeeShare } from '../../../core/close/shared-fees.ts';
import type { ExplainedRow } from '../../../core/explanation/tree/report-row.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { settledReports } from '../../../files/report-months.ts';
import { reportRecords } from '../../../files/report-records.ts';
import { listedHash, readManifest } from '../../../render/reports/read-manifest.ts';
import { type RecordedManifest, recordedPolicy } from '../../books/records/recorded-manifest.ts';
import type { JudgeRequest } from '../../close/facts/charge-histories.ts';
import { computeReports } from '../../compare/computed-reports.ts';
import { openReports, type ReportDirectory } from '../../compare/report-directory.ts';
import type { ExplainRequest } from './explain-request.ts';

/** The reports of a month that its figures are explained by: what was posted then, if it is final. */
export interface ReportedMonth extends ReportDirectory {
  /** What their manifest names. */
  readonly manifest: Pick<RecordedManifest, 'policy' | 'decisions' | 'inputs' | 'files'> & {
    /** What part of each provider's stand-alone fees counts (R9). */
    readonly feeShares: readonly SharedFeeShare[];
  };
  /** Whether the jobs are those of a table, which usage.source names. */
  readonly isOfTable: boolean;
  /** Whether they were computed for the question, because none are stored. */
  readonly computed: boolean;
}

/** What was opened, by the books of the question: a month without reports is computed once, however often it is asked for. */
const opened = new WeakMap<ExplainRequest['workspace'], Map<Month, Promise<ReportedMonth>>>();

/**
 * The stored reports of a month, final before review before estimate; without any, the month as it would be reported now.
 *
 * @throws InvalidInput damaged-reports, before-first-month
 */
export function reportedMonth(request: ExplainRequest, month: Month): Promise<ReportedMonth> {
  const known = opened.get(request.workspace) ?? new Map<Month, Promise<ReportedMonth>>();
  opened.set(request.workspace, known);
  const opening = known.get(month) ?? openMonth(request, month);
  known.set(month, opening);
  return opening;
}

async function openMonth(request: ExplainRequest, month: Month): Promise<ReportedMonth> {
  const stored = settledReports(request.out, month);
  const reports =
    stored === null
      ? await computeReports(request, month, 'now', { asIfOpen: false })
      : await openReports(stored.directory, month);
  const text = readFileSync(join(reports.directory, 'manifest.json'), 'utf8');
  const { decisions, inputs, files, feeShares } = readManifest(text);
  const manifest = {
    policy: recordedPolicy(text),
    decisions: decisions(),
    inputs: inputs(),
    files: files(),
    feeShares: feeShares(),
  };
  const isOfTable = listedHash(manifest.files, 'usage.json') !== undefined;
  return { ...reports, manifest, isOfTable, computed: stored === null };
}

/**
 * The question about a month's charges, as its reports were computed: a final month by the policy, the decisions and the inputs
 * that its manifest names, whatever came after; another one by what is known now.
 */
export function judgedAsReported(request: ExplainRequest, { month, state, manifest }: ReportedMonth): JudgeRequest {
  if (state !== 'final') return { ...request, month };
  const inputs = new Set(manifest.inputs.filter(({ active }) => active).map(({ sha256 }) => sha256));
  const decisions = manifest.decisions.map((each) => ({ ...each, finalMonth: formatMonth(month) }));
  return {
    ...request,
    month,
    policy: manifest.policy,
    knownThen: { decisions: new DecisionBook(decisions), inputs },
  };
}

/** Rows of a report, some at a time, each with its number: the header is row 1. */
export interface NumberedRows {
  readonly columns: ReadonlyMap<string, number>;
  readonly records: readonly (readonly string[])[];
  /** The row of the first of the records. */
  readonly first: number;
}

/** Reads a report of a month whose bytes are those of its manifest. @throws InvalidInput damaged-reports */
export async function* numberedRows(
  { directory, manifest }: ReportedMonth,
  name: string,
): AsyncGenerator<NumberedRows> {
  const sha256 = listedHash(manifest.files, name);
  if (sha256 === undefined) return;
  let first = 2;
  for await (const { columns, records } of reportRecords(join(directory, name), sha256)) {
    yield { columns, records, first };
    first += records.length;
  }
}

/** All rows of a report that has few. @throws InvalidInput damaged-reports */
export async function rowsOfReport(month: ReportedMonth, name: string): Promise<ExplainedRow[]> {
  const rows: ExplainedRow[] = [];
  for await (const { columns, records, first } of numberedRows(month, name)) {
    for (const [at, record] of records.entries())
      rows.push({ file: name, row: first + at, cells: cellsOf(columns, record) });
  }
  return rows;
}

function cellsOf(columns: NumberedRows['columns'], record: readonly string[]): ExplainedRow['cells'] {
  return new Map([...columns].map(([column, at]) => [column, record[at] ?? '']));
}

/** One row of a report; null where it has none such. @throws InvalidInput damaged-reports */
export async function reportRow(month: ReportedMonth, name: string, row: number): Promise<ExplainedRow | null> {
  for await (const { columns, records, first } of numberedRows(month, name)) {
    const record = records[row - first];
    if (record === undefined) continue;
    return { file: name, row, cells: cellsOf(columns, record) };
  }
  return null;
}
