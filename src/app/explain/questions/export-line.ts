import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { keptInvoices, rowsOfLine } from '../../../store/inputs/named-rows.ts';
import { quotedRows } from '../../books/directory/quoted-rows.ts';
import { byId, ofRows } from '../charges/charge-question.ts';
import { byJob } from '../jobs/job-question.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { reportedMonth } from '../month/reported-month.ts';
import { noSuchLine, severalInputs } from './not-explained.ts';

/** A row of an export by its place: `jobs/jobs-2026-10-a.csv:15`. */
export interface LineQuestion {
  readonly record: ImportRecord;
  readonly line: number;
}

/**
 * The input that a text names with a line: of several with one name any, where they say the same there. Null for what names none.
 *
 * @throws InvalidInput nothing-to-explain where several inputs say different things there, damaged-reports, before-first-month
 */
export async function lineQuestion(request: ExplainRequest, month: Month, text: string): Promise<LineQuestion | null> {
  const found = await linesNamed(request, month, text);
  if (found.length < 2) return found[0] ?? null;
  const { db } = request.workspace.store;
  const sources = found.map(({ record, line }) => ({ input: record.sha256, line }));
  const quoted = await quotedRows(db, request.workspace.data, sources);
  const textOf = ({ record, line }: LineQuestion): string => quoted({ input: record.sha256, line })?.text ?? '';
  // A log that grew is a file of its own each time: what all of them say is no question.
  const having = found.filter((each) => textOf(each) !== '');
  const [first] = having;
  if (first === undefined || having.every((each) => textOf(each) === textOf(first))) return first ?? found[0] ?? null;
  throw severalInputs(
    text,
    having.map(({ record }) => record),
    first.line,
  );
}

/**
 * The inputs that a text may name with a line: by the whole name, the end of it, or the beginning of the SHA-256. Of several with
 * one name those are meant that the reports of the month were computed from: a file may have been replaced since.
 *
 * @throws InvalidInput damaged-reports, before-first-month, where several inputs have the name
 */
export async function linesNamed(request: ExplainRequest, month: Month, text: string): Promise<LineQuestion[]> {
  const [, name, line] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (name === undefined || line === undefined) return [];
  const all = await listImports(request.workspace.store.db);
  // What came as gzip is called as what was in it.
  const ways = [name, name.replace(/[.]gz$/i, '')].flatMap((each) => FORMS.map((isNamed) => ({ each, isNamed })));
  const named = ways
    .map(({ each, isNamed }) => all.filter((record) => isNamed(record, each)))
    .find(({ length }) => length > 0);
  const records = named === undefined || named.length < 2 ? (named ?? []) : await usedBy(request, month, named);
  return records.map((record) => ({ record, line: Number(line) }));
}

/** How an input is named, the narrowest first. */
const FORMS: readonly ((record: ImportRecord, name: string) => boolean)[] = [
  (record, name) => record.name === name,
  (record, name) => record.name.endsWith(`/${name}`) || name.endsWith(`/${record.name}`),
  ({ sha256 }, name) => /^[0-9a-f]{8,64}$/.test(name) && sha256.startsWith(name),
];

/** Those of some inputs that the reports of a month name as used, else those in force, else all. */
async function usedBy(
  request: ExplainRequest,
  month: Month,
  records: readonly ImportRecord[],
): Promise<readonly ImportRecord[]> {
  const { manifest } = await reportedMonth(request, month);
  const used = new Set(manifest.inputs.filter(({ active }) => active).map(({ sha256 }) => sha256));
  const meant = [records.filter(({ sha256 }) => used.has(sha256)), records.filter(({ active }) => active)];
  return meant.find(({ length }) => length > 0) ?? records;
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
  const { manifest, isOfTable } = await reportedMonth(request, month);
  const isUsed = isOfTable || kind !== 'job-log' || manifest.inputs.some((input) => input.sha256 === sha256);
  const unread = isUsed
    ? 'no charge, job or invoice was read from it: a rate, a cost, a statement, a header'
    : `${formatMonth(month)} was computed without this log: ask with --month of a later one`;
  const row = explained({
    label: `row ${line} of ${record.name} (${kind})${record.active ? '' : ', replaced by a later download'}`,
    note: found.length === 0 ? unread : 'what it is part of stands below',
    source,
  });
  return [row, ...found];
}
