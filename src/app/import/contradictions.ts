import { compareText } from '../../core/text/compare-text.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { KindRecord, SourceKind } from '../../sources/kind-record.ts';
import { KINDS } from '../../sources/kinds.ts';
import { contradictions } from '../../sources/small/agreement.ts';
import type { Database } from '../../store/database/open-store.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';

const MOST_PROBLEMS = 1000;

/**
 * Rows of one key agree, also over several files of their kind in force: one pair has one rate a day (R3), a wallet is
 * paid in one way from a month on.
 *
 * @param shown how the person named the file of a hash; @throws InvalidInput conflicting-rows
 */
export async function refuseContradictions(
  db: Database,
  kind: SourceKind,
  shown: ReadonlyMap<string, string>,
): Promise<void> {
  const { reading }: KindRecord = KINDS[kind];
  if (reading.gives !== 'small-rows' || reading.agreement === null) return;
  const rows = (await activeSmallRows(db, reading.kind)).map(({ row, source: { input, line } }) => {
    return { row, file: shown.get(input) ?? input, line };
  });
  rows.sort((a, b) => compareText(a.file, b.file) || a.line - b.line);
  const contradictionOf = contradictions(reading.agreement);
  const problems = rows.flatMap(({ row, file, line }) => {
    const message = contradictionOf(row, `${file}:${line}`);
    return message === null ? [] : [problem('conflicting-rows', { file, line }, message)];
  });
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, MOST_PROBLEMS));
}
