import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Policy } from '../../config/policy.ts';
import type { Month } from '../../core/month/month.ts';
import { fileIdentity } from '../../files/file-identity.ts';
import { clearOldDerived, type DerivedName, openDerivedFiles } from '../../lake/kept/derived-files.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import { closeOf, type PlainClose, plainClose } from './plain-close.ts';
import type { ReviewedMonth } from './reviewed-month.ts';

/** What a month depends on, beside the books. */
export interface ReviewQuestion {
  readonly workspace: Workspace;
  readonly policy: Policy;
  readonly month: Month;
  /** The instant that gates look at: all that the clock decides. */
  readonly asOfMs: number;
  /** The file of the program that computes it: a build names each by what it and all that it imports say. */
  readonly program: string;
}

type Kept = Omit<ReviewedMonth, 'close'> & { readonly close: PlainClose };

/**
 * What an earlier run reconciled, where everything is as it left it: every byte of the database (by its seal; and this run
 * has written none), the policy, the files of evidence and lake by size, time and place, and the program. Null where
 * anything differs or cannot be told: on a server, with jobs in a table, after a run that died, where a file cannot be
 * read. `finalize` asks for nothing kept.
 */
export async function keptReview(question: ReviewQuestion): Promise<ReviewedMonth | null> {
  const { bytes, store, data } = question.workspace;
  const found = bytes?.found ?? null;
  if (found === null || store.hasWritten() !== false || question.policy.usageSource !== null) return null;
  try {
    const path = await derivedOf(data).find(nameOf(question, found));
    if (path === null) return null;
    const kept = deserialize(readFileSync(path)) as Kept;
    return { ...kept, close: closeOf(kept.close) };
  } catch {
    // What cannot be taken over is computed: whatever is wrong says so there, or is replaced.
    return null;
  }
}

/** Has it kept, once the books are closed. To be called when this run writes nothing into them any more. */
export function keepReviewed(question: ReviewQuestion, review: ReviewedMonth): void {
  const { bytes, data } = question.workspace;
  if (question.policy.usageSource !== null) return;
  bytes?.whenLeft(async (sha256) => {
    try {
      const kept: Kept = { ...review, close: plainClose(review.close) };
      const name = nameOf(question, sha256);
      await derivedOf(data).keep(name, async (path) => writeFileSync(path, serialize(kept)));
      clearOldDerived(data.derived);
    } catch {
      // The task is done and its result stands: the next run computes it again.
    }
  });
}

/** What is made final is computed; where that is not what a kept review says, nobody shall be shown that again. */
export function forgetReviews(data: DataDirectory): void {
  const derived = derivedOf(data);
  for (const name of derived.namesOf('review')) derived.drop(name);
}

/** Staged where it will lie: the run's own temporary directory is gone by then. */
function derivedOf(data: DataDirectory): ReturnType<typeof openDerivedFiles> {
  return openDerivedFiles(data.derived, data.derived);
}

function nameOf({ workspace, policy, month, asOfMs, program }: ReviewQuestion, bytes: string): DerivedName {
  const files = [workspace.data.evidence, workspace.data.lake].map(filesIn);
  // What one version of the engine writes another may not read.
  const asked = { bytes, policy, month, asOfMs, program, files, written: process.versions.v8 };
  return `review.${hash('sha256', JSON.stringify(asked, asJson))}`;
}

/** What JSON has no form of. (An exact decimal knows its own.) The engine's own form of a value is not always the same. */
function asJson(_: string, value: unknown): unknown {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)))
    return `${typeof value} ${value}`;
  return value instanceof Map || value instanceof Set ? [...value] : value;
}

function filesIn(directory: string): string[] {
  return readdirSync(directory)
    .sort()
    .map((name) => `${name} ${fileIdentity(statSync(join(directory, name), { bigint: true }))}`);
}
