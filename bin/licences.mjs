// The licences of the packages that a bundle holds, as one text: who passes the bundle on passes these on with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param inputs the bundler's names of all files that it put together
 * @throws Error when a package says no licence in words
 */
export function licencesOf(inputs, root) {
  const packages = new Set(inputs.map((name) => PACKAGE.exec(name)?.[1]).filter((name) => name !== undefined));
  return [...packages]
    .sort((one, other) => (one < other ? -1 : 1))
    .map((folder) => licenceOf(join(root, folder)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/zod`, `node_modules/@noble/hashes`, and packages within packages. */
const PACKAGE = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined && !license) throw new Error(`${name} says no licence`);
  const words = file === undefined ? `Licence: ${license}\n` : readFileSync(join(folder, file), 'utf8').trimEnd();
  return `${name} ${version}\n\n${words}\n`;
}
