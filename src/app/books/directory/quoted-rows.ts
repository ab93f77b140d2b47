import type { QuotedRow, SourceRow } from '../../../core/explanation/tree/explanation.ts';
import { citedInput, citedPlace } from '../../../core/revenue/cited-input.ts';
import { type EvidenceLines, evidenceLines } from '../../../files/evidence-lines.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import type { DataDirectory } from './data-directory.ts';

/** Looks up the quote of a row by its place, as it was asked for. */
export type QuoteOf = (row: SourceRow) => QuotedRow | null;

/** Longer rows (an invoice object on one line) are cut: what is quoted is to be read. */
const LONGEST = 2000;

/** Reads rows of exports out of the evidence, each input once, as they stand there. */
export async function quotedRows(
  db: Database,
  data: Pick<DataDirectory, 'evidence'>,
  rows: readonly SourceRow[],
): Promise<QuoteOf> {
  const inputs = new Map((await listImports(db)).map((record) => [citedInput(record.sha256), record]));
  const wanted = new Map<string, Set<number>>();
  for (const { input, line } of rows) {
    const cited = citedInput(input);
    wanted.set(cited, (wanted.get(cited) ?? new Set()).add(line));
  }
  const quotes = new Map<string, QuotedRow>();
  for (const [cited, lines] of wanted) {
    const record = inputs.get(cited);
    if (record === undefined) continue;
    const found = await evidenceLines(data.evidence, record.sha256, lines);
    for (const line of lines) quotes.set(citedPlace(cited, line), quoteOf(record.name, line, found));
  }
  return ({ input, line }) => quotes.get(citedPlace(citedInput(input), line)) ?? null;
}

function quoteOf(file: string, line: number, found: EvidenceLines | null): QuotedRow {
  if (found === null) return { file, line, text: '', header: '' };
  const text = found.lines.get(line) ?? '';
  const known = found.intact ? text : `(the evidence of this file was changed) ${text}`;
  const isTable = line > 1 && !/^\s*[[{]/.test(found.first);
  return { file, line, text: known.slice(0, LONGEST), header: isTable ? found.first.slice(0, LONGEST) : '' };
}
