import type { Explanation } from '../../core/explanation/tree/explanation.ts';
import { RULES } from '../../core/explanation/tree/rules.ts';

/** A node of an explanation in JSON: the same tree as the text, with nothing left out. */
export function explanationNode(node: Explanation): Record<string, unknown> {
  const { label, amount, formula, rule, note, cell, source, quote, parts, factors } = node;
  return {
    label,
    ...(amount === null ? {} : { amount: amount.text, unit: amount.unit }),
    ...(formula === '' ? {} : { formula }),
    ...(rule === null ? {} : { rule, rule_text: RULES[rule].sentence }),
    ...(note === '' ? {} : { note }),
    ...(cell === null ? {} : { cell }),
    ...(source === null ? {} : { source: { input: source.input, ...quote, line: quote?.line ?? source.line } }),
    ...(parts.length === 0 ? {} : { parts: parts.map(explanationNode) }),
    ...(factors.length === 0 ? {} : { factors: factors.map(explanationNode) }),
  };
}
