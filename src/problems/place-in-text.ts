import type { Place } from './problem.ts';

const LONGEST_EXCERPT = 2000;

/**
 * The place of `length` characters from offset `start` on in a record's text, which may hold quoted line breaks.
 *
 * @param firstLine the line on which the record begins
 */
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
  const at = span.start - lineStart;
  const line = firstLine + (before.length - before.replaceAll('\n', '').length);
  const column = characters(text.slice(0, at)) + 1;
  const length = Math.max(1, characters(text.slice(at, at + span.length)));
  if (text.length <= LONGEST_EXCERPT) return { file, line, column, length, excerpt: text };
  const from = Math.max(0, at - LONGEST_EXCERPT / 2);
  const excerpt = text.slice(from, from + LONGEST_EXCERPT);
  return { file, line, column, length, excerpt, excerptFrom: characters(text.slice(0, from)) + 1 };
}

/** Characters as a person counts them: a pair of surrogates is one. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
