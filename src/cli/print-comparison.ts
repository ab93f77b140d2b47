import type { Comparison } from '../core/comparison/comparison.ts';
import { comparisonDocument } from '../render/comparison-json.ts';
import { comparisonText } from '../render/comparison-text.ts';
import { printData } from './console.ts';
import type { Globals } from './globals.ts';

/** Prints a comparison as it was asked for. */
export function printComparison(comparison: Comparison, { json }: Globals): void {
  printData(json ? `${JSON.stringify(comparisonDocument(comparison), null, 2)}\n` : comparisonText(comparison));
}
