import { basename } from 'node:path';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { VersionsToldBy } from '../../core/close/inputs/input-kind.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { CATALOGUE } from '../../problems/catalogue.ts';
import { type Problem, problem } from '../../problems/problem.ts';
import { KINDS, replacedBy } from '../../sources/kinds.ts';
import type { Database } from '../../store/database/open-store.ts';
import { setImportActive } from '../../store/inputs/imports.ts';
import { areVersions, holdsAllRows } from '../../store/inputs/replaced-reports.ts';

/** The files that a run found, and how the person named each. */
interface FoundReports {
  readonly seen: ReadonlyMap<string, string>;
  readonly records: readonly ImportRecord[];
  /** All of them by name, also those that have the bytes of another. */
  readonly files: readonly { readonly sha256: string; readonly shown: string }[];
}

/**
 * Puts the reports that lie in the inputs now in force, and takes their other versions out (docs/inputs.md): a report that
 * returns to an earlier content is that again. Of several versions in the inputs the one counts that has all rows of the
 * others; where none has, nothing tells which is the later: neither names nor the order of imports.
 *
 * @returns a problem for each report of which that is not known
 */
export async function replaceReports(db: Database, found: FoundReports): Promise<Problem[]> {
  const { seen, records } = found;
  const problems: Problem[] = [];
  const empty = emptyReports(found);
  for (const replaced of replacedByEmpty(found, empty)) await putInForce(db, replaced, false);
  for (const ofPeriod of byPeriod(records)) {
    const present = ofPeriod.filter((record) => liesThere(record, found, empty));
    const absent = ofPeriod.filter((record) => record.active && !seen.has(record.sha256));
    for (const versions of await versionsOfOne(db, present, found.files)) {
      const counting = await withAllRows(db, versions);
      if (counting === null) {
        problems.push(severalVersions(versions, seen));
        continue;
      }
      for (const record of versions) await putInForce(db, record, record === counting);
      for (const record of absent) {
        if (await isVersion(db, counting, record)) await putInForce(db, record, false);
      }
    }
  }
  return problems;
}

/** A report without a row, as its file is called. */
type EmptyReport = Pick<ImportRecord, 'sha256' | 'kind' | 'period' | 'profile'>;

/**
 * Reports without a row. Whatever they are called, all of them have the same bytes and are one import: of what each stands
 * for its own name tells.
 */
function emptyReports({ records, files }: FoundReports): EmptyReport[] {
  const bySha256 = new Map(records.map((record) => [record.sha256, record]));
  return files.flatMap(({ sha256, shown }) => {
    const record = bySha256.get(sha256);
    if (record === undefined || record.rows > 0 || record.kind === 'job-log') return [];
    const { period, profile } = KINDS[record.kind].toldByName(shown);
    return [{ sha256, kind: record.kind, period, profile }];
  });
}

/** Whether a file that was found is this report, and not one without a row that is called another. */
function liesThere(record: ImportRecord, { seen }: FoundReports, empty: readonly EmptyReport[]): boolean {
  const names = empty.filter(({ sha256 }) => sha256 === record.sha256);
  const isNamed = names.length === 0 || names.some(({ period }) => period === '' || period === record.period);
  return seen.has(record.sha256) && isNamed;
}

/** The reports in force that those without a row replace. */
function replacedByEmpty({ seen, records }: FoundReports, empty: readonly EmptyReport[]): ImportRecord[] {
  const isEmptied = (record: ImportRecord): boolean =>
    empty.some(
      ({ kind, period, profile }) =>
        kind === record.kind &&
        period === record.period &&
        (profile === '' || record.profile === '' ? toldBy(record) === 'period' : profile === record.profile),
    );
  return records.filter(
    (record) =>
      replacedBy(record.kind).what === 'report' &&
      record.period !== '' &&
      record.rows > 0 &&
      !seen.has(record.sha256) &&
      isEmptied(record),
  );
}

/** Reports of one kind and period: only among these are versions. */
function byPeriod(records: readonly ImportRecord[]): ImportRecord[][] {
  const periods = new Map<string, ImportRecord[]>();
  for (const record of records) {
    if (record.period === '' || replacedBy(record.kind).what !== 'report') continue;
    const key = `${record.kind} ${record.period}`;
    const known = periods.get(key);
    if (known === undefined) periods.set(key, [record]);
    else known.push(record);
  }
  return [...periods.values()];
}

