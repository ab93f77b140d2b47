import { rmSync } from 'node:fs';
import { compareText } from '../core/text/compare-text.ts';
import { findInputs } from '../files/find-inputs.ts';
import { hashFile, type PlainInput } from '../files/plain-input.ts';
import { unpack } from '../files/unpack.ts';
import { InvalidInput, type Problem } from '../problems/problem.ts';
import { isNotedKind, type NotedKind, type SourceKind } from '../sources/kinds.ts';
import { zoneOfName } from '../sources/stripe/ledger-zone.ts';
import { CommitUnknown } from '../store/guarded-dialect.ts';
import { type ImportRecord, listImports, noteKept, setImportActive } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { replaceEarlierVersions } from '../store/replaced-reports.ts';
import type { DataDirectory } from './data-directory.ts';
import { EvidenceKeeper } from './evidence.ts';
import { kindOfInput } from './kind-of-input.ts';
import type { Progress } from './progress.ts';
import { noteJobLog, type TakenJobLog, takeJobLog } from './take-job-log.ts';
import { isSmallKind, refuseTwoRates } from './take-small-file.ts';
import { takeSource } from './take-source.ts';

/** What an import did. */
export interface ImportOutcome {
  /** `rows` is null for a kind that is noted, but not read by this version. */
  readonly taken: readonly { readonly name: string; readonly kind: string; readonly rows: number | null }[];
  /** Inputs known already by their content. */
  readonly known: number;
  /** What is not wrong but worth a look. */
  readonly warnings: readonly string[];
}

interface SeenInput {
  readonly input: PlainInput;
  readonly sha256: string;
  readonly kind: SourceKind | NotedKind | 'job-log';
  readonly jobLog: TakenJobLog | null;
}

/**
 * Imports what is new under the named paths, all or nothing: the problems of all files are collected, and if there is
 * one, nothing of any file is taken and the data directory is as it was. Inputs are known by the SHA-256 of their
 * unpacked bytes, so that a second run imports nothing.
 *
 * @throws InvalidInput with the problems of all files
 */
export async function importInputs(
  db: Database,
  paths: readonly string[],
  data: DataDirectory,
  progress: Progress,
  except: readonly string[] = [],
): Promise<ImportOutcome> {
  const { files, problems: missing } = findInputs(paths, [data.root, ...except]);
  const problems: Problem[] = [...missing];
  const known = new Map((await listImports(db)).map((record) => [record.sha256, record]));
  const seen: SeenInput[] = [];
  const evidence = new EvidenceKeeper(data);
  try {
    for (const file of files) {
      await collect(problems, async () => {
        for (const input of await unpack(file, data.temporary)) {
          await collect(problems, async () => {
            seen.push(await look(input, known, data, evidence, progress));
          });
        }
      });
    }
    const outcome = await db.transaction().execute(async (transaction) => {
      const taken = await takeAll(transaction, unique(seen), known, evidence, progress, problems);
      await evidence.publish(transaction);
      return taken;
    });
    progress.end();
    return outcome;
  } catch (error) {
    progress.end();
    // Where it is not known whether the database took them, files that belong to nothing do no harm.
    if (error instanceof CommitUnknown) throw error;
    // The database has rolled back; evidence and Parquet files of this run belong to nothing.
    evidence.discard();
    for (const { jobLog, sha256 } of seen)
      if (jobLog !== null && !known.has(sha256)) rmSync(jobLog.path, { force: true });
    throw error;
  }
}

/** What an input is; a job log that is not known is validated and stored on the way. */
async function look(
  input: PlainInput,
  known: ReadonlyMap<string, ImportRecord>,
  data: DataDirectory,
  evidence: EvidenceKeeper,
  progress: Progress,
): Promise<SeenInput> {
  const kind = kindOfInput(input);
  if (kind.kind === 'job-log') {
    const jobLog = await takeJobLog(input, kind.format, known, data, evidence, progress);
    return { input, sha256: jobLog.sha256, kind: 'job-log', jobLog };
  }
  const sha256 = input.sha256 ?? (await hashFile(input.path));
  return { input, sha256, kind: kind.kind, jobLog: null };
}

