import { below, type Explanation, type SourceRow } from '../../../core/explanation/tree/explanation.ts';
import { wayDown } from '../../../core/explanation/tree/way-down.ts';
import { type QuoteOf, quotedRows } from '../../books/directory/quoted-rows.ts';
import type { ExplainRequest } from './explain-request.ts';

/** An explanation as it is shown: to a depth, and the way from its figure to a row of an export. */
export interface ShownExplanation {
  readonly tree: Explanation;
  readonly way: readonly Explanation[];
}

/** Cuts an explanation below a depth and quotes its rows from the evidence, as they stand in their exports. */
export async function shownExplanation(
  { workspace }: ExplainRequest,
  tree: Explanation,
  depth: number,
): Promise<ShownExplanation> {
  const cut = cutBelow(tree, depth);
  const way = wayDown(tree);
  const quoteOf = await quotedRows(workspace.store.db, workspace.data, [...sourcesIn(cut), ...way.flatMap(sourceOf)]);
  return { tree: withQuotes(cut, quoteOf), way: way.map((node) => quotedNode(node, quoteOf)) };
}

function cutBelow(node: Explanation, depth: number): Explanation {
  if (depth <= 0) return { ...node, parts: [], factors: [] };
  const cut = (each: Explanation): Explanation => cutBelow(each, depth - 1);
  return { ...node, parts: node.parts.map(cut), factors: node.factors.map(cut) };
}

function sourcesIn(node: Explanation): SourceRow[] {
  return [...sourceOf(node), ...below(node).flatMap(sourcesIn)];
}

function sourceOf({ source }: Explanation): SourceRow[] {
  return source === null ? [] : [source];
}

function withQuotes(node: Explanation, quoteOf: QuoteOf): Explanation {
  const quoted = (each: Explanation): Explanation => withQuotes(each, quoteOf);
  return { ...quotedNode(node, quoteOf), parts: node.parts.map(quoted), factors: node.factors.map(quoted) };
}

function quotedNode(node: Explanation, quoteOf: QuoteOf): Explanation {
  return node.source === null ? node : { ...node, quote: node.quote ?? quoteOf(node.source) };
}
