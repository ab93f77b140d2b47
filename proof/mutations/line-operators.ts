import type { Chance } from './chance.ts';
import { type Operator, onText } from './mutation.ts';

/** Whole lines: cut, repeated, swapped, and how they end. */
export const LINE_OPERATORS: readonly Operator[] = [
  ofLines('line-cut', (lines, at) => lines.toSpliced(at, 1)),
  ofLines('line-repeated', (lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')),
  ofLines('lines-swapped', (lines, at, chance) => {
    const other = chance.below(lines.length);
    return lines.with(at, lines[other] ?? '').with(other, lines[at] ?? '');
  }),
  ofLines('lines-joined', (lines, at) => lines.toSpliced(at, 2, `${lines[at] ?? ''}${lines[at + 1] ?? ''}`)),
  ofLines('line-broken', (lines, at, chance) => {
    const line = lines[at] ?? '';
    const cut = chance.below(line.length + 1);
    return lines.toSpliced(at, 1, line.slice(0, cut), line.slice(cut));
  }),
  ofLines('header-repeated', (lines, at) => lines.toSpliced(at + 1, 0, lines[0] ?? '')),
  ofLines('blank-line', (lines, at) => lines.toSpliced(at, 0, '')),
  ofLines('comment-line', (lines, at) => lines.toSpliced(at, 0, '# exported by hand')),
  ofLines('total-line', (lines) => [...lines, 'Total']),
  onText('rows-shuffled', (text, chance) => {
    const [header = '', ...rows] = linesOf(text);
    return `${[header, ...chance.shuffled(rows)].join('\n')}\n`;
  }),
  onText('doubled', (text) => text + text),
  onText('no-final-break', (text) => text.replace(/\n$/, '')),
  onText('crlf', (text) => text.replaceAll('\n', '\r\n')),
  onText('cr', (text) => text.replaceAll('\n', '\r')),
  onText('mixed-breaks', (text, chance) => text.replaceAll('\n', () => chance.pick(['\n', '\r\n']))),
  onText('line-separator', (text) => text.replaceAll('\n', '\u2028')),
  onText('blank-tail', (text) => `${text}\n\n  \n`),
  onText('control-z', (text) => `${text}\u001a`),
  onText('text-cut', (text, chance) => text.slice(0, chance.below(text.length))),
  onText('head-cut', (text, chance) => text.slice(chance.below(text.length))),
];

function ofLines(name: string, change: (lines: string[], at: number, chance: Chance) => string[]): Operator {
  return onText(name, (text, chance) => {
    const lines = linesOf(text);
    return `${change(lines, chance.below(lines.length), chance).join('\n')}\n`;
  });
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
