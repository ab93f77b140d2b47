import { statSync } from 'node:fs';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import type { InputOrigin } from '../../core/close/inputs/input-origin.ts';
import type { JobTimes } from '../../core/usage/job-times.ts';
import type { FoundFile } from '../../files/find-inputs.ts';
import { hashFile, type PlainInput } from '../../files/plain-input.ts';
import { unpack } from '../../files/unpack.ts';
import { jobLogEngine } from '../../lake/engine/job-log-engine.ts';
import { sideBySide, threadsOfEach } from '../../lake/engine/side-by-side.ts';
import { InvalidInput, type Problem } from '../../problems/problem.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';
import type { MachineLimits } from '../books/directory/machine-limits.ts';
import { type Progress, SILENT } from '../books/directory/progress.ts';
import { rowsPlace } from '../books/logs/kept-logs.ts';
import type { EvidenceKeeper } from './evidence.ts';
import { isEmptyLog, isOriginNote, kindOfInput, passedOverAs } from './kind-of-input.ts';
import { OriginNotes, type SeenNote, seenNote } from './origin-notes.ts';
import { type JobLogTaking, sizesWorthHashing, type TakenJobLog, takeJobLog } from './take-job-log.ts';
import type { UnchangedFiles } from './unchanged-files.ts';

/** An input that was looked at. */
export interface SeenInput {
  readonly sha256: string;
  readonly kind: InputKind;
  /** As a person names it in this call. */
  readonly shown: string;
  /** As it would be called in the books. */
  readonly name: string;
  /** Null for a known one whose file has not changed: it was not read. */
  readonly input: PlainInput | null;
  readonly jobLog: TakenJobLog | null;
  /** What a note beside it says; null where there is none. */
  readonly origin: InputOrigin | null;
}

/** A file that was passed over, with what it is and what to get instead. */
export interface PassedOver {
  /** As a person names it in this call. */
  readonly file: string;
  readonly what: string;
  readonly instead: string;
}

/** What is found in files, in the order in which they were found. */
export interface Looked {
  readonly seen: readonly SeenInput[];
  readonly passedOver: readonly PassedOver[];
  readonly problems: readonly Problem[];
  /** What is not wrong but worth a look. */
  readonly warnings: readonly string[];
}

/** What looking at inputs needs to know of its surroundings. */
export interface Looking {
  readonly known: ReadonlyMap<string, ImportRecord>;
  readonly data: DataDirectory;
  readonly evidence: EvidenceKeeper;
  readonly unchanged: UnchangedFiles;
  readonly limits: MachineLimits;
  readonly progress: Progress;
  readonly times: JobTimes;
  /** Whether what is kept of known inputs is read, and not only looked for. */
  readonly rehash: boolean;
}

/**
 * Unpacks files and tells what they are, several at once; job logs that are not known are validated on the way. All
 * files are looked at, also after a problem, and come out in the order in which they were found.
 */
export async function lookAtInputs(files: readonly FoundFile[], looking: Looking): Promise<Looked> {
  const looks = files.map((): Look => ({ seen: [], passedOver: [], problems: [], warnings: [], notes: [] }));
  const stale: number[] = [];
  for (const [at, file] of files.entries()) {
    const same = stillKnown(file, looking);
    if (same === null) stale.push(at);
    else looks[at]?.seen.push(...same);
  }
  const { data, limits } = looking;
  const sizes = stale.map((at) => sizeOf(files[at]));
  const engine = jobLogEngine({ tempDir: data.temporary, ...limits, threads: threadsOfEach(sizes, limits.threads) });
  const progressOf = sharedProgress(sizes, looking.progress);
  const reading = { ...looking, engine, sizes: sizesWorthHashing(looking) };
  try {
    await sideBySide([...stale.entries()], limits.threads, async ([turn, at]) => {
      const [file, look] = [files[at], looks[at]];
      if (file !== undefined && look !== undefined) await lookAtFile(file, reading, look, progressOf(turn));
    });
  } finally {
    await engine.close();
  }
  const notes = new OriginNotes(looks.flatMap((look) => look.notes));
  const seen = looks.flatMap((look, at) => {
    const file = files[at];
    return look.seen.map((each) => (file === undefined ? each : { ...each, origin: notes.of(each.shown, file) }));
  });
  const passedOver = looks.flatMap((look) => look.passedOver);
  const named = [...files, ...seen].map(({ shown }) => shown);
  return {
    seen,
    passedOver,
    problems: looks.flatMap((look) => look.problems),
    warnings: [
      ...looks.flatMap((look) => look.warnings),
      ...notes.warnings(new Set([...named, ...passedOver.map(({ file }) => file)])),
    ],
  };
}

