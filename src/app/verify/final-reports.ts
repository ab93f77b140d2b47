import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEarly } from '../../core/close/approval.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { monthFromText, parseMonth } from '../../core/month/month.ts';
import { checkDirectory } from '../../files/named-places.ts';
import { unusablePath } from '../../problems/unusable-path.ts';
import { approvedDocument } from '../../render/month/reconcile-json.ts';
import { PUBLIC_FILE } from '../../render/reports/public-json.ts';
import { type RecordedManifest, readRecordedManifest } from '../books/records/recorded-manifest.ts';
import { type Findings, sayingOf } from './findings.ts';

/** A month's final reports: as they lie there, and as the books know them. */
export interface FinalReports {
  readonly month: string;
  readonly directory: string;
  /** SHA-256 of the manifest; null without one. */
  readonly manifestSha256: string | null;
  /** As it lies there, or as the books keep it where that one is gone or another; empty without one. */
  readonly manifestText: string;
  /** Null when it cannot be read as one. */
  readonly manifest: RecordedManifest | null;
  /** What the database says of the month; null when it says nothing. */
  readonly known: FinalMonth | null;
  /** Whether a public.json belongs to them: an earlier version made none. */
  readonly isPublished: boolean;
}

/** What the database says of a final month; both null when it says nothing. */
export interface KnownMonth {
  readonly known: FinalMonth | null;
  /** Its manifest, where it is kept. */
  readonly kept: string | null;
}

/** Months with final reports among the reports of a directory. */
export function finalDirectories(out: string): string[] {
  checkDirectory(out);
  if (!existsSync(out)) return [];
  return namesIn(out).filter((name) => parseMonth(name) !== null && existsSync(join(out, name, 'final')));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw unusablePath(error, directory) ?? error;
  }
}

/** Reads them. The books' own manifest stands in for one that is gone, or has another hash than the month was approved with. */
export function readFinalReports(out: string, month: string, books: KnownMonth, findings: Findings): FinalReports {
  const { known } = books;
  const directory = join(out, month, 'final');
  const isPublished = known === null ? existsSync(join(directory, PUBLIC_FILE)) : isListed(known, PUBLIC_FILE);
  const path = join(directory, 'manifest.json');
  const kept = books.kept !== null && hash('sha256', books.kept) === known?.manifestSha256 ? books.kept : null;
  const found = existsSync(path) ? readFileSync(path) : null;
  const sha256 = found === null ? null : hash('sha256', found);
  if (sha256 === null) {
    findings.add('report', path, existsSync(directory) ? 'the manifest is missing' : 'the final reports are missing');
  } else if (kept !== null && sha256 !== known?.manifestSha256) {
    findings.add('chain', path, otherManifest(sha256, known));
  }
  const manifestText = kept ?? found?.toString('utf8') ?? '';
  const manifestSha256 = kept === null ? sha256 : hash('sha256', kept);
  const reports = { month, directory, known, isPublished, manifestText, manifestSha256, manifest: null };
  if (manifestSha256 === null) return reports;
  try {
    return { ...reports, manifest: readRecordedManifest(manifestText) };
  } catch (error) {
    findings.add('report', path, `the manifest cannot be read: ${sayingOf(error)}`);
    return reports;
  }
}

function otherManifest(sha256: string, known: FinalMonth | null): string {
  return `its SHA-256 is ${sha256}; the database says ${known?.manifestSha256}`;
}

/** Whether a report was made when the month became final. */
function isListed(final: FinalMonth, name: string): boolean {
  return (approvedDocument(final).reports ?? []).some((each) => each.endsWith(`/${name}`));
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
    findings.add('chain', path, otherManifest(manifestSha256, known));
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

/** What the database knows of a final month beside what the evidence gives. */
export function checkKnown({ month, known, manifest }: FinalReports, shown: string, findings: Findings): void {
  const row = `${shown} months (month ${month})`;
  if (known === null) {
    findings.add('database', row, 'the database does not know that this month is final');
    return;
  }
  if (!known.published) findings.add('database', row, 'published: the database says 0, and the reports are there');
  const atMs = Date.parse(known.finalizedAt);
  const says = `finalized_at: the database says ${known.finalizedAt}`;
  if (Number.isNaN(atMs)) findings.add('database', row, `${says}, which is no instant`);
  else if (manifest !== null && isEarly(monthFromText(month), atMs) !== manifest.early) {
    findings.add('database', row, `${says}, the manifest says early: ${manifest.early}`);
  }
}
