import type { Comparison } from '../core/comparison/comparison.ts';
import { comparisonDocument } from '../render/comparison/comparison-json.ts';
import { comparisonText } from '../render/comparison/comparison-text.ts';
import { printDocument, printText } from './console.ts';
import type { Globals } from './globals.ts';

/** Prints a comparison as it was asked for. */
export function printComparison(comparison: Comparison, options: Globals): void {
  if (options.json) printDocument('comparison', comparisonDocument(comparison));
  else printText(comparisonText(comparison, options.wide), options);
}
