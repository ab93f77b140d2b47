import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asReport } from '../../files/modes.ts';
import { checkWritable } from '../../files/named-places.ts';
import { syncDirectory, syncFile } from '../../files/output-directory.ts';
import { hashFile } from '../../files/plain-input.ts';
import type { RestoredMonth } from '../../render/books/verify-text.ts';
import { MONTH_PAGE } from '../close/reports/month-reports.ts';
import { listedFiles } from './final-files.ts';
import type { FinalReports } from './final-reports.ts';

/** Its leading dot and `final-` let the next run that writes clear what a crash leaves. */
const STAGING = '.final-restored';

/**
 * R16: writes lost or damaged final reports again, byte for byte as they were approved: the books vouch for the manifest by its
 * hash, and that for every file. What lay there is kept beside them; a page that an earlier version laid out otherwise is taken from there,
 * where it is unharmed. Refused, with the reason, when what the evidence gives is anything else.
 *
 * @param rebuilt the month's reports as the evidence gives them; null where it could not be recomputed
 */
export async function restoreFinal(reports: FinalReports, rebuilt: string | null): Promise<RestoredMonth> {
  const { month, directory, known, manifestSha256 } = reports;
  const refused = (why: string): RestoredMonth => ({ month, done: 'refused', why });
  if (known === null) return refused('the books do not know that it is final');
  if (manifestSha256 !== known.manifestSha256) return refused(NO_MANIFEST);
  const listed = listedFiles(reports);
  const names = listed.map(({ name }) => name);
  const there = new Map(names.map((name) => [name, join(directory, name)]));
  if (sameNames(directory, names) && (await firstOther(there, listed)) === null) return { month, done: 'whole' };
  if (rebuilt === null) return refused('it could not be recomputed from the evidence');
  const page = join(directory, MONTH_PAGE);
  const paths = new Map(names.map((name) => [name, join(rebuilt, name)]));
  if (!existsSync(join(rebuilt, MONTH_PAGE)) && existsSync(page)) paths.set(MONTH_PAGE, page);
  const other = await firstOther(paths, listed);
  if (other !== null) return refused(`the evidence does not give the ${other} that was approved`);
  checkWritable(dirname(directory));
  const aside = existsSync(directory) ? freeName(dirname(directory)) : null;
  putInPlace(paths, directory, aside);
  return { month, done: 'restored', files: names.length, aside };
}

const NO_MANIFEST =
  'its manifest.json is gone, and an earlier version kept no copy of it: put that one file back from wherever it was ' +
  'published, and the others are written again';

function sameNames(directory: string, names: readonly string[]): boolean {
  return existsSync(directory) && readdirSync(directory).sort().join('\n') === [...names].sort().join('\n');
}

/** The first file that is missing where it is looked for, or not the listed one. */
async function firstOther(
  paths: ReadonlyMap<string, string>,
  listed: ReturnType<typeof listedFiles>,
): Promise<string | null> {
  for (const { name, sha256 } of listed) {
    const path = paths.get(name);
    if (path === undefined || !existsSync(path) || (await hashFile(path)) !== sha256) return name;
  }
  return null;
}

/** Where what lay there is kept. */
function freeName(parent: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(parent, `damaged-${number}`);
    if (!existsSync(path)) return path;
  }
}

/** Durable under another name first, so that a crash leaves the old directory, none, or the whole new one. */
function putInPlace(files: ReadonlyMap<string, string>, directory: string, aside: string | null): void {
  const parent = dirname(directory);
  const staging = join(parent, STAGING);
  rmSync(staging, { recursive: true, force: true });
  asReport(() => mkdirSync(staging, { recursive: true }));
  for (const [name, from] of files) {
    asReport(() => writeFileSync(join(staging, name), readFileSync(from), { flag: 'wx' }));
    syncFile(join(staging, name));
  }
  syncDirectory(staging);
  if (aside !== null) renameSync(directory, aside);
  renameSync(staging, directory);
  syncDirectory(parent);
}
