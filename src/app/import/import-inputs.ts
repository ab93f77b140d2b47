import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { type JobTimes, TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { findInputs } from '../../files/find-inputs.ts';
import { endsWithinLine, type PlainInput } from '../../files/plain-input.ts';
import { clearOldDerived } from '../../lake/kept/derived-files.ts';
import { InvalidInput, type Problem } from '../../problems/problem.ts';
import { KINDS, replacedBy } from '../../sources/kinds.ts';
import { CommitUnknown } from '../../store/database/guarded-dialect.ts';
import type { Database } from '../../store/database/open-store.ts';
import { listImports, noteKept, noteOrigin, setImportActive } from '../../store/inputs/imports.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';
import { type MachineLimits, ownLimits } from '../books/directory/machine-limits.ts';
import type { Progress } from '../books/directory/progress.ts';
import { noteTimesOfLogs } from '../books/logs/job-times.ts';
import { refuseContradictions } from './contradictions.ts';
import { EvidenceKeeper } from './evidence.ts';
import { collect, lookAtInputs, type PassedOver, type SeenInput } from './look-at-inputs.ts';
import { callAsToday } from './names-today.ts';
import { clearPending } from './pending-job-logs.ts';
import { replaceReports } from './replace-reports.ts';
import { rereadExports } from './reread-exports.ts';
import { noteJobLog, publishJobLog, withdrawJobLog } from './take-job-log.ts';
import { takeSource } from './take-source.ts';
import { twinsOfOtherDays } from './twins-of-other-days.ts';
import { openUnchangedFiles } from './unchanged-files.ts';

/** What an import did. */
export interface ImportOutcome {
  readonly taken: readonly { readonly name: string; readonly kind: string; readonly rows: number }[];
  /** Inputs known already by their content. */
  readonly known: number;
  /** Files of a kind that is known and not used. */
  readonly passedOver: readonly PassedOver[];
  /** What is not wrong but worth a look. */
  readonly warnings: readonly string[];
}

/** How an import goes about it; nothing of it changes what is imported. */
export interface ImportOptions {
  /** Where no inputs are sought. */
  readonly except?: readonly string[];
  /** Default: the machine's cores, and the lake's own memory. */
  readonly limits?: MachineLimits | undefined;
  /** How times of job logs are meant that do not say it; default: all say it. */
  readonly times?: JobTimes;
  /** Reads every file, also those that nobody has written to since they were read. */
  readonly rehash?: boolean;
}

/** An input that is not known. */
type FreshInput = SeenInput & { readonly input: PlainInput };

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
  { except = [], limits = ownLimits(), times = TIMES_AS_WRITTEN, rehash = false }: ImportOptions = {},
): Promise<ImportOutcome> {
  const { files, problems: missing, folders } = findInputs(paths, [data.root, ...except]);
  const known = new Map((await listImports(db)).map((record) => [record.sha256, record]));
  const evidence = new EvidenceKeeper(data);
  const unchanged = openUnchangedFiles(data, rehash);
  let seen: readonly SeenInput[] = [];
  try {
    const looked = await lookAtInputs(files, { known, data, evidence, unchanged, limits, progress, times, rehash });
    seen = looked.seen;
    const problems = [...missing, ...folders, ...looked.problems];
    const outcome = await db.transaction().execute(async (transaction) => {
      await rereadExports(transaction, data, progress);
      const taken = await takeAll(transaction, {
        seen: unique(seen),
        files: seen,
        known,
        data,
        evidence,
        progress,
        problems,
      });
      await evidence.publish(transaction);
      await noteOrigins(transaction, seen, known);
      if (taken.taken.some(({ kind }) => kind === 'job-log')) await noteTimesOfLogs(transaction, times);
      return { ...taken, warnings: [...looked.warnings, ...taken.warnings] };
    });
    evidence.settle();
    unchanged.save();
    clearPending(data);
    clearOldDerived(data.derived);
    return { ...outcome, passedOver: looked.passedOver };
  } catch (error) {
    progress.end();
    // Where it is not known whether the database took them, files that belong to nothing do no harm.
    if (error instanceof CommitUnknown) throw error;
    // The database has rolled back; evidence and Parquet files of this run belong to nothing.
    evidence.discard();
    for (const { jobLog, sha256 } of seen) if (jobLog !== null && !known.has(sha256)) withdrawJobLog(data, jobLog);
    throw error;
  } finally {
    progress.end();
  }
}

/** What taking needs of an import that has looked at everything. */
interface Taking {
  readonly seen: readonly SeenInput[];
  /** The same with those that have the bytes of another. */
  readonly files: readonly SeenInput[];
  readonly known: ReadonlyMap<string, ImportRecord>;
  readonly data: DataDirectory;
  readonly evidence: EvidenceKeeper;
  readonly progress: Progress;
  /** Problems found so far. */
  readonly problems: readonly Problem[];
}

