import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEarly } from '../../core/close/approval.ts';
import type { FinalMonth } from '../../core/close/final-month.ts';
import { monthFromText, parseMonth } from '../../core/month/month.ts';
import { hashFile } from '../../files/plain-input.ts';
import { type RecordedManifest, readRecordedManifest } from '../books/recorded-manifest.ts';
import { type Findings, sayingOf } from './findings.ts';
import { firstFileDifference } from './first-difference.ts';

/** A month's final reports as they lie there. */
export interface FinalReports {
  readonly month: string;
  readonly directory: string;
  /** SHA-256 of manifest.json as it is; null without one. */
  readonly manifestSha256: string | null;
  /** Null when it cannot be read as one. */
  readonly manifest: RecordedManifest | null;
  /** What the database says of the month; null when it says nothing. */
  readonly known: FinalMonth | null;
}

/** Months with final reports among the reports of a directory. */
export function finalDirectories(out: string): string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out).filter((name) => parseMonth(name) !== null && existsSync(join(out, name, 'final')));
}

export function readFinalReports(
  out: string,
  month: string,
  known: FinalMonth | null,
  findings: Findings,
): FinalReports {
  const directory = join(out, month, 'final');
  const reports = { month, directory, known, manifestSha256: null, manifest: null };
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    findings.add('report', path, existsSync(directory) ? 'the manifest is missing' : 'the final reports are missing');
    return reports;
  }
  const bytes = readFileSync(path);
  const manifestSha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    return { ...reports, manifestSha256, manifest: readRecordedManifest(bytes.toString('utf8')) };
  } catch (error) {
    findings.add('report', path, `the manifest cannot be read: ${sayingOf(error)}`);
    return { ...reports, manifestSha256 };
  }
}

/**
 * Whether a manifest is the approved one: the database or the next manifest holds its hash. Nothing is computed from
 * one that both deny, or the only one of them that there is, unless that is a database that may itself have changed.
 * Says what does not fit.
 */
export function isVouchedFor(
  reports: FinalReports,
  next: FinalReports | null,
  intact: boolean,
  findings: Findings,
): boolean {
  const { known, manifestSha256 } = reports;
  if (manifestSha256 === null) return false;
  const path = join(reports.directory, 'manifest.json');
  const byNext = next?.manifest?.previousManifest ?? null;
  const fitsDatabase = known === null ? null : known.manifestSha256 === manifestSha256;
  const fitsNext = byNext === null ? null : byNext === manifestSha256;
  if (fitsDatabase === false) {
    findings.add('chain', path, `its SHA-256 is ${manifestSha256}; the database says ${known?.manifestSha256}`);
  }
  if (fitsNext === false) {
    const where = join(next?.directory ?? '', 'manifest.json');
    findings.add('chain', where, `previous_manifest_sha256 is ${byNext}; that of ${path} is ${manifestSha256}`);
  }
  return fitsDatabase === true || fitsNext === true || (fitsNext === null && (fitsDatabase === null || !intact));
}

/** The first month has no manifest before it, every other one has that of the month before. */
export function checkLink(reports: FinalReports, previous: FinalReports | null, findings: Findings): void {
  if (reports.manifest === null || (reports.manifest.previousManifest === null) === (previous === null)) return;
  const what =
    previous === null
      ? 'it names a manifest before it, and there is none'
      : `it does not name the manifest of ${previous.month}`;
  findings.add('chain', join(reports.directory, 'manifest.json'), what);
}

/** Every file that the manifest lists, by its hash and against the recomputed one where there is one; and no other. */
export async function checkFiles(reports: FinalReports, rebuilt: string | null, findings: Findings): Promise<void> {
  const { directory, manifest } = reports;
  const listed = [...(manifest?.files ?? []), { name: 'manifest.json', sha256: reports.manifestSha256 ?? '' }];
  for (const { name, sha256 } of listed) {
    const path = join(directory, name);
    if (!existsSync(path)) {
      if (name !== 'manifest.json') findings.add('report', path, 'the file is missing');
      continue;
    }
    const recomputed = rebuilt === null || !existsSync(join(rebuilt, name)) ? null : join(rebuilt, name);
    const difference = recomputed === null ? null : firstFileDifference(path, recomputed);
    if (difference !== null) findings.add('report', path, difference.what, difference.line);
    const found = await hashFile(path);
    if (found !== sha256) findings.add('report', path, `its SHA-256 is ${found}; the manifest says ${sha256}`);
  }
  const names = new Set(listed.map(({ name }) => name));
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    if (!names.has(name)) findings.add('report', join(directory, name), 'this file does not belong here');
  }
  for (const name of rebuilt === null || !existsSync(rebuilt) ? [] : readdirSync(rebuilt)) {
    if (!names.has(name))
      findings.add('report', join(directory, name), 'the evidence gives this file, and the manifest does not list it');
  }
}

/** What the database knows of a final month beside what the evidence gives. */
export function checkKnown({ month, known, manifest }: FinalReports, shown: string, findings: Findings): void {
  const row = `${shown} months (month ${month})`;
  if (known === null) {
    findings.add('database', row, 'the database does not know that this month is final');
    return;
  }
  if (!known.published) findings.add('database', row, 'published: the database says 0, and the reports are there');
  const atMs = Date.parse(known.finalizedAt);
  if (manifest !== null && isEarly(monthFromText(month), atMs) !== manifest.early) {
    findings.add(
      'database',
      row,
      `finalized_at: the database says ${known.finalizedAt}, the manifest says early: ${manifest.early}`,
    );
  }
}
