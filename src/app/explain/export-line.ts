import type { ImportRecord } from '../../core/close/import-record.ts';
import { type Explanation, explained } from '../../core/explanation/explanation.ts';
import type { Month } from '../../core/month/month.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { keptInvoices, rowsOfLine } from '../../store/inputs/named-rows.ts';
import { quotedRows } from '../books/quoted-rows.ts';
import { byId, ofRows } from './charge-question.ts';
import type { ExplainRequest } from './explain-request.ts';
import { byJob } from './job-question.ts';
import { noSuchLine } from './not-explained.ts';
import { reportedMonth } from './reported-month.ts';

/** A row of an export by its place: `jobs/jobs-2026-10-a.csv:15`. */
export interface LineQuestion {
  readonly record: ImportRecord;
  readonly line: number;
}

/**
 * The input that a text names with a line, by its whole name, or the end of it. Of several with one name the one is meant
 * that the reports of the month were computed from: a file may have been replaced since. Null for what names none.
 *
 * @throws InvalidInput damaged-reports, before-first-month, where several inputs have the name
 */
export async function lineQuestion(request: ExplainRequest, month: Month, text: string): Promise<LineQuestion | null> {
  const [, name, line] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (name === undefined || line === undefined) return null;
  const records = await listImports(request.workspace.store.db);
  const whole = records.filter((record) => record.name === name);
  const named =
    whole.length > 0
      ? whole
      : records.filter((record) => record.name.endsWith(`/${name}`) || name.endsWith(`/${record.name}`));
  const record = named.length > 1 ? await usedBy(request, month, named) : named[0];
  return record === undefined ? null : { record, line: Number(line) };
}

/** The one of some inputs that the reports of a month name as used, else the one in force, else any. */
async function usedBy(
  request: ExplainRequest,
  month: Month,
  records: readonly ImportRecord[],
): Promise<ImportRecord | undefined> {
  const { manifest } = await reportedMonth(request, month);
  const used = new Set(manifest.inputs.filter(({ active }) => active).map(({ sha256 }) => sha256));
  return records.find(({ sha256 }) => used.has(sha256)) ?? records.find(({ active }) => active) ?? records[0];
}

/** Explains what became of a row of an export. */
export async function byLine(
  request: ExplainRequest,
  month: Month,
  { record, line }: LineQuestion,
): Promise<Explanation[]> {
  const { db } = request.workspace.store;
  const { sha256, kind } = record;
  const found =
    kind === 'job-log'
      ? await byJob(request, month, { by: 'line', input: sha256, line })
      : await ofRows(request, month, await rowsOfLine(db, sha256, line));
  const invoices = found.length > 0 ? [] : await keptInvoices(db, { sha256, line });
  for (const { id } of invoices) found.push(...(await byId(request, month, id)));
  const source = { input: sha256, line };
  if (found.length === 0 && (await quotedRows(db, request.workspace.data, [source]))(source)?.text === '')
    throw noSuchLine(record, line);
  const row = explained({
    label: `row ${line} of ${record.name} (${kind})${record.active ? '' : ', replaced by a later download'}`,
    note:
      found.length === 0
        ? 'no charge, job or invoice was read from it: a rate, a cost, a statement, a header'
        : 'what it is part of stands below',
    source,
  });
  return [row, ...found];
}
