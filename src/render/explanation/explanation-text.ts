import type { Explanation } from '../../core/explanation/tree/explanation.ts';
import { firstSentence } from '../../core/explanation/tree/rules.ts';

/** What is printed of an explanation. */
export interface PrintedExplanation {
  readonly tree: Explanation;
  /** From the figure to a row of an export. */
  readonly way: readonly Explanation[];
}

/**
 * An explanation for people.
 *
 * @param depth null for the short form, ten lines or so: the figure, its formula and rule, its first parts, and one way to a
 *   row of an export; else the whole tree, which was cut there
 */
export function explanationText({ tree, way }: PrintedExplanation, depth: number | null): string {
  return `${(depth === null ? shortLines(tree, way) : treeLines(tree, 0)).join('\n')}\n`;
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
  const formula = last.formula === '' ? [] : [`    = ${last.formula}`];
  // A row without a figure says what became of it.
  const note = last.note === '' || last.amount !== null ? [] : [`    ${last.note}`];
  return [...by, `  down to ${headOf(last)}`, ...formula, ...note, ...quoteLines(last, '  ')];
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

/** Parts sum to the figure; what else the formula names does not. */
function marked({ parts }: Explanation, node: Explanation): string {
  return parts.includes(node) ? '+ ' : '. ';
}

function headOf({ label, amount, cell }: Explanation): string {
  const of = cell?.month === undefined ? '' : ` of ${cell.month}`;
  const place = cell === null || cell.row === null ? '' : `  (${cell.file}:${cell.row}${of})`;
  const unit = amount === null ? '' : unitOf(amount);
  return `${label}${amount === null ? '' : `  ${amount.text}${unit}`}${place}`;
}

/** Counts are written with their word: 1 job, 2 jobs. */
function unitOf({ text, unit }: NonNullable<Explanation['amount']>): string {
  if (unit === 'share') return '';
  return ` ${text === '1' && COUNTED.has(unit) ? unit.replace(/s$/, '') : unit}`;
}

const COUNTED: ReadonlySet<string> = new Set(['jobs', 'rows', 'charges']);

function detailLines(node: Explanation, indent: string): string[] {
  return [
    ...(node.formula === '' ? [] : [`${indent}= ${node.formula}`]),
    ...(node.rule === null ? [] : [`${indent}${node.rule}: ${firstSentence(node.rule).replaceAll('`', '')}`]),
    ...(node.note === '' ? [] : [`${indent}${node.note}`]),
    ...quoteLines(node, indent),
  ];
}

/** The row as it stands in its export, below its place. */
function quoteLines({ quote, source }: Explanation, indent: string): string[] {
  if (source === null) return [];
  if (quote === null) return [`${indent}${source.input}:${source.line}`];
  // A row of a table has no line.
  const place = `${indent}${quote.file}${quote.line === 0 ? '' : `:${quote.line}`}`;
  return quote.text === '' ? [place] : [place, `${indent}| ${quote.text}`];
}
