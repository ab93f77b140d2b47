import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { KeptBatch, KeptPayouts, PayoutAct } from '../../core/payout/kept-payouts.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { writeSeal } from '../../store/seal.ts';
import type { Progress } from '../books/progress.ts';
import { giveName, refuseExistingBooks, stagingOf } from '../books/restore-backup.ts';
import { withWorkspace } from '../books/workspace.ts';
import { OtherManifest } from '../close/finalize-request.ts';
import { checkLink, type FinalReports, finalDirectories, isVouchedFor, readFinalReports } from './final-reports.ts';
import { Findings } from './findings.ts';
import { FoundInputs } from './found-inputs.ts';
import { type FoundAct, foundActs } from './found-payouts.ts';
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
 * decisions and policy that its manifest names, and kept only when its own manifest comes out with the same SHA-256; batches,
 * releases and receipts as `payout/` tells them. All of it, or nothing.
 *
 * @throws InvalidInput books-exist, unrestorable-books, damaged-reports
 */
export async function rebuildBooks(request: RebuildRequest): Promise<RebuiltBooks> {
  const { from, data } = request;
  refuseExistingBooks(data);
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
  const staging = stagingOf(data);
  try {
    const notes = await rebuildIn(staging, request, all);
    writeSeal(staging);
    giveName(staging, data);
    return { months: all.map(({ month }) => month), notes };
  } finally {
    request.progress.end();
    rmSync(staging, { recursive: true, force: true });
  }
}

function unrestorable(file: string, what: string): InvalidInput {
  return new InvalidInput([problem('unrestorable-books', { file }, what)]);
}

function rebuildIn(staging: string, request: RebuildRequest, all: readonly FinalReports[]): Promise<string[]> {
  const { from, inputs, version, by, progress } = request;
  const out = join(staging, 'tmp', 'reports');
  return withWorkspace({ data: staging, out }, async (workspace) => {
    const { db } = workspace.store;
    const found = await FoundInputs.in(inputs, workspace.data, [staging, from], progress);
    const acts = new ActsInTurn(all.flatMap(({ month }) => foundActs(from, monthFromText(month), by)));
    const recorded = {
      order: (sha256: string): number => placeOf(all, sha256),
      get payouts(): KeptPayouts {
        return acts.kept();
      },
    };
    const rebuild = new Rebuild(workspace, out, found, recorded, progress);
    const notes: string[] = [];
    for (const reports of all) {
      progress.stage(`restoring ${reports.month}`);
      const { manifest, directory } = reports;
      if (manifest === null) throw unrestorable(directory, 'its manifest cannot be read');
      if (manifest.version !== version) notes.push(`${reports.month} was closed by version ${manifest.version}`);
      const missing = await rebuild.takeInputs(manifest.inputs);
      if (missing.length > 0) throw unrestorable(directory, `these inputs are not there: ${missing.join(', ')}`);
      await found.noteEvidence(db);
      await closeInTurn(rebuild, reports, acts, by);
    }
    acts.letAll(lastOf(all));
    await rebuild.payRest();
    rmSync(out, { recursive: true, force: true });
    workspace.store.flush();
    return [...notes, ...acts.notes()];
  });
}

function lastOf(all: readonly FinalReports[]): Month {
  return monthFromText(all.at(-1)?.month ?? '');
}

/** Inputs are taken in the order in which the manifests first name them. */
function placeOf(all: readonly FinalReports[], sha256: string): number {
  const first = all.findIndex(({ manifest }) => manifest?.inputs.some((input) => input.sha256 === sha256) === true);
  return first === -1 ? all.length : first;
}

/**
 * What of the payouts was done before a month became final stands in its reports and nowhere else: act by act is let in until
 * the month comes out as it was approved.
 */
async function closeInTurn(rebuild: Rebuild, reports: FinalReports, acts: ActsInTurn, by: string): Promise<void> {
  const { month, manifest, directory, isPublished, manifestSha256 } = reports;
  if (manifest === null || manifestSha256 === null) return;
  const repeated = { manifest, directory, publishes: isPublished, expectedManifest: manifestSha256, by };
  for (;;) {
    try {
      return await rebuild.close(monthFromText(month), repeated);
    } catch (error) {
      if (!(error instanceof OtherManifest)) throw error;
      if (!acts.letOne(monthFromText(month))) throw unrestorable(directory, error.message);
    }
  }
}

/** The acts of the reports, let into the books one by one, each with the last month that was final then. */
class ActsInTurn {
  readonly #acts: readonly FoundAct[];
  readonly #afterMonths: string[] = [];

  constructor(acts: readonly FoundAct[]) {
    this.#acts = [...acts].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
  }

  /** Lets the next act in, as done before a month became final; false when it cannot have been. */
  letOne(before: Month): boolean {
    const next = this.#acts[this.#afterMonths.length];
    if (next === undefined) return false;
    this.#afterMonths.push(formatMonth((before - 1) as Month));
    return true;
  }

  /** Lets the rest in, as done after the last final month. */
  letAll(last: Month): void {
    while (this.#afterMonths.length < this.#acts.length) this.#afterMonths.push(formatMonth(last));
  }

  /** What was let in. */
  kept(): KeptPayouts {
    const batches: KeptBatch[] = [];
    const adjustments: KeptPayouts['adjustments'][number][] = [];
    for (const [index, afterMonth] of this.#afterMonths.entries()) {
      const each = this.#acts[index];
      if (each === undefined) break;
      const act: PayoutAct = { by: each.by, at: each.at, afterMonth };
      if (each.act === 'adjusted') {
        const { month, wallet, amount } = each;
        adjustments.push({ month, wallet, amount, afterBatches: batches.length, reason: REASON, ...act });
      } else if (each.act === 'prepared') {
        batches.push({ ...NEW, batch: each.batch, ordinal: batches.length + 1, prepared: act });
      } else {
        const at = batches.findIndex(({ batch }) => batch.id === each.batch);
        const batch = batches[at];
        if (batch === undefined) throw new Error(`an act of batch ${each.batch} comes before it`);
        batches[at] =
          each.act === 'recorded'
            ? { ...batch, receipts: [...batch.receipts, { ...each.receipt, ...act }] }
            : { ...batch, releases: [...batch.releases, { ...each.release, ...act }] };
      }
    }
    return { batches, adjustments };
  }

  /** What the reports do not tell. */
  notes(): string[] {
    const adjusted = this.#acts.filter(({ act }) => act === 'adjusted').length;
    return adjusted === 0 ? [] : [`${adjusted} adjustments have no reason in the reports: each says "${REASON}"`];
  }
}

const REASON = 'restored from balances.csv';
const NEW = {
  sent: new Map<string, bigint>(),
  voided: false,
  voidedAfter: null,
  releases: [],
  void: null,
  receipts: [],
};
