import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(import.meta.dirname, '../../src');

/** Files that list codes, say what they mean or judge them; whatever else names one makes it. */
const LISTS = [
  'core/close/decision.ts',
  'core/close/exclusion.ts',
  'core/close/finding-scope.ts',
  'core/close/finding.ts',
  'core/close/warnings/warning.ts',
  'core/usage/exclusion-rules.ts',
  'problems/act-problems.ts',
  'problems/export-problems.ts',
];

/**
 * The files below src/ that make a code, as text of a cell. A literal that is compared with, part of a type, or asked of the
 * decisions makes none. `besides` are rooms where the same word is a code of another list. Throws when no file is left.
 */
export function whereOf(code: string, besides: readonly string[] = []): string {
  const made = new RegExp(`(?<![!=]== |case |\\| |[.]on\\()'${code}'(?! \\|)`);
  const places = [...sources()].filter(
    ([name, text]) => !besides.some((room) => name.startsWith(room)) && made.test(text),
  );
  if (places.length === 0) throw new Error(`no file of src makes ${code}`);
  return places.map(([name]) => `\`${name}\``).join(', ');
}

let read: ReadonlyMap<string, string> | undefined;

/** Text by path of every file of the program but the lists, in order. */
function sources(): ReadonlyMap<string, string> {
  if (read !== undefined) return read;
  const names = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
  const missing = LISTS.filter((list) => !names.includes(list));
  if (missing.length > 0) throw new Error(`a list of codes has moved: ${missing.join(', ')}`);
  read = new Map(
    names.filter((name) => !LISTS.includes(name)).map((name) => [name, readFileSync(join(SRC, name), 'utf8')]),
  );
  return read;
}
