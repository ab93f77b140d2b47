import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../../config/policy.ts';
import type { ClosedPolicy } from '../../../config/policy-in-force.ts';
import { formatMonth } from '../../../core/month/month.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { finalManifests } from '../../../store/months/final-manifests.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import { recordedPolicy } from '../records/recorded-manifest.ts';

/**
 * What every final month was closed under, in order: as its manifest has it, which the books keep. Those of an earlier
 * version may have its hash alone, until a run that writes finds the manifest among the reports.
 *
 * @param out where the reports are
 */
export async function closedPolicies(db: Database, out: string): Promise<ClosedPolicy[]> {
  const kept = await finalManifests(db);
  return (await listFinalMonths(db)).map(({ month, manifestSha256 }) => {
    const name = join(formatMonth(month), 'final', 'manifest.json');
    const inBooks = approvedPolicy(kept.get(month) ?? null, manifestSha256);
    return { month, policy: inBooks ?? approvedPolicy(contentOf(join(out, name)), manifestSha256), manifest: name };
  });
}

function contentOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Null when the manifest is not there, or not the one that was approved. */
function approvedPolicy(manifest: string | null, sha256: string): Policy | null {
  if (manifest === null || hash('sha256', manifest) !== sha256) return null;
  try {
    return recordedPolicy(manifest);
  } catch {
    return null;
  }
}