/** The reports, those together that are versions of one, by whatever other version. */
async function versionsOfOne(
  db: Database,
  reports: readonly ImportRecord[],
  files: FoundReports['files'],
): Promise<ImportRecord[][]> {
  let groups: ImportRecord[][] = [];
  for (const report of reports) {
    const related: ImportRecord[][] = [];
    for (const group of groups) {
      if (await isVersionOfAny(db, report, group, files)) related.push(group);
    }
    groups = [...groups.filter((group) => !related.includes(group)), [...related.flat(), report]];
  }
  return groups;
}

async function isVersionOfAny(
  db: Database,
  report: ImportRecord,
  group: readonly ImportRecord[],
  files: FoundReports['files'],
): Promise<boolean> {
  for (const other of group) {
    if (!(await areParts(db, report, other, files)) && (await areVersionsHere(db, report, other))) return true;
  }
  return false;
}

/**
 * Two members of the archive that a store packed that have no row in common are parts of one report: it holds no version of a report
 * beside another. Its name says which report it is.
 */
async function areParts(
  db: Database,
  a: ImportRecord,
  b: ImportRecord,
  files: FoundReports['files'],
): Promise<boolean> {
  const { kind } = a;
  if (kind === 'job-log' || toldBy(a) !== 'shared-transaction') return false;
  const [ofA, ofB] = [archivesOf(a, files), archivesOf(b, files)];
  const isOfBoth = (archive: string): boolean =>
    ofB.includes(archive) && KINDS[kind].toldByName(basename(archive)).profile !== '';
  return ofA.some(isOfBoth) && !(await areVersions(db, 'shared-transaction', a.id, b.id));
}

/** The archives that a report lies in, by their names in the inputs. */
function archivesOf({ sha256 }: ImportRecord, files: FoundReports['files']): string[] {
  return files.flatMap((each) => (each.sha256 === sha256 ? (/^(.*\.zip)\/[^/]*$/i.exec(each.shown)?.[1] ?? []) : []));
}

/**
 * Two reports that both lie in the inputs. Files of several profiles may have rows in common: of these only one that has
 * all rows of the other is its later download. The others both count, and their equal rows are asked about.
 */
async function areVersionsHere(db: Database, a: ImportRecord, b: ImportRecord): Promise<boolean> {
  const bothNamed = a.profile !== '' && b.profile !== '';
  if (bothNamed || toldBy(a) !== 'shared-transaction') return isVersion(db, a, b);
  return (await holdsAllRows(db, a.id, b.id)) || holdsAllRows(db, b.id, a.id);
}

/** By the profile in both names, else as the kind tells it. */
async function isVersion(db: Database, a: ImportRecord, b: ImportRecord): Promise<boolean> {
  if (a.profile !== '' && b.profile !== '') return a.profile === b.profile;
  return areVersions(db, toldBy(a), a.id, b.id);
}

function toldBy({ kind }: ImportRecord): VersionsToldBy {
  const replaced = replacedBy(kind);
  return replaced.what === 'report' ? replaced.versions : 'period';
}

/** The version that has all rows of the others; of equal ones it does not matter which. */
async function withAllRows(db: Database, versions: readonly ImportRecord[]): Promise<ImportRecord | null> {
  const largestFirst = [...versions].sort((a, b) => b.rows - a.rows || compareText(a.sha256, b.sha256));
  const [largest, ...others] = largestFirst;
  if (largest === undefined) return null;
  for (const other of others) {
    if (!(await holdsAllRows(db, largest.id, other.id))) return null;
  }
  return largest;
}

async function putInForce(db: Database, { id, active }: ImportRecord, inForce: boolean): Promise<void> {
  if (active !== inForce) await setImportActive(db, id, inForce);
}

function severalVersions(versions: readonly ImportRecord[], seen: ReadonlyMap<string, string>): Problem {
  const files = versions.map(({ sha256 }) => seen.get(sha256) ?? sha256).sort(compareText);
  const [file = '', ...others] = files;
  const [{ kind, period } = { kind: '', period: '' }] = versions;
  const accounts = new Set(versions.map(({ profile }) => profile));
  const message = `${period} is also the period of ${others.join(' and ')}, and neither has all rows of the other`;
  const isOfAccounts = kind === 'apple-subscriber' && (accounts.has('') || accounts.size > 1);
  const code = isOfAccounts ? 'two-accounts' : 'two-versions';
  const remedy = kind === 'google-earnings' ? `${CATALOGUE[code].remedy} ${PARTS}` : undefined;
  return problem(code, { file }, message, remedy);
}

const PARTS =
  'If they are parts of one report with rows in common, unpack and number them (earnings_YYYYMM_PROFILE-1, -2): both count, and you are asked about those rows.';
