import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FinalReports } from '../../src/app/verify/final-reports.ts';
import type { Findings } from '../../src/app/verify/findings.ts';
import type { FinalMonth } from '../../src/core/close/prior-periods/final-month.ts';

/** For the tests of verify: final reports by hand. */

export const [ONE, TWO] = ['1'.repeat(64), '2'.repeat(64)];

export function sha256Of(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface ReportsPlace {
  readonly out: string;
  readonly write: (name: string, text: string) => string;
}

/** A directory for reports, which goes afterwards. */
export async function withReports(task: (place: ReportsPlace) => void | Promise<void>): Promise<void> {
  const out = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-reports-')));
  const write = (name: string, text: string): string => {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), text);
    return sha256Of(text);
  };
  try {
    await task({ out, write });
  } finally {
    rmSync(out, { recursive: true });
  }
}

export function knownMonth(given: Partial<FinalMonth> = {}): FinalMonth {
  return { manifestSha256: ONE, document: '{}', published: true, ...given } as FinalMonth;
}

/** Final reports as they were read: those of October, unless said. */
export function reportsOf(given: Partial<FinalReports>): FinalReports {
  const nothing = { manifestSha256: ONE, manifestText: '', manifest: null, known: null, isPublished: false };
  return { month: '2026-10', directory: '/r/2026-10/final', ...nothing, ...given };
}

/** The part of a manifest that links it to the others. */
export function linked(previousManifest: string | null, early = false): FinalReports['manifest'] {
  return { previousManifest, early, files: [] } as unknown as FinalReports['manifest'];
}

/** What was found, as `kind file: what`. */
export function said({ differences }: Findings): string[] {
  return differences.map(
    ({ kind, file, line, what }) => `${kind} ${file}${line === null ? '' : ` line ${line}`}: ${what}`,
  );
}
