import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { evidencePaths } from '../../files/evidence.ts';
import type { Database } from '../../store/database/open-store.ts';
import { clearSetting, readSetting } from '../../store/database/settings.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { clearRows } from '../../store/inputs/row-counts.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';
import { withKeptInput } from '../books/directory/kept-input.ts';
import type { Progress } from '../books/directory/progress.ts';
import { fillImport } from './take-source.ts';

const REREAD = ['stripe-ledger', 'stripe-invoices-csv', 'stripe-invoices-json'] as const;
type RereadKind = (typeof REREAD)[number];

/**
 * Reads Stripe's exports again from their evidence where an older version read them: what it kept of them lacks what
 * counts now, and a person could not bring it, because their files are known. An input without evidence stays as it was
 * read.
 */
export async function rereadExports(db: Database, data: DataDirectory, progress: Progress): Promise<void> {
  if ((await readSetting(db, 'reread')) === null) return;
  const records = (await listImports(db)).filter(isReread).sort((a, b) => a.id - b.id);
  const kept = records.filter(({ sha256 }) => evidencePaths(data.evidence, sha256).length > 0);
  for (const { id } of kept) await clearRows(db, id);
  for (const record of kept) await reread(db, record, data, progress);
  await clearSetting(db, 'reread');
}

function isReread(record: ImportRecord): record is ImportRecord & { kind: RereadKind } {
  return (REREAD as readonly string[]).includes(record.kind);
}

async function reread(
  db: Database,
  { id, sha256, kind, name }: ImportRecord & { kind: RereadKind },
  data: DataDirectory,
  progress: Progress,
): Promise<void> {
  const isRead = await withKeptInput(data, { name, sha256 }, async (input) => {
    await fillImport(db, id, { input, kind }, progress);
    return true;
  });
  if (isRead === null) throw new Error(`the evidence of ${name} is damaged or holds other bytes: run verify`);
}
