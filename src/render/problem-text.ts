import type { Problem } from '../problems/problem.ts';

const EXCERPT_WIDTH = 160;

/**
 * Problems as people read them: file, line and column, the line with the place marked, what is wrong, how to mend it,
 * the code. Equal ones of a file are grouped under the first.
 */
export function problemsText(problems: readonly Problem[]): string {
  return grouped(problems).map(groupText).join('\n');
}

function grouped(problems: readonly Problem[]): Problem[][] {
  const groups = new Map<string, Problem[]>();
  for (const each of problems) {
    const key = [each.place.file, each.code, each.remedy].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function groupText([first, ...more]: readonly Problem[]): string {
  if (first === undefined) return '';
  const { file, line, column } = first.place;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const lines = [`error: ${place}: ${first.message}`, ...excerpt(first)];
  if (more.length > 0) lines.push(`  and ${more.length} more like this${linesOf(more)}`);
  lines.push(`fix: ${first.remedy}`, `code: ${first.code}`, '');
  return lines.join('\n');
}

function excerpt({ place }: Problem): string[] {
  if (place.excerpt === undefined || place.excerpt === '') return [];
  const whole = (place.excerpt.split('\n')[0] ?? '').replace(/[\t\r]/g, ' ');
  const start = place.column === undefined ? 0 : Math.max(0, place.column - 1 - EXCERPT_WIDTH / 2);
  const text = whole.slice(start, start + EXCERPT_WIDTH);
  const label = place.line === undefined ? '' : String(place.line);
  const lines = [`  ${label} | ${start > 0 ? '…' : ''}${text}${whole.length > start + EXCERPT_WIDTH ? '…' : ''}`];
  if (place.column !== undefined) {
    const indent = ' '.repeat(place.column - 1 - start + (start > 0 ? 1 : 0));
    const length = Math.max(1, Math.min(place.length ?? 1, text.length - (place.column - 1 - start)));
    lines.push(`  ${' '.repeat(label.length)} | ${indent}${'^'.repeat(length)}`);
  }
  return lines;
}

function linesOf(problems: readonly Problem[]): string {
  const numbers = problems.map((each) => each.place.line).filter((line) => line !== undefined);
  if (numbers.length === 0) return '';
  const shown = numbers.slice(0, 10).join(', ');
  return ` (lines ${shown}${numbers.length > 10 ? ', …' : ''})`;
}