/**
 * Takes what is new in an order that file names do not change, then settles what replaces what. Everything is read
 * even when problems were found before, so that those of all files come out together.
 */
async function takeAll(
  db: Database,
  seen: readonly SeenInput[],
  known: ReadonlyMap<string, ImportRecord>,
  evidence: EvidenceKeeper,
  progress: Progress,
  found: readonly Problem[],
): Promise<ImportOutcome> {
  const problems: Problem[] = [...found];
  const fresh = seen.filter((each) => !known.has(each.sha256)).sort(byKindAndHash);
  for (const each of fresh) {
    await collect(problems, async () => {
      const { input, sha256, kind, jobLog } = each;
      if (jobLog !== null) await noteJobLog(db, input, jobLog);
      else if (kind !== 'job-log')
        await evidence.beside(input, sha256, takeSource(db, { input, sha256, kind }, progress));
    });
  }
  // Stable: the problems of a file stay in their order.
  if (problems.length > 0) throw new InvalidInput(problems.sort((a, b) => compareText(a.place.file, b.place.file)));
  for (const each of seen) await mendKept(db, each, known.get(each.sha256), evidence);
  const records = await listImports(db);
  const taken = records.filter((record) => fresh.some((each) => each.sha256 === record.sha256));
  await replaceReports(db, taken);
  await replaceSmallFiles(db, seen, records);
  if (fresh.some((each) => each.kind === 'fx')) {
    await refuseTwoRates(db, (sha256) => seen.find((each) => each.sha256 === sha256)?.input.shown ?? 'fx.csv');
  }
  return {
    taken: taken.map(({ name, kind, rows }) => ({ name, kind, rows: isNotedKind(kind) ? null : rows })),
    known: seen.length - fresh.length,
    warnings: fresh.flatMap(warningsOf),
  };
}

/** A report over days of another zone lacks hours of the UTC month at both ends. */
function warningsOf({ kind, input }: SeenInput): string[] {
  const zone = kind === 'stripe-ledger' ? zoneOfName(input.name) : null;
  if (zone === null) return [];
  return [`${input.shown} covers days in ${zone} time: export it in UTC, or a range one day longer at both ends`];
}

/** A known input that comes again brings back what is kept of it, where that is gone. */
async function mendKept(
  db: Database,
  { input, sha256, jobLog }: SeenInput,
  record: ImportRecord | undefined,
  evidence: EvidenceKeeper,
): Promise<void> {
  if (record === undefined) return;
  if (jobLog?.imported != null) await noteKept(db, sha256, { lakeSha256: jobLog.lakeSha256 });
  if (evidence.lacks(record) && !evidence.has(sha256)) await evidence.stage(input, sha256);
}

/** Of several versions in one run the one with more rows is the later. */
async function replaceReports(db: Database, taken: readonly ImportRecord[]): Promise<void> {
  const reports = taken.filter((record) => record.kind === 'apple-subscriber' || record.kind === 'google-earnings');
  const ordered = [...reports].sort((a, b) => a.rows - b.rows || (a.sha256 < b.sha256 ? 1 : -1));
  for (const record of ordered) await replaceEarlierVersions(db, record);
}

/** What is there replaces what was there: the small files of a kind in this run are the ones in force. */
async function replaceSmallFiles(
  db: Database,
  seen: readonly SeenInput[],
  records: readonly ImportRecord[],
): Promise<void> {
  const present = new Set(seen.map((each) => each.sha256));
  const kinds = new Set(seen.map((each) => each.kind).filter(isSmallKind));
  for (const record of records) {
    if (!isSmallKind(record.kind) || !kinds.has(record.kind)) continue;
    const active = present.has(record.sha256);
    if (record.active !== active) await setImportActive(db, record.id, active);
  }
}

function unique(seen: readonly SeenInput[]): SeenInput[] {
  return [...new Map(seen.map((each) => [each.sha256, each])).values()];
}

function byKindAndHash(a: SeenInput, b: SeenInput): number {
  return `${a.kind} ${a.sha256}` < `${b.kind} ${b.sha256}` ? -1 : 1;
}

/** Runs a step; problems with an input are collected, anything else goes on up. */
async function collect(problems: Problem[], step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    problems.push(...error.problems);
  }
}
