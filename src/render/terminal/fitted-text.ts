import { shortWallets } from './short-wallet.ts';

/** Begins a line that quotes a row of an export: nothing of it is changed where it is broken. */
const QUOTE = /^\s*\| /;
/** Rows of exports beyond so many lines are cut: --wide has all of them. */
const MOST_QUOTED_LINES = 3;
const TAB_WIDTH = 8;
/** Says which command comes next: it is copied, and a shell would run its first half. */
const NEXT = /^next +revshare /;

/** Whether wallets may be shortened. Where somebody is paid they are whole: a forged one may look alike at both ends. */
export type Wallets = 'short' | 'whole';

/**
 * A text for people in lines that fit: where one is too long its wallets are shortened in the middle, then it goes on below,
 * further in. What has no blank, such as a path or a digest, is never broken, and neither is the next command.
 *
 * @param width null for whole lines, however long
 */
export function fittedText(text: string, width: number | null, wallets: Wallets = 'short'): string {
  if (width === null) return text;
  return text
    .split('\n')
    .flatMap((line) => fittedLine(line, width, wallets))
    .join('\n');
}

function fittedLine(line: string, width: number, wallets: Wallets): string[] {
  if (QUOTE.test(line)) return quotedLines(line, width);
  if (line.length <= width || NEXT.test(line)) return [line];
  const short = wallets === 'short' ? shortWallets(line) : line;
  return short.length <= width ? [short] : wrapped(short, width);
}

/** Cut where the line ends: nothing of a row is left out or added. */
function quotedLines(line: string, width: number): string[] {
  const indent = QUOTE.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let [piece, used] = ['', 0];
  for (const character of line.slice(indent.length)) {
    const size = character === '\t' ? TAB_WIDTH : 1;
    if (indent.length + used + size > width) {
      lines.push(indent + piece);
      [piece, used] = ['', 0];
    }
    piece += character;
    used += size;
  }
  lines.push(indent + piece);
  if (lines.length <= MOST_QUOTED_LINES) return lines;
  const last = lines[MOST_QUOTED_LINES - 1] ?? '';
  return [...lines.slice(0, MOST_QUOTED_LINES - 1), `${last.slice(0, -1)}…`];
}

/**
 * Cut between words; what follows stands further in, or below its column where the line begins with short ones and
 * its longest word has room there.
 */
function wrapped(line: string, width: number): string[] {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const column = /^\S.{0,28} {2,}(?=\S)/.exec(line)?.[0].length;
  const longest = Math.max(...line.split(' ').map((word) => word.length));
  const hasRoom = column !== undefined && column + longest <= width;
  const below = hasRoom ? ' '.repeat(column) : `${indent}    `;
  const lines: string[] = [];
  let text = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const start = lines.length === 0 ? indent : below;
    if (text !== '' && start.length + text.length + 1 + word.length > width) {
      lines.push((start + text).trimEnd());
      text = word;
    } else text = text === '' ? word : `${text} ${word}`;
  }
  return [...lines, (lines.length === 0 ? indent : below) + text];
}
