import { hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from '../../files/plain-input.ts';
import type { Manifest } from '../../render/reports/manifest-json.ts';
import { PUBLIC_FILE, publicJson } from '../../render/reports/public-json.ts';
import type { FinalReports } from './final-reports.ts';
import type { Findings } from './findings.ts';
import { firstFileDifference } from './first-difference.ts';

/** Every file that the manifest lists, by its hash and against the recomputed one where there is one; and no other. */
export async function checkFiles(reports: FinalReports, rebuilt: string | null, findings: Findings): Promise<void> {
  const { directory } = reports;
  if (!existsSync(directory)) return;
  const listed = listedFiles(reports);
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
  for (const name of readdirSync(directory)) {
    if (!names.has(name)) findings.add('report', join(directory, name), 'this file does not belong here');
  }
  for (const name of rebuilt === null || !existsSync(rebuilt) ? [] : readdirSync(rebuilt)) {
    if (!names.has(name))
      findings.add('report', join(directory, name), 'the evidence gives this file, and the manifest does not list it');
  }
}

/** What belongs there by the manifest, with the manifest itself and the public.json that follows from it. */
export function listedFiles({ manifest, manifestText, manifestSha256, isPublished }: FinalReports): Manifest['files'] {
  const sha256 = manifestSha256 ?? '';
  const listed = [...(manifest?.files ?? []), { name: 'manifest.json', sha256 }];
  if (!isPublished || manifest === null) return listed;
  return [...listed, { name: PUBLIC_FILE, sha256: hash('sha256', publicJson(manifestText, sha256)) }];
}
