import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { type Problem, problem } from '../../problems/problem.ts';
import { readManifest } from '../../render/reports/read-manifest.ts';
import type { SourceKind } from '../../sources/kind-record.ts';
import { KINDS } from '../../sources/kinds.ts';
import { parseUtcDate } from '../../sources/reading/utc-time.ts';
import { ledgerOfName, reconciliationOfName } from '../../sources/stripe/ledger-range.ts';
import type { Database } from '../../store/database/open-store.ts';
import { nameImport } from '../../store/inputs/imports.ts';
import { finalManifests } from '../../store/months/final-manifests.ts';
import { listFinalMonths } from '../../store/months/final-months.ts';

/** An input as it lies there now. */
interface FoundName {
  readonly sha256: string;
  readonly name: string;
  /** As a person names it in this call. */
  readonly shown: string;
}

/** What came of names that say another thing than those in the books. */
interface CalledAsToday {
  /** What a person should know of inputs that keep their names. */
  readonly kept: readonly string[];
  readonly problems: readonly Problem[];
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
 * @returns also a problem for each Apple report that is now called after a day on which none of its rows can be (not-a-day)
 */
export async function callAsToday(
  db: Database,
  files: readonly FoundName[],
  records: readonly ImportRecord[],
): Promise<CalledAsToday> {
  const filesOf = new Map<string, FoundName[]>();
  for (const file of files) filesOf.set(file.sha256, [...(filesOf.get(file.sha256) ?? []), file]);
  const renamed = records.flatMap((record) => {
    const found = nameToday(record, filesOf.get(record.sha256) ?? []);
    return found === null ? [] : [{ record, found }];
  });
  if (renamed.length === 0) return { kept: [], problems: [] };
  const closedWith = await inputsOfFinalMonths(db, records);
  const kept: string[] = [];
  const problems: Problem[] = [];
  for (const { record, found } of renamed) {
    const { name } = found;
    const month = closedWith.get(record.sha256);
    const wrong = notThatDay(record, found);
    if (month === undefined && wrong !== null) problems.push(wrong);
    else if (month === undefined) {
      const versions = records.filter(
        (each) =>
          !each.active && each.name === record.name && !closedWith.has(each.sha256) && !filesOf.has(each.sha256),
      );
      for (const each of [record, ...versions]) await call(db, name, each);
    } else
      kept.push(
        `${found.shown} is in the books as ${record.name}: ${formatMonth(month)} is final with it, so that it stands for what that name says`,
      );
  }
  return { kept, problems };
}

/** Of the files that hold an input the first by name, where no name of them says what the one in the books does; else null. */
function nameToday({ kind, name, rows }: ImportRecord, files: readonly FoundName[]): FoundName | null {
  if (kind === 'job-log' || rows === 0) return null;
  const own = [...files].sort((a, b) => compareText(a.name, b.name));
  const promised = own.map((each) => promisedBy(kind, each.name));
  if (promised.includes(null)) return null;
  const known = promisedBy(kind, name)?.all;
  return promised.some((each) => each?.all === known) ? null : (own[0] ?? null);
}

/** An Apple report has rows of its day and the neighbouring ones: by a name that says another day it is refused. */
function notThatDay({ kind, firstMs, lastMs }: ImportRecord, { name, shown }: FoundName): Problem | null {
  if (kind !== 'apple-subscriber') return null;
  const { period } = KINDS[kind].toldByName(name);
  const dayMs = parseUtcDate(period);
  const far = [firstMs, lastMs].find((atMs) => atMs !== null && dayMs !== null && Math.abs(atMs - dayMs) > DAY_MS);
  if (far === undefined || far === null) return null;
  const message = `the report is of ${period}, as its name says, and has rows of ${utcDate(far)}`;
  return problem('not-a-day', { file: shown }, message);
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
