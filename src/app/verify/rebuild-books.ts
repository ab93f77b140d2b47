import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { monthFromText } from '../../core/month/month.ts';
import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import type { LockHolder } from '../../store/database/lock.ts';
import { writeSeal } from '../../store/database/seal.ts';
import { giveName, makeReady, withStaging } from '../books/backups/restore-backup.ts';
import type { Progress } from '../books/directory/progress.ts';
import { withNewBooks } from '../books/opening/workspace.ts';
import { OtherManifest } from '../close/final/finalize-request.ts';
import { checkLink, type FinalReports, finalDirectories, isVouchedFor, readFinalReports } from './final-reports.ts';
import { Findings } from './findings.ts';
import { FoundActs, unrestorable } from './found-acts.ts';
import { FoundInputs } from './found-inputs.ts';
import { Rebuild } from './rebuild.ts';

export interface RebuildRequest {
  /** The reports: `final/` and `payout/` of every month. */
  readonly from: string;
  /** Where the inputs are, or the evidence that is left of them. */
  readonly inputs: readonly string[];
  /** Where the books go; nothing may be there. */
  readonly data: string;
  readonly version: string;
  /** Who stands for the months and for what the reports do not tell. */
  readonly by: string;
  /** This run, for another one that begins in the same directory. */
  readonly holder: LockHolder;
  readonly progress: Progress;
}

/** What the rebuilt books stand on. */
export interface RebuiltBooks {
  readonly months: readonly string[];
  /** What a person should know of them. */
  readonly notes: readonly string[];
}

/**
 * R16: books that were lost without a backup, built again from inputs and reports: month by month, each from the inputs,
 * decisions and policy that its manifest names, and kept only when its own manifest comes out with the same SHA-256; what was
 * done about payouts as acts.csv tells it. All of it, or nothing.
 *
 * @throws InvalidInput books-exist, unrestorable-books, damaged-reports
 */
export async function rebuildBooks(request: RebuildRequest): Promise<RebuiltBooks> {
  const { from, data } = request;
  makeReady(data, request.holder);
  const findings = new Findings();
  const all = finalDirectories(from)
    .sort()
    .map((month) => readFinalReports(from, month, { known: null, kept: null }, findings));
  for (const [index, reports] of all.entries()) {
    isVouchedFor(reports, all[index + 1] ?? null, false, findings);
    checkLink(reports, all[index - 1] ?? null, findings);
  }
  const [broken] = findings.differences;
  if (broken !== undefined) throw unrestorable(broken.file, broken.what);
  if (all.length === 0) throw unrestorable(from, 'no month is final there');
  try {
    return await withStaging(data, async (staging) => {
      const notes = await rebuildIn(staging, request, all);
      writeSeal(staging);
      giveName(staging, data, request.holder);
      return { months: all.map(({ month }) => month), notes };
    });
  } finally {
    request.progress.end();
  }
}

function rebuildIn(staging: string, request: RebuildRequest, all: readonly FinalReports[]): Promise<string[]> {
  const { from, inputs, version, by, progress } = request;
  const out = join(staging, 'tmp', 'reports');
  return withNewBooks({ data: staging }, async (workspace) => {
    const { db } = workspace.store;
    const found = await FoundInputs.in(inputs, workspace.data, [staging, from], progress);
    const acts = new FoundActs(from);
    const order = (sha256: string): number => placeOf(all, sha256);
    const times = all.at(-1)?.manifest?.policy.jobTimes ?? TIMES_AS_WRITTEN;
    const rebuild = new Rebuild(workspace, out, found, { order, times, payouts: null }, progress);
    const notes: string[] = [];
    for (const reports of all) {
      progress.stage(`restoring ${reports.month}`);
      const { manifest, manifestSha256, directory, isPublished, month } = reports;
      if (manifest === null || manifestSha256 === null) throw unrestorable(directory, 'its manifest cannot be read');
      if (manifest.version !== version) notes.push(`${month} was closed by version ${manifest.version}`);
      const missing = await rebuild.takeInputs(manifest.inputs);
      if (missing.length > 0) throw unrestorable(directory, `these inputs are not there: ${missing.join(', ')}`);
      await found.noteEvidence(db);
      await acts.repeat(db, monthFromText(month));
      acts.holdAgainst(reports);
      try {
        const expected = { publishes: isPublished, expectedManifest: manifestSha256 };
        await rebuild.close(monthFromText(month), { manifest, directory, ...expected, by });
      } catch (error) {
        throw error instanceof OtherManifest ? unrestorable(directory, error.message) : error;
      }
    }
    await acts.repeat(db, null);
    rmSync(out, { recursive: true, force: true });
    workspace.store.flush();
    return notes;
  });
}

/** Inputs are taken in the order in which the manifests first name them. */
function placeOf(all: readonly FinalReports[], sha256: string): number {
  const first = all.findIndex(({ manifest }) => manifest?.inputs.some((input) => input.sha256 === sha256) === true);
  return first === -1 ? all.length : first;
}
