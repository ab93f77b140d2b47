import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatMonth, monthFromText } from '../../core/month/month.ts';
import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import type { RestoredMonth, Verification, VerifiedMonth } from '../../render/books/verify-text.ts';
import { isSaidHeld } from '../../store/database/lock.ts';
import type { Progress } from '../books/directory/progress.ts';
import { withNewBooks } from '../books/opening/workspace.ts';
import { readActs } from '../books/records/acts-file.ts';
import { checkActs } from './check-acts.ts';
import { checkInForce, checkSent, compareContents } from './check-database.ts';
import { copyDatabase, type DatabaseCopy } from './database-copy.ts';
import { checkFiles } from './final-files.ts';
import {
  checkKnown,
  checkLink,
  type FinalReports,
  finalDirectories,
  isVouchedFor,
  type KnownMonth,
  readFinalReports,
} from './final-reports.ts';
import { Findings, sayingOf } from './findings.ts';
import { KeptInputs } from './kept-inputs.ts';
import { Rebuild } from './rebuild.ts';
import { refuseNoTraceBeside } from './refuse-no-trace.ts';
import { restoreFinal } from './restore-final.ts';

export interface VerifyRequest {
  readonly data: string;
  readonly databaseUrl?: string | undefined;
  readonly out: string;
  /** The last month to verify, `YYYY-MM`; null for all. */
  readonly upTo: string | null;
  readonly version: string;
  readonly progress: Progress;
  /** Writes lost or damaged final reports again: see `restoreReports`. */
  readonly restores?: boolean;
}

const ALL_MONTHS = '9999-12';

/** How often it is looked again where other runs write meanwhile. */
const MOST_LOOKS = 3;

/**
 * R16: recomputes final months from evidence alone, in order, in a directory of its own, and compares every file, row
 * and hash with what is there. Changes nothing. Null when the month that was asked for is not final. Another run may write meanwhile, so
 * that books and files are of two moments: where something differs then, it is looked again.
 *
 * @throws InvalidInput no-books or unknown-reports, and what keeps a server from being used
 */
export async function verifyBooks(request: VerifyRequest): Promise<Verification | null> {
  refuseNoTraceBeside(request);
  const temporary = workingRoom(request.data);
  const clear = (): void => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    for (let look = 1; ; look += 1) {
      const room = join(temporary, String(look));
      const findings = new Findings();
      const wasRunning = isSaidHeld(request.data);
      const copy = await copyDatabase(request, join(room, 'copy'), findings);
      const found = await verifyIn(room, request, copy, findings);
      if (found === null || found.differences.length === 0 || request.restores === true) return found;
      const isMoving = wasRunning || isSaidHeld(request.data) || (await haveMoved(request, copy, join(room, 'after')));
      if (!isMoving || look === MOST_LOOKS) return found;
      rmSync(room, { recursive: true, force: true });
    }
  } finally {
    process.off('exit', clear);
    clear();
  }
}

/**
 * Beside the data, where there is room for what is unpacked and spilled, and where the next run clears what a killed one
 * leaves; in the system's own place where the data may only be read.
 */
function workingRoom(data: string): string {
  const room = join(data, 'tmp', String(process.pid));
  try {
    rmSync(room, { recursive: true, force: true });
    mkdirSync(room, { recursive: true });
    return room;
  } catch {
    return mkdtempSync(join(tmpdir(), 'revshare-verify-'));
  }
}

/** Whether another run has written since the books were copied: what it did may lie among the files that were compared. */
async function haveMoved(request: VerifyRequest, before: DatabaseCopy | null, room: string): Promise<boolean> {
  const after = await copyDatabase(request, room, new Findings());
  const said = (copy: DatabaseCopy | null): string => JSON.stringify([copy?.imports, copy?.months, copy?.acts], asText);
  return said(before) !== said(after);
}

function asText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

async function verifyIn(
  temporary: string,
  request: VerifyRequest,
  copy: DatabaseCopy | null,
  findings: Findings,
): Promise<Verification | null> {
  const actsBeside = { out: request.out, text: readActs(request.out) };
  const known = new Map((copy?.months ?? []).map((each) => [formatMonth(each.month), each]));
  const names = [...new Set([...known.keys(), ...finalDirectories(request.out)])].sort();
  if (request.upTo !== null && !names.includes(request.upTo)) return null;
  const knownOf = (month: string): KnownMonth => {
    return { known: known.get(month) ?? null, kept: copy?.manifests.get(monthFromText(month)) ?? null };
  };
  // The month after the last one is read too: it vouches for the last one's manifest.
  const all = names.map((month) => readFinalReports(request.out, month, knownOf(month), findings));
  const wanted = all.filter(({ month }) => month <= (request.upTo ?? ALL_MONTHS));
  const records = new Map((copy?.imports ?? []).map((record) => [record.sha256, record]));
  const rebuiltRoot = join(temporary, 'data');
  const rebuiltOut = join(temporary, 'out');
  const verified = await withNewBooks({ data: rebuiltRoot }, async (workspace) => {
    const kept = new KeptInputs(request.data, workspace.data.temporary, records, findings);
    const recorded = {
      order: (sha256: string): number => records.get(sha256)?.id ?? 0,
      times: copy?.jobTimes ?? all.at(-1)?.manifest?.policy.jobTimes ?? TIMES_AS_WRITTEN,
      payouts: copy?.payouts ?? null,
    };
    const rebuild = new Rebuild(workspace, rebuiltOut, kept, recorded, request.progress);
    const run = { ...request, rebuild, rebuiltRoot, rebuiltOut, copy, all, findings };
    const recomputed = await verifyMonths(run, wanted);
    if (copy !== null) await compareDatabase(run, copy, wanted, recomputed);
    if (copy !== null) checkActs(copy, all, actsBeside, findings);
    await kept.checkRest(all.flatMap(({ manifest }) => manifest?.inputs ?? []));
    return recomputed;
  });
  request.progress.end();
  const months = shownMonths(wanted, verified, findings);
  const restored: RestoredMonth[] = [];
  for (const reports of request.restores === true ? wanted : []) {
    if (request.upTo !== null && reports.month !== request.upTo) continue;
    const rebuilt = verified.has(reports.month) ? join(rebuiltOut, reports.month, 'final') : null;
    restored.push(await restoreFinal(reports, rebuilt));
  }
  return { months, differences: findings.differences, notes: findings.notes, restored };
}

