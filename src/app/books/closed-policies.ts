import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import type { ClosedPolicy } from '../../config/policy-in-force.ts';
import { formatMonth } from '../../core/month/month.ts';
import { listFinalMonths } from '../../store/final-months.ts';
import type { Database } from '../../store/open-store.ts';
import { recordedPolicy } from './recorded-manifest.ts';

/**
 * What every final month was closed under, in order: as its manifest has it, which the books vouch for by its hash.
 *
 * @param out where the reports are
 */
export async function closedPolicies(db: Database, out: string): Promise<ClosedPolicy[]> {
  return (await listFinalMonths(db)).map(({ month, manifestSha256 }) => {
    const manifest = join(out, formatMonth(month), 'final', 'manifest.json');
    return { month, policy: approvedPolicy(manifest, manifestSha256), manifest };
  });
}

/** Null when the manifest is not there, or not the one that was approved. */
function approvedPolicy(path: string, sha256: string): Policy | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return null;
  try {
    return recordedPolicy(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
