import type { ImportOutcome } from '../app/import/import-inputs.ts';
import { printNote } from './console.ts';

const MOST_NAMES = 3;

/** Says on stderr what of an import is worth a look: files that were passed over, by what they are, and warnings. */
export function printImportNotes({ warnings, passedOver }: ImportOutcome): void {
  for (const what of new Set(passedOver.map((each) => each.what))) {
    const alike = passedOver.filter((each) => each.what === what);
    printNote(`passed over: ${namesOf(alike.map(({ file }) => file))}: ${what}. ${alike[0]?.instead ?? ''}\n`);
  }
  for (const warning of warnings) printNote(`warning: ${warning}\n`);
}

function namesOf(files: readonly string[]): string {
  const more = files.length - MOST_NAMES;
  return files.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