interface VerifyRun extends VerifyRequest {
  readonly rebuild: Rebuild;
  /** The rebuilt data directory and reports. */
  readonly rebuiltRoot: string;
  readonly rebuiltOut: string;
  readonly copy: DatabaseCopy | null;
  readonly all: readonly FinalReports[];
  readonly findings: Findings;
}

/** Months in order, each from what the ones before it left. Returns those that could be recomputed. */
async function verifyMonths(run: VerifyRun, wanted: readonly FinalReports[]): Promise<Set<string>> {
  const { findings } = run;
  const recomputed = new Set<string>();
  let stopped = false;
  for (const [index, reports] of wanted.entries()) {
    run.progress.stage(`verifying ${reports.month}`);
    const vouched = isVouchedFor(reports, run.all[index + 1] ?? null, run.copy?.intact === true, findings);
    checkLink(reports, run.all[index - 1] ?? null, findings);
    if (run.copy !== null) checkKnown(reports, run.copy.shown, findings);
    const why = stopped ? null : await recompute(run, reports, vouched);
    if (why === '') recomputed.add(reports.month);
    else if (why !== null) {
      findings.note(`${reports.month} and later months were not recomputed: ${why}`);
      stopped = true;
    }
    const rebuilt = recomputed.has(reports.month) ? join(run.rebuiltOut, reports.month, 'final') : null;
    // A manifest that is not the approved one says nothing about the other files.
    if (vouched) await checkFiles(reports, rebuilt, findings);
  }
  return recomputed;
}

/** Closes a month again. Returns why that is not possible; empty when it was done. */
async function recompute(
  { rebuild, version, findings }: VerifyRun,
  reports: FinalReports,
  vouched: boolean,
): Promise<string> {
  const { manifest, month } = reports;
  if (manifest === null || !vouched) return 'its manifest is not the one that was approved';
  if (manifest.version !== version)
    findings.note(`${month} was closed by version ${manifest.version}, this is ${version}`);
  try {
    const missing = await rebuild.takeInputs(manifest.inputs);
    if (missing.length > 0) return `the evidence of ${missing.join(', ')} is not whole`;
    const { directory, isPublished } = reports;
    await rebuild.close(monthFromText(month), { manifest, directory, publishes: isPublished });
    return '';
  } catch (error) {
    findings.add('report', reports.directory, `the month cannot be recomputed: ${sayingOf(error)}`);
    return sayingOf(error);
  }
}

/** Everything that the evidence determines, later imports included. */
async function compareDatabase(
  { rebuild, rebuiltRoot, findings }: VerifyRun,
  copy: DatabaseCopy,
  wanted: readonly FinalReports[],
  recomputed: ReadonlySet<string>,
): Promise<void> {
  try {
    const missing = await rebuild.takeInputs(copy.imports);
    if (missing.length > 0) {
      return findings.note(
        `the rows of the database were not compared: the evidence of ${missing.join(', ')} is not whole`,
      );
    }
    const isWhole = recomputed.size === wanted.length;
    const last = isWhole && wanted.length === copy.months.length ? ALL_MONTHS : ([...recomputed].at(-1) ?? '');
    if (last === ALL_MONTHS) await rebuild.payRest();
    compareContents(copy, rebuiltRoot, last, findings);
    checkSent(copy, findings);
    checkInForce(copy, findings);
  } catch (error) {
    findings.add('database', copy.shown, `its inputs cannot be imported again: ${sayingOf(error)}`);
  }
}

function shownMonths(
  wanted: readonly FinalReports[],
  recomputed: ReadonlySet<string>,
  findings: Findings,
): VerifiedMonth[] {
  return wanted.map(({ month, directory, manifest }) => ({
    month,
    files: manifest === null ? 0 : manifest.files.length + 1,
    inputs: manifest?.inputs.length ?? 0,
    rows: (manifest?.inputs ?? []).reduce((sum, { rows }) => sum + rows, 0),
    clean: recomputed.has(month) && !findings.differences.some(({ file }) => file.startsWith(directory)),
  }));
}
