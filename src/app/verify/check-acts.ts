import { join } from 'node:path';
import { headAfter } from '../../core/payout/ledger/act-chain.ts';
import { actsFile, heldActs, unlistedText } from '../books/records/acts-file.ts';
import type { DatabaseCopy } from './database-copy.ts';
import type { FinalReports } from './final-reports.ts';
import type { Findings } from './findings.ts';

/**
 * R17: the chain of acts goes through what each manifest anchored of it, and acts.csv holds the same.
 *
 * @param text of acts.csv as it was when the books were copied: another run may go on; null where it is not there
 */
export function checkActs(
  { acts }: DatabaseCopy,
  reports: readonly FinalReports[],
  { out, text }: { readonly out: string; readonly text: string | null },
  findings: Findings,
): void {
  for (const { directory, manifest } of reports) {
    const anchored = manifest?.acts ?? null;
    if (anchored === null) continue;
    const own = headAfter(acts, anchored.acts);
    if (own?.sha256 === anchored.sha256) continue;
    const what = `payout_acts: act ${anchored.acts} has the SHA-256 ${anchored.sha256}; the database says ${own?.sha256 ?? 'nothing'}`;
    findings.add('chain', join(directory, 'manifest.json'), what);
  }
  const path = actsFile(out);
  if (text === null) {
    if (acts.length > 0) findings.note(`${path} is not there: nothing beside the database vouches for its last acts`);
    return;
  }
  const held = heldActs(text, acts);
  for (const what of 'fault' in held ? [held.fault] : unlistedText(held.unlisted)) findings.add('report', path, what);
}
