import { createHash, hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Policy } from '../../config/policy.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import type { Month } from '../../core/month/month.ts';
import { umaskOfReports } from '../../files/modes.ts';
import { recoverDirectory } from '../../files/output-directory.ts';
import { type DerivedName, openDerivedFiles } from '../../lake/kept/derived-files.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import { closeOf, type PlainClose, plainClose, plainDecimals } from './plain-close.ts';

/** What a reconciled month depends on, beside the books. */
export interface ReviewQuestion {
  readonly workspace: Workspace;
  readonly policy: Policy;
  readonly month: Month;
  /** The instant that gates look at: all that the clock decides. */
  readonly asOfMs: number;
  readonly version: string;
  /** The file of the program that computes it: a build names each by what it and all that it imports say. */
  readonly program: string;
}

/** A report as it was written. */
export interface WrittenReport {
  readonly name: string;
  readonly sha256: string;
}

/** What was reconciled: its close, the reports that say it, and whatever else can be copied by structure. */
interface Reviewed {
  readonly close: MonthClose;
  readonly written: readonly WrittenReport[];
}

type Kept<Review extends Reviewed> = Omit<Review, 'close'> & {
  readonly close: PlainClose;
  /** Who may read and write the directory and the reports in it, as they were left. */
  readonly modes: readonly number[];
};

/**
 * What an earlier run reconciled, where everything is as it left it: every byte of the database (by its seal; and this run
 * has written none), the policy, the files of evidence and lake by size, time and place, the program, and the reports in
 * `directory`, which are read. Null where anything differs or cannot be told: on a server, with jobs in a table, after a run
 * that died, where something among all this cannot be read. `finalize` asks for nothing kept.
 */
export async function keptReview<Review extends Reviewed>(
  question: ReviewQuestion,
  directory: string,
): Promise<Review | null> {
  const { bytes, store, data } = question.workspace;
  const found = bytes?.found ?? null;
  if (found === null || store.hasWritten() !== false || question.policy.usageSource !== null) return null;
  try {
    const path = await derivedOf(data).find(nameOf(question, found));
    if (path === null) return null;
    const kept = deserialize(readFileSync(path)) as Kept<Review>;
    recoverDirectory(directory);
    if (!isAsWritten(directory, kept)) return null;
    const { modes: _, ...review } = kept;
    return { ...review, close: closeOf(kept.close) } as unknown as Review;
  } catch {
    // What cannot be taken over is computed: whatever is wrong says so there, or is replaced.
    return null;
  }
}

/** Has it kept, once the books are closed. To be called when this run writes nothing into them any more. */
export function keepReviewed(question: ReviewQuestion, directory: string, review: Reviewed): void {
  const { bytes, data } = question.workspace;
  if (question.policy.usageSource !== null) return;
  bytes?.whenLeft(async (sha256) => {
    try {
      const kept = { ...review, close: plainClose(review.close), modes: modesOf(directory, review.written) };
      const name = nameOf(question, sha256);
      await derivedOf(data).keep(name, async (path) => writeFileSync(path, serialize(kept)));
    } catch {
      // The task is done and its result stands: the next run computes it again.
    }
  });
}

/** Staged where it will lie: the run's own temporary directory is gone by then. */
function derivedOf(data: DataDirectory): ReturnType<typeof openDerivedFiles> {
  return openDerivedFiles(data.derived, data.derived);
}

function nameOf({ workspace, policy, month, asOfMs, version, program }: ReviewQuestion, bytes: string): DerivedName {
  const files = [workspace.data.evidence, workspace.data.lake].map(filesIn);
  // What one version of the engine writes another may not read.
  const asked = serialize({
    ...{ bytes, policy: plainDecimals(policy), month, asOfMs, version, program, files },
    ...{ umask: umaskOfReports(), written: process.versions.v8 },
  });
  return `review.${createHash('sha256').update(asked).digest('hex')}`;
}

function filesIn(directory: string): string[] {
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const { dev, ino, size, mtimeNs, ctimeNs } = statSync(join(directory, name), { bigint: true });
      return [name, dev, ino, size, mtimeNs, ctimeNs].join(' ');
    });
}

/** Whether they are there, and nothing else: links are none, whatever they lead to, as no run leaves any. */
function isAsWritten(directory: string, { written, modes }: Pick<Kept<Reviewed>, 'written' | 'modes'>): boolean {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  if (readdirSync(directory).length !== written.length) return false;
  const isWritten = written.every(({ name, sha256 }) => {
    const path = join(directory, name);
    const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
    return isFile && hash('sha256', readFileSync(path)) === sha256;
  });
  return isWritten && modesOf(directory, written).join() === modes.join();
}

function modesOf(directory: string, reports: readonly WrittenReport[]): number[] {
  return [directory, ...reports.map(({ name }) => join(directory, name))].map((path) => lstatSync(path).mode);
}
