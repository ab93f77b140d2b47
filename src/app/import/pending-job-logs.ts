import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobTimes } from '../../core/usage/job-times.ts';
import type { EvidenceForm, StagedEvidence } from '../../files/evidence.ts';
import { hashFile } from '../../files/plain-input.ts';
import type { ImportedJobLog } from '../../lake/import/import-job-log.ts';
import { readingKey } from '../../lake/kept/reading-key.ts';
import type { DataDirectory } from '../books/directory/data-directory.ts';

/** A job log that was validated whole: its evidence and, where it needs them, its rows as Parquet; not yet in their places. */
export interface PendingJobLog {
  readonly sha256: string;
  /** Of the unpacked input. */
  readonly bytes: number;
  readonly imported: ImportedJobLog;
  /** Null where the log is read where its evidence lies. */
  readonly parquet: string | null;
  /** SHA-256 of the Parquet file; empty where there is none. */
  readonly lakeSha256: string;
  readonly evidence: StagedEvidence;
  /** By which its times were read. */
  readonly times: JobTimes;
}

/** What is noted of one, so that another run can trust its files. */
interface PendingRecord {
  /** Another way of reading would have to read it again. */
  readonly reading: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly imported: ImportedJobLog;
  readonly lakeSha256: string;
  readonly packedSha256: string;
  readonly form: EvidenceForm;
}

/** Keeps a validated job log until an import comes to its end: one that is interrupted need not read it again. */
export function keepPending(data: DataDirectory, log: PendingJobLog): PendingJobLog {
  mkdirSync(data.pending, { recursive: true });
  const { sha256, bytes, imported, lakeSha256, evidence, times } = log;
  const kept = placed(data, sha256);
  if (log.parquet !== null) renameSync(log.parquet, kept.parquet);
  renameSync(evidence.staged, kept.evidence);
  const record: PendingRecord = {
    ...{ reading: readingKey(times), sha256, bytes, imported, lakeSha256 },
    ...{ packedSha256: evidence.packedSha256, form: evidence.form },
  };
  writeFileSync(`${kept.record}.partial`, JSON.stringify(record));
  renameSync(`${kept.record}.partial`, kept.record);
  return {
    ...log,
    parquet: log.parquet === null ? null : kept.parquet,
    evidence: { ...evidence, staged: kept.evidence },
  };
}

/** Sizes of the inputs that are kept. */
export function pendingSizes(data: DataDirectory, times: JobTimes): readonly number[] {
  if (!existsSync(data.pending)) return [];
  const names = readdirSync(data.pending).filter((name) => name.endsWith('.json'));
  return names.flatMap((name) => recordOf(join(data.pending, name), times)?.bytes ?? []);
}

/** The kept job log of this hash, when its files are as they were noted. */
export async function findPending(data: DataDirectory, sha256: string, times: JobTimes): Promise<PendingJobLog | null> {
  const kept = placed(data, sha256);
  const record = recordOf(kept.record, times);
  if (record === null || record.sha256 !== sha256) return null;
  const { bytes, imported, lakeSha256, packedSha256, form } = record;
  // A log that is read where it lies is these bytes, whatever the record says of them; rows beside one are held against it by `verify`.
  if (lakeSha256 === '' && (form !== 'plain' || packedSha256 !== sha256)) return null;
  const parquet = lakeSha256 === '' ? null : kept.parquet;
  if (parquet !== null && !(await isFile(parquet, lakeSha256))) return null;
  if (!(await isFile(kept.evidence, packedSha256))) return null;
  return {
    sha256,
    bytes,
    imported,
    parquet,
    lakeSha256,
    times,
    evidence: { staged: kept.evidence, sha256, packedSha256, form },
  };
}

async function isFile(path: string, sha256: string): Promise<boolean> {
  return existsSync(path) && (await hashFile(path)) === sha256;
}

/** An import has come to its end: what is left belongs to no input that is still there. */
export function clearPending(data: DataDirectory): void {
  rmSync(data.pending, { recursive: true, force: true });
}

function placed(data: DataDirectory, sha256: string): { parquet: string; evidence: string; record: string } {
  const at = (ending: string): string => join(data.pending, `${sha256}.${ending}`);
  return { parquet: at('parquet'), evidence: at('evidence'), record: at('json') };
}

/** Null where there is none, or none that this version can trust. */
function recordOf(path: string, times: JobTimes): PendingRecord | null {
  if (!existsSync(path)) return null;
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as PendingRecord;
    return record.reading === readingKey(times) ? record : null;
  } catch {
    return null;
  }
}
