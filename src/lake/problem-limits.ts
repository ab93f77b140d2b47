import type { Place } from '../problems/problem.ts';

/** A file with more problems than this is not read to its end: the rest would not help anyone. */
export const MOST_PROBLEMS = 1000;

const LONGEST_EXCERPT = 2000;

/** The place of `length` characters from `offset` on in a row's text, which may hold quoted line breaks. */
export function placeInText(
  file: string,
  firstLine: number,
  raw: string,
  span: { readonly start: number; readonly length: number },
): Place {
  const before = raw.slice(0, span.start);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = raw.indexOf('\n', span.start);
  const text = raw.slice(lineStart, lineEnd === -1 ? raw.length : lineEnd).replace(/\r$/, '');
  const column = characters(text.slice(0, span.start - lineStart)) + 1;
  const length = characters(text.slice(span.start - lineStart, span.start - lineStart + span.length));
  const line = firstLine + (before.length - before.replaceAll('\n', '').length);
  return { file, line, column, length: Math.max(1, length), excerpt: excerptOf(text, span.start - lineStart) };
}

/** The line as it stands; of a very long one the stretch around the value. */
function excerptOf(text: string, at: number): string {
  if (text.length <= LONGEST_EXCERPT) return text;
  const start = at < LONGEST_EXCERPT / 2 ? 0 : at - LONGEST_EXCERPT / 2;
  const cut = text.slice(start, start + LONGEST_EXCERPT);
  return `${start > 0 ? '...' : ''}${cut}${start + LONGEST_EXCERPT < text.length ? '...' : ''}`;
}

/** Characters as a person counts them: a pair of surrogates is one. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
