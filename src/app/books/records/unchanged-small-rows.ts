import { createReadStream } from 'node:fs';
import type { ImportRecord } from '../../../core/close/inputs/import-record.ts';
import type { SmallRowKind } from '../../../core/close/inputs/small-rows.ts';
import { InvalidInput, type Problem, problem } from '../../../problems/problem.ts';
import type { Reading } from '../../../sources/kind-record.ts';
import { KINDS, sourceKinds } from '../../../sources/kinds.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { activeSmallTexts, smallRowText } from '../../../store/inputs/small-rows.ts';
import type { DataDirectory } from '../directory/data-directory.ts';
import { withKeptInput } from '../directory/kept-input.ts';

/** The small files that decide who is paid, where and at which rate. */
export const OF_PAYOUTS: readonly SmallRowKind[] = ['payees', 'screening', 'fx'];

/**
 * R16: holds the rows of small files in force against their evidence, read again, before anything is computed or paid from them:
 * a payee that was redirected in the database is found before it is paid. A file that an earlier version took and this one refuses
 * vouches for nothing.
 *
 * @param kinds of rows that are used; null: all
 * @throws InvalidInput changed-books
 */
export async function refuseChangedSmallRows(
  db: Database,
  data: DataDirectory,
  kinds: readonly SmallRowKind[] | null,
): Promise<void> {
  const stored = await activeSmallTexts(db, kinds);
  const problems: Problem[] = [];
  for (const record of await listImports(db)) {
    const kept = stored.get(record.id) ?? [];
    const reading = record.active ? readingOf(record) : null;
    const isUsed = reading !== null && (kinds === null || kinds.includes(reading.kind));
    if (!isUsed && kept.length === 0) continue;
    const given = isUsed ? await rowsOfEvidence(record, reading, data) : [];
    if (given === 'gone') problems.push(notThere(record));
    else if (given instanceof InvalidInput) problems.push(unreadable(record, given));
    else if (!isSame(given, kept)) problems.push(changed(record));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}

function isSame(given: readonly string[], kept: readonly string[]): boolean {
  return given.length === kept.length && given.every((row, at) => row === kept[at]);
}

type SmallReading = Extract<Reading, { readonly gives: 'small-rows' }>;

function readingOf({ kind }: ImportRecord): SmallReading | null {
  if (kind === 'job-log') return null;
  const { reading } = KINDS[kind];
  return reading.gives === 'small-rows' ? reading : null;
}

/** The rows that the evidence of an import gives, as they are kept, sorted as those of `activeSmallTexts`. */
async function rowsOfEvidence(
  record: ImportRecord,
  { kind, read }: SmallReading,
  data: DataDirectory,
): Promise<readonly string[] | 'gone' | InvalidInput> {
  try {
    const rows = await withKeptInput(data, record, async ({ path, head }) => {
      const told = sourceKinds(head);
      // A file of another kind gives none of these.
      if (told.length > 0 && !told.some((each) => each === record.kind)) return [];
      const open = () => createReadStream(path);
      return (await read({ name: record.name, open }, head)).rows;
    });
    if (rows === null) return 'gone';
    return rows.flatMap(({ row, line }) => (row === null ? [] : [smallRowText(kind, row, line)])).sort();
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

function changed({ name }: ImportRecord): Problem {
  return problem('changed-books', { file: 'small_rows' }, `the rows of ${name} are not those that its evidence gives`);
}

function unreadable({ name }: ImportRecord, { problems: [first] }: InvalidInput): Problem {
  const what = `the rows of ${name} cannot be held against its evidence, which is refused now: ${first?.message ?? ''}`;
  const remedy = 'Correct the file where it lies and import it: it takes the place of what was read before.';
  return problem('changed-books', { file: 'small_rows' }, what, remedy);
}

function notThere({ name, sha256 }: ImportRecord): Problem {
  const what = `the evidence of ${name} (SHA-256 ${sha256}) is not there or damaged: its rows cannot be held against it`;
  const remedy =
    'Import the same file again with this --data, or put the data directory back from a backup. Nothing is made final or paid before.';
  return problem('changed-books', { file: 'small_rows' }, what, remedy);
}
