import { printable } from '../../core/text/printable.ts';
import type { Problem } from '../../problems/problem.ts';

/** Characters of a line that are shown; of a longer one the stretch around the place. */
const EXCERPT_WIDTH = 160;
const MOST_LINES = 10;
/** Readers stop at this many problems of a file. */
const MOST_PROBLEMS = 1000;

/**
 * Problems as people read them: file, line and column, the line with the place marked, what is wrong, how to mend it,
 * the code. Equal ones of a file (the same but for the value) are grouped under the first.
 */
export function problemsText(problems: readonly Problem[]): string {
  return [...grouped(problems).map(groupText), ...cutShort(problems)].join('\n');
}

function grouped(problems: readonly Problem[]): Problem[][] {
  const groups = new Map<string, Problem[]>();
  for (const each of problems) {
    const key = [each.place.file, each.code, each.remedy, withoutValues(each.message)].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

/** What a message says apart from quoted values, addresses and numbers. */
function withoutValues(message: string): string {
  return message.replace(/"(?:[^"\\]|\\.)*"|\b0x[0-9a-fA-F]+\b/g, '""').replace(/-?\d[\d.,:-]*/g, '0');
}

function groupText([first, ...more]: readonly Problem[]): string {
  if (first === undefined) return '';
  const { file, line, column } = first.place;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const lines = [`error: ${printable(place)}: ${printable(first.message)}`, ...excerpt(first)];
  if (more.length > 0) lines.push(`  and ${more.length} more like this${linesOf(more)}`);
  lines.push(`fix: ${first.remedy}`, `code: ${first.code}`, '');
  return lines.join('\n');
}

/** The line, and the marks under the place. Columns count characters, so the line is cut by characters too. */
function excerpt({ place }: Problem): string[] {
  if (place.excerpt === undefined || place.excerpt.trim() === '') return [];
  const whole = [...printable(place.excerpt.split('\n')[0] ?? '')];
  const from = place.excerptFrom ?? 1;
  const at = place.column === undefined ? 0 : place.column - from;
  const start = at < EXCERPT_WIDTH ? 0 : at - EXCERPT_WIDTH / 2;
  const shown = whole.slice(start, start + EXCERPT_WIDTH);
  const cutBefore = start > 0 || from > 1;
  const label = place.line === undefined ? '' : String(place.line);
  const text = `${cutBefore ? '…' : ''}${shown.join('')}${whole.length > start + EXCERPT_WIDTH ? '…' : ''}`;
  const lines = [`  ${label} | ${text.trimEnd()}`];
  if (place.column !== undefined) {
    const marked = shown.slice(at - start, at - start + (place.length ?? 1));
    const indent = (cutBefore ? 1 : 0) + cellsOf(shown.slice(0, at - start));
    lines.push(`  ${' '.repeat(label.length)} | ${' '.repeat(indent)}${'^'.repeat(Math.max(1, cellsOf(marked)))}`);
  }
  return lines;
}

/** Characters that a terminal shows two cells wide: East Asian scripts and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function cellsOf(characters: readonly string[]): number {
  return characters.reduce((sum, each) => sum + (WIDE.test(each) ? 2 : /\p{M}/u.test(each) ? 0 : 1), 0);
}

function linesOf(problems: readonly Problem[]): string {
  const numbers = problems.map((each) => each.place.line).filter((line) => line !== undefined);
  if (numbers.length === 0) return '';
  const shown = numbers.slice(0, MOST_LINES).join(', ');
  return ` (${numbers.length === 1 ? 'line' : 'lines'} ${shown}${numbers.length > MOST_LINES ? ', …' : ''})`;
}

function cutShort(problems: readonly Problem[]): string[] {
  const counts = new Map<string, number>();
  for (const { place } of problems) counts.set(place.file, (counts.get(place.file) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= MOST_PROBLEMS)
    .map(([file]) => `${printable(file)} was not read to its end: it has ${MOST_PROBLEMS} problems already.\n`);
}
