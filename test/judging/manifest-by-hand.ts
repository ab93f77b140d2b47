import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For the tests of what reads manifests back: that of the example world, with what it leaves out. */

const EXAMPLE = readFileSync(join('reports', 'example', 'manifest.json'), 'utf8');

/** A manifest.json. @param given in the place of what stands there; undefined: it is not there */
export function manifestText(given: Readonly<Record<string, unknown>> = {}): string {
  const left = { previous_manifest_sha256: null, early: false, decisions: [], inputs: [], files: [] };
  return JSON.stringify({ ...left, ...(JSON.parse(EXAMPLE) as object), ...given });
}
