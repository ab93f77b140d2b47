import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { readManifest } from '../../render/reports/read-manifest.ts';
import type { SourceKind } from '../../sources/kind-record.ts';
import { KINDS } from '../../sources/kinds.ts';
import { ledgerOfName, reconciliationOfName } from '../../sources/stripe/ledger-range.ts';
import type { Database } from '../../store/database/open-store.ts';
import { nameImport } from '../../store/inputs/imports.ts';
import { finalManifests } from '../../store/months/final-manifests.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';

/** An input as it lies there now. */
interface FoundName {
  readonly sha256: string;
  readonly name: string;
}

/** Days, period and profile that a name tells; null where it tells none, and so promises nothing. */
interface Promised {
  readonly period: string;
  readonly profile: string;
  /** The whole of it, to compare. */
  readonly all: string;
}

/**
 * What a name promises of its file is what it says today: an export that is known, and lies in the inputs under names alone
 * that tell other days, period or profile than the one in the books, is called so from now on, with its earlier versions.
 * A file that was first saved under a wrong name would else stand for the wrong days for ever, beside its own next download.
 * One that a final month was closed with keeps the name that the month knows.
 *
 * Reports without a row are told apart by nothing but their names, and stay.
 *
 * @returns what a person should know of those that keep theirs
 */
export async function callAsToday(
  db: Database,
  files: readonly FoundName[],
  records: readonly ImportRecord[],
): Promise<string[]> {
  const renamed = records.flatMap((record) => {
    const name = nameToday(record, files);
    return name === null ? [] : [{ record, name }];
  });
  if (renamed.length === 0) return [];
  const closedWith = await inputsOfFinalMonths(db, records);
  const lies = new Set(files.map(({ sha256 }) => sha256));
  const kept: string[] = [];
  for (const { record, name } of renamed) {
    const month = closedWith.get(record.sha256);
    if (month === undefined) {
      const versions = records.filter(
        (each) => !each.active && each.name === record.name && !closedWith.has(each.sha256) && !lies.has(each.sha256),
      );
      for (const each of [record, ...versions]) await call(db, name, each);
    } else
      kept.push(
        `${name} is in the books as ${record.name}: ${formatMonth(month)} is final with it, so that it stands for what that name says`,
      );
  }
  return kept;
}

/** The name that an input has now, where none of those that it has says what the one in the books does; else null. */
function nameToday({ sha256, kind, name, rows }: ImportRecord, files: readonly FoundName[]): string | null {
  if (kind === 'job-log' || rows === 0) return null;
  const names = files.filter((file) => file.sha256 === sha256).map((file) => file.name);
  const promised = names.map((each) => promisedBy(kind, each));
  if (promised.includes(null) || promised.length === 0) return null;
  const known = promisedBy(kind, name)?.all;
  return promised.some((each) => each?.all === known) ? null : (names.sort(compareText)[0] ?? null);
}

function promisedBy(kind: SourceKind, name: string): Promised | null {
  const { period, profile, span } = KINDS[kind].toldByName(name);
  const ledger = kind === 'stripe-ledger' ? [ledgerOfName(name), reconciliationOfName(name)] : [null, ''];
  const all = JSON.stringify([period, profile, span, ...ledger]);
  return all === JSON.stringify(['', '', null, null, '']) ? null : { period, profile, all };
}

async function call(db: Database, name: string, { id, kind, period }: ImportRecord): Promise<void> {
  if (kind === 'job-log') return;
  const told = KINDS[kind].toldByName(name);
  await nameImport(db, id, { name, period: told.period || period, profile: told.profile });
}

/** The first final month that each input was known to; all of them to one whose manifest is not kept. */
async function inputsOfFinalMonths(db: Database, records: readonly ImportRecord[]): Promise<Map<string, Month>> {
  const known = new Map<string, Month>();
  const manifests = await finalManifests(db);
  for (const { month } of await listFinalMonths(db)) {
    const manifest = manifests.get(month);
    for (const { sha256 } of manifest === undefined ? records : readManifest(manifest).namedInputs()) {
      if (!known.has(sha256)) known.set(sha256, month);
    }
  }
  return known;
}
