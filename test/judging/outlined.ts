import { usd } from '../../src/core/explanation/tree/amount.ts';
import { type Explanation, explained } from '../../src/core/explanation/tree/explanation.ts';
import type { ExplainedRow } from '../../src/core/explanation/tree/report-row.ts';
import { Exact } from '../../src/core/money/exact-decimal.ts';
import { usd as micro } from '../worlds/charges.ts';

/**
 * An explanation as lines, a node a line with everything that it says: parts stand below their figure behind `+`, factors
 * behind `*`. Throws where a figure is written otherwise than it is.
 */
export function outlined(node: Explanation | null, deep = true): string[] {
  return node === null ? ['no figure'] : linesOf(node, '', deep);
}

/** The figure and what stands just below it. */
export function firstLines(node: Explanation | null): string[] {
  return outlined(node, false);
}

function linesOf(node: Explanation, before: string, deep: boolean): string[] {
  const indent = before.replace(/\S/, ' ');
  const below = (each: Explanation, sign: string): string[] =>
    deep || before === '' ? linesOf(each, `${indent}${sign} `, deep) : [];
  return [
    `${before}${lineOf(node)}`,
    ...node.parts.flatMap((each) => below(each, '+')),
    ...node.factors.flatMap((each) => below(each, '*')),
  ];
}

function lineOf({ label, amount, formula, rule, note, cell, source, quote }: Explanation): string {
  if (amount !== null && !new Exact(amount.text).equals(amount.value))
    throw new Error(`${label} is ${amount.value.toFixed()}, written ${amount.text}`);
  const said = [
    amount === null ? label : `${label}: ${amount.text} ${amount.unit}`,
    formula,
    rule ?? '',
    note,
    cell === null ? '' : `${cell.file}:${cell.row ?? 'all'}:${cell.column}`,
    source === null ? '' : `${source.input.slice(0, 4)}:${source.line}`,
    quote === null ? '' : `${quote.file}:${quote.line} "${quote.text}" "${quote.header}"`,
  ];
  return said.filter((each) => each !== '').join(' | ');
}

/** A figure in dollars with nothing behind it. */
export function figure(label: string, dollars: string): Explanation {
  return explained({ label, amount: usd(micro(dollars)) });
}

/** A row of a report, the third of its file. */
export function reportRow(file: string, cells: Readonly<Record<string, string>>): ExplainedRow {
  return { file, row: 3, cells: new Map(Object.entries(cells)) };
}
