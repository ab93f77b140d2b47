import { createReadStream } from 'node:fs';
import type { ImportRecord } from '../../core/close/import-record.ts';
import type { SmallRowKind } from '../../core/close/small-rows.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { KINDS } from '../../sources/kinds.ts';
import type { Database } from '../../store/database/open-store.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { activeSmallTexts, smallRowText } from '../../store/inputs/small-rows.ts';
import type { DataDirectory } from './data-directory.ts';
import { withKeptInput } from './kept-input.ts';

/** The small files that decide who is paid, where and at which rate. */
export const OF_PAYOUTS: readonly SmallRowKind[] = ['payees', 'screening', 'fx'];

/**
 * R16: holds the rows of small files in force against their evidence, read again, before anything is computed or paid from them:
 * a payee that was redirected in the database is found before it is paid. A file that this version would refuse was taken by an
 * earlier one, and cannot be compared.
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
    const kind = kindOfRows(record);
    const isUsed = record.active && kind !== null && (kinds === null || kinds.includes(kind));
    if (!isUsed && kept.length === 0) continue;
    const given = isUsed ? await rowsOfEvidence(record, kind, data) : [];
    if (given === 'unread') continue;
    if (given === 'gone') problems.push(notThere(record));
    else if (given.length !== kept.length || given.some((row, at) => row !== kept[at])) problems.push(changed(record));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}

function kindOfRows({ kind }: ImportRecord): SmallRowKind | null {
  if (kind === 'job-log') return null;
  const { reading } = KINDS[kind];
  return reading.gives === 'small-rows' ? reading.kind : null;
}

/** The rows that the evidence of an import gives, as they are kept, in the order of their lines. */
async function rowsOfEvidence(
  record: ImportRecord,
  rowKind: SmallRowKind,
  data: DataDirectory,
): Promise<readonly string[] | 'gone' | 'unread'> {
  const { kind, name, sha256 } = record;
  if (kind === 'job-log') return 'gone';
  const { reading } = KINDS[kind];
  if (reading.gives !== 'small-rows') return [];
  try {
    const rows = await withKeptInput(data, record, async ({ path, head }) => {
      const open = () => createReadStream(path);
      return (await reading.read({ name, sha256, open }, head)).rows;
    });
    if (rows === null) return 'gone';
    return rows.flatMap(({ row, line }) => (row === null ? [] : [smallRowText(rowKind, row, line)])).sort();
  } catch (error) {
    if (error instanceof InvalidInput) return 'unread';
    throw error;
  }
}

function changed({ name }: ImportRecord): Problem {
  return problem('changed-books', { file: 'small_rows' }, `the rows of ${name} are not those that its evidence gives`);
}

function notThere({ name, sha256 }: ImportRecord): Problem {
  const what = `the evidence of ${name} (SHA-256 ${sha256}) is not there or damaged: its rows cannot be held against it`;
  const remedy =
    'Import the same file again with this --data, or put the data directory back from a backup. Nothing is made final or paid before.';
  return problem('changed-books', { file: 'small_rows' }, what, remedy);
}
