import type { Explanation } from '../core/explanation/explanation.ts';
import { firstSentence } from '../core/explanation/rules.ts';
import { shortWallets } from './short-wallet.ts';

/** How explanations are printed. */
export interface ExplanationLayout {
  /** How many characters a line may have; null for any number. */
  readonly width: number | null;
  /** Null for the short form: the figure, its formula and rule, its largest parts, and the way to a row of an export. */
  readonly depth: number | null;
}

/** What is printed of an explanation. */
export interface PrintedExplanation {
  readonly tree: Explanation;
  /** From the figure to a row of an export. */
  readonly way: readonly Explanation[];
}

/** An explanation for people: ten lines or so, or the whole tree to a depth. */
export function explanationText({ tree, way }: PrintedExplanation, layout: ExplanationLayout): string {
  const lines = layout.depth === null ? shortLines(tree, way) : treeLines(tree, 0);
  return `${lines.map((line) => fitted(line, layout.width)).join('\n')}\n`;
}

const MOST_PARTS = 3;

function shortLines(tree: Explanation, way: readonly Explanation[]): string[] {
  const below = [...tree.parts, ...tree.factors];
  const shown = below.slice(0, MOST_PARTS);
  const more = below.length - shown.length;
  const last = way.at(-1);
  return [
    headOf(tree),
    ...detailLines(tree, '  '),
    ...(tree.source === null ? shown.map((each) => `  ${marked(tree, each)}${headOf(each)}`) : []),
    ...(more > 0 ? [`    and ${more} more: --depth 1`] : []),
    ...(last === undefined || way.length < 2 ? [] : wayLines(way.slice(1), last)),
  ];
}

/** The steps by name, the last one with its figure and the row of its export. */
function wayLines(steps: readonly Explanation[], last: Explanation): string[] {
  const between = steps.slice(0, -1).map(({ label }) => label);
  const by = between.length === 0 ? [] : [`  by way of ${between.join(', ')}`];
  return [
    ...by,
    `  down to ${headOf(last)}`,
    ...(last.formula === '' ? [] : [`    = ${last.formula}`]),
    ...quoteLines(last, '  '),
  ];
}

function treeLines(node: Explanation, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const head = [`${indent}${headOf(node)}`, ...detailLines(node, `${indent}  `)];
  const parts = [...node.parts, ...node.factors].flatMap((each) => {
    const [first = '', ...rest] = treeLines(each, depth + 1);
    const at = 2 * (depth + 1);
    return [`${first.slice(0, at)}${marked(node, each)}${first.slice(at)}`, ...rest];
  });
  return [...head, ...parts];
}

/** Parts sum to the figure; what else the formula names has no sign before it. */
function marked({ parts }: Explanation, node: Explanation): string {
  return parts.includes(node) ? '+ ' : '. ';
}

function headOf({ label, amount, cell }: Explanation): string {
  const place = cell === null || cell.row === null ? '' : `  (${cell.file}:${cell.row})`;
  return `${label}${amount === null ? '' : `  ${amount.text}${amount.unit === 'share' ? '' : ` ${amount.unit}`}`}${place}`;
}

function detailLines(node: Explanation, indent: string): string[] {
  return [
    ...(node.formula === '' ? [] : [`${indent}= ${node.formula}`]),
    ...(node.rule === null ? [] : [`${indent}${node.rule}: ${firstSentence(node.rule)}`]),
    ...(node.note === '' ? [] : [`${indent}${node.note}`]),
    ...quoteLines(node, indent),
  ];
}

/** The row as it stands in its export, below its place. */
function quoteLines({ quote, source }: Explanation, indent: string): string[] {
  if (source === null) return [];
  if (quote === null) return [`${indent}${source.input}:${source.line}`];
  const place = `${indent}${quote.file}:${quote.line}`;
  return quote.text === '' ? [place] : [place, `${indent}| ${quote.text}`];
}

/** Rows of exports beyond so many lines are cut: --wide has all of them. */
const MOST_QUOTED_LINES = 3;

/** A line that fits: wallets are shortened in the middle, then it goes on below, further in. */
function fitted(line: string, width: number | null): string {
  const isQuote = /^\s*\| /.test(line);
  const text = isQuote || width === null ? line : shortWallets(line);
  if (width === null || text.length <= width) return text;
  const indent = /^\s*(?:\| )?/.exec(text)?.[0] ?? '';
  const lines = isQuote ? piecesOf(text, indent, width) : wrapped(text, indent, width);
  if (!isQuote || lines.length <= MOST_QUOTED_LINES) return lines.join('\n');
  const [last = ''] = lines.slice(MOST_QUOTED_LINES - 1);
  return [...lines.slice(0, MOST_QUOTED_LINES - 1), `${last.slice(0, width - 1)}…`].join('\n');
}

/** Cut where the line ends: nothing of a row is left out or added. */
function piecesOf(text: string, indent: string, width: number): string[] {
  const body = text.slice(indent.length);
  const size = width - indent.length;
  return Array.from(
    { length: Math.ceil(body.length / size) },
    (_, at) => indent + body.slice(at * size, (at + 1) * size),
  );
}

/** Cut between words. */
function wrapped(text: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(indent.length).split(' ')) {
    const start = lines.length === 0 ? indent : `${indent}    `;
    if (line !== '' && start.length + line.length + 1 + word.length > width) {
      lines.push((start + line).trimEnd());
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, (lines.length === 0 ? indent : `${indent}    `) + line];
}