/**
 * Takes what is new in an order that file names do not change, then settles what replaces what. Everything is read
 * even when problems were found before, so that those of all files come out together.
 */
async function takeAll(db: Database, taking: Taking): Promise<Omit<ImportOutcome, 'passedOver'>> {
  const { seen, files, known, data, evidence, progress } = taking;
  const problems: Problem[] = [...taking.problems];
  const fresh = seen.filter((each): each is FreshInput => !known.has(each.sha256)).sort(byKindAndHash);
  for (const each of fresh) {
    await collect(problems, async () => {
      const { input, sha256, kind, jobLog } = each;
      if (jobLog !== null) await noteJobLog(db, data, input, jobLog);
      else if (kind !== 'job-log')
        await evidence.beside(input, sha256, takeSource(db, { input, sha256, kind }, progress));
    });
  }
  // Stable: the problems of a file stay in their order.
  if (problems.length > 0) throw new InvalidInput(problems.sort((a, b) => compareText(a.place.file, b.place.file)));
  for (const each of seen) await mendKept(db, each, taking);
  const names = await callAsToday(db, files, await listImports(db));
  const records = await listImports(db);
  const taken = records.filter((record) => fresh.some((each) => each.sha256 === record.sha256));
  const shown = new Map(seen.map((each) => [each.sha256, each.shown]));
  const undecided = await replaceReports(db, { seen: shown, records, files });
  if (undecided.length > 0 || names.problems.length > 0) throw new InvalidInput([...names.problems, ...undecided]);
  const changed = await replaceSmallFiles(db, seen, records);
  // All files of a kind that are in force were seen.
  for (const kind of new Set([...fresh.map((each) => each.kind), ...changed])) {
    if (kind !== 'job-log') await refuseContradictions(db, kind, shown);
  }
  return {
    taken: taken.map(({ name, kind, rows }) => ({ name, kind, rows })),
    known: seen.length - fresh.length,
    warnings: [...fresh.flatMap(warningsOf), ...twinsOfOtherDays(files, records), ...names.kept],
  };
}

/** Where inputs came from; of those that are known only what nobody has said before. */
async function noteOrigins(
  db: Database,
  seen: readonly SeenInput[],
  known: ReadonlyMap<string, ImportRecord>,
): Promise<void> {
  for (const { sha256, origin } of seen) {
    if (origin !== null && (known.get(sha256)?.origin ?? null) === null) await noteOrigin(db, sha256, origin);
  }
}

function warningsOf({ kind, input, jobLog }: FreshInput): string[] {
  // The month's own warnings tell of the rows of a job log.
  if (kind === 'job-log') return jobLog?.imported?.rows === 0 ? [`${input.shown} is empty: a log without rows`] : [];
  const { warning } = KINDS[kind].toldByName(input.name);
  const isJson = /^\s*[[{]/.test(input.head.text);
  return [
    ...(warning === null ? [] : [warning]),
    ...(isJson || !endsWithinLine(input.path) ? [] : ['ends inside its last line: it may have broken off there']),
  ].map((each) => `${input.shown} ${each}`);
}

/** A known input that comes again brings back what is kept of it, where that is gone. */
async function mendKept(
  db: Database,
  { input, sha256, jobLog }: SeenInput,
  { known, data, evidence }: Taking,
): Promise<void> {
  const record = known.get(sha256);
  if (record === undefined || input === null) return;
  if (jobLog !== null && jobLog.imported !== null) {
    publishJobLog(data, jobLog);
    await noteKept(db, sha256, { lakeSha256: jobLog.lakeSha256 });
  }
  if (evidence.lacks(record) && !evidence.has(sha256)) await evidence.stage(input, sha256);
}

/** What is there replaces what was there: the small files of a kind in this run are the ones in force. Returns the kinds that changed. */
async function replaceSmallFiles(
  db: Database,
  seen: readonly SeenInput[],
  records: readonly ImportRecord[],
): Promise<Set<ImportRecord['kind']>> {
  const changed = new Set<ImportRecord['kind']>();
  const present = new Set(seen.map((each) => each.sha256));
  const kinds = new Set(seen.map(({ kind }) => kind).filter((kind) => replacedBy(kind).what === 'files'));
  for (const record of records) {
    if (!kinds.has(record.kind)) continue;
    const replaced = replacedBy(record.kind);
    const stays = record.active && replaced.what === 'files' && replaced.ofWindow === true;
    const active = stays || present.has(record.sha256);
    if (record.active === active) continue;
    await setImportActive(db, record.id, active);
    changed.add(record.kind);
  }
  return changed;
}

function unique(seen: readonly SeenInput[]): SeenInput[] {
  return [...new Map(seen.map((each) => [each.sha256, each])).values()];
}

function byKindAndHash(a: SeenInput, b: SeenInput): number {
  return `${a.kind} ${a.sha256}` < `${b.kind} ${b.sha256}` ? -1 : 1;
}