/** What an unchanged file held, when all of it is known and kept; null when it has to be read. */
function stillKnown(file: FoundFile, { known, data, evidence, unchanged }: Looking): SeenInput[] | null {
  const contents = unchanged.contentsOf(file);
  if (contents === null) return null;
  const seen: SeenInput[] = [];
  for (const { sha256, suffix } of contents) {
    const record = known.get(sha256);
    if (record === undefined || evidence.lacks(record)) return null;
    if (record.kind === 'job-log' && rowsPlace(data, record) === null) return null;
    const name = `${file.name.replace(/\.gz$/i, '')}${suffix}`;
    seen.push({ sha256, kind: record.kind, shown: `${file.shown}${suffix}`, name, ...NOT_READ });
  }
  return seen;
}

const NOT_READ = { input: null, jobLog: null, origin: null } as const;

/** And what reading job logs needs. */
type Reading = Looking & Pick<JobLogTaking, 'engine' | 'sizes'>;

interface Look {
  readonly seen: SeenInput[];
  readonly passedOver: PassedOver[];
  readonly problems: Problem[];
  readonly warnings: string[];
  readonly notes: SeenNote[];
}

async function lookAtFile(
  file: FoundFile,
  looking: Reading,
  look: Look,
  onProgress: (done: number) => void,
): Promise<void> {
  await collect(look.problems, async () => {
    for (const input of await unpack(file, looking.data.temporary, look.problems)) {
      if (isOriginNote(input)) {
        look.notes.push(seenNote(input));
        continue;
      }
      if (isEmptyLog(input)) {
        look.warnings.push(`${input.shown} is empty: a log without rows`);
        continue;
      }
      await collect(look.problems, async () => {
        const neighbour = passedOverAs(input);
        if (neighbour === null) look.seen.push(await lookAtInput(input, looking, onProgress));
        else look.passedOver.push({ file: input.shown, what: neighbour.what, instead: neighbour.instead });
      });
    }
  });
  onProgress(1);
  // What is passed over is told in every run: nothing of it is kept. A note is read in every run, its file may come later.
  if ([look.problems, look.passedOver, look.warnings, look.notes].some((each) => each.length > 0)) return;
  looking.unchanged.note(
    file,
    look.seen.map(({ sha256, kind, shown }) => ({ sha256, kind, suffix: shown.slice(file.shown.length) })),
  );
}

/** What an input is; a job log that is not known is validated on the way. */
async function lookAtInput(
  input: PlainInput,
  reading: Reading,
  onProgress: (done: number) => void,
): Promise<SeenInput> {
  const kind = kindOfInput(input);
  const { shown, name } = input;
  if (kind.kind === 'job-log') {
    const watched = reading.progress === SILENT ? undefined : onProgress;
    const jobLog = await takeJobLog(input, kind.format, { ...reading, isAgain: false, onProgress: watched });
    return { input, shown, name, sha256: jobLog.sha256, kind: 'job-log', jobLog, origin: null };
  }
  const sha256 = input.sha256 ?? (await hashFile(input.path));
  return { input, shown, name, sha256, kind: kind.kind, jobLog: null, origin: null };
}

/** One bar for all files, in bytes as they lie on the disk. */
function sharedProgress(sizes: readonly number[], progress: Progress): (file: number) => (done: number) => void {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const done = sizes.map(() => 0);
  if (sizes.length > 0) progress.stage(sizes.length === 1 ? 'reading 1 file' : `reading ${sizes.length} files`);
  return (file) => (part) => {
    done[file] = part * (sizes[file] ?? 0);
    const sum = done.reduce((all, each) => all + each, 0);
    progress.advance(Math.round(sum), total, 'bytes');
  };
}

function sizeOf(file: FoundFile | undefined): number {
  return file === undefined ? 0 : (statSync(file.path, { throwIfNoEntry: false })?.size ?? 0);
}

/** Runs a step; problems with an input are collected, anything else goes on up. */
export async function collect(problems: Problem[], step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    problems.push(...error.problems);
  }
}
