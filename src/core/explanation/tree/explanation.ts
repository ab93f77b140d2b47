import { Exact } from '../../money/exact-decimal.ts';
import type { Amount } from './amount.ts';
import type { RuleName } from './rules.ts';

/** A cell of a report: what to ask about next. */
export interface ReportCell {
  readonly file: string;
  /** Row of the file, the header being row 1; null where the figure is no single row. */
  readonly row: number | null;
  readonly column: string;
  /** Where it stands in the reports of another month than the explained one: that, e.g. 2026-09. */
  readonly month?: string;
}

/** A row of an export. `input` is its SHA-256, or the beginning of it as reports cite it. */
export interface SourceRow {
  readonly input: string;
  readonly line: number;
}

/** A row as it stands in its export, and what its file and columns are called. */
export interface QuotedRow {
  readonly file: string;
  /** 0 of a row of a table, which has none. */
  readonly line: number;
  /** The row, as it stands there. */
  readonly text: string;
  /** The header of the file; empty where it has none. */
  readonly header: string;
}

/**
 * Why a figure is what it is: the formula with its numbers, the rule, and what is behind it, down to rows of exports.
 * `parts` sum to the amount exactly; `factors` are what the formula names beside them.
 */
export interface Explanation {
  readonly label: string;
  /** Null for what is no figure: a row, a name, a state. */
  readonly amount: Amount | null;
  readonly formula: string;
  readonly rule: RuleName | null;
  readonly note: string;
  readonly cell: ReportCell | null;
  readonly source: SourceRow | null;
  /** Filled in from the evidence where the explanation is shown. */
  readonly quote: QuotedRow | null;
  readonly parts: readonly Explanation[];
  readonly factors: readonly Explanation[];
}

const NOTHING_MORE: Omit<Explanation, 'label'> = {
  amount: null,
  formula: '',
  rule: null,
  note: '',
  cell: null,
  source: null,
  quote: null,
  parts: [],
  factors: [],
};

/**
 * Makes a node of an explanation.
 *
 * @throws Error when the parts do not sum to the amount, or are in another unit: such a tree would explain nothing
 */
export function explained(of: { readonly label: string } & Partial<Explanation>): Explanation {
  const node = { ...NOTHING_MORE, ...of };
  if (node.parts.length > 0 && node.amount !== null) assertSum(node.label, node.amount, node.parts);
  return node;
}

function assertSum(label: string, amount: Amount, parts: readonly Explanation[]): void {
  let sum = new Exact(0);
  for (const part of parts) {
    if (part.amount?.unit !== amount.unit)
      throw new Error(`${label}: its part "${part.label}" is not in ${amount.unit}`);
    sum = sum.plus(part.amount.value);
  }
  if (!sum.equals(amount.value)) {
    throw new Error(`${label} is ${amount.text} ${amount.unit}, and its parts sum to ${sum.toFixed()}`);
  }
}

/** An explanation of another month's figure, whose cells stand in the reports of that month. @param month e.g. 2026-09 */
export function ofMonth(node: Explanation, month: string): Explanation {
  const { cell, parts, factors } = node;
  const own = (each: Explanation): Explanation => ofMonth(each, month);
  return {
    ...node,
    cell: cell === null ? null : { month, ...cell },
    parts: parts.map(own),
    factors: factors.map(own),
  };
}

/** What figures come to; what is no figure adds nothing. */
export function sumOf(nodes: readonly Explanation[]): Exact {
  return nodes.reduce((sum, { amount }) => (amount === null ? sum : sum.plus(amount.value)), new Exact(0));
}

/** Figures that come to an amount as its parts; others, which may have moved since, as what stands below it. */
export function asPartsOf(
  amount: Amount,
  nodes: readonly Explanation[],
): Pick<Explanation, 'parts'> | Pick<Explanation, 'factors'> {
  return sumOf(nodes).equals(amount.value) ? { parts: nodes } : { factors: nodes };
}

/** A figure that is taken off: what is behind it stands below it as it is. */
export function lessThat(of: Explanation): Explanation {
  const { amount, label, rule } = of;
  if (amount === null) throw new Error(`${label} is no figure that could be taken off`);
  const value = amount.value.negated();
  const text = amount.text.startsWith('-')
    ? amount.text.slice(1)
    : amount.value.isZero()
      ? amount.text
      : `-${amount.text}`;
  return explained({ label: `less ${label}`, amount: { ...amount, value, text }, rule, factors: [of] });
}

const MOST_TERMS = 9;

/** The sum of parts as a formula with its numbers: `12.00 - 3.50 + 0.25`; of many parts their number. */
export function sumFormula(parts: readonly Explanation[]): string {
  const terms = parts.filter(({ amount }) => amount !== null && !amount.value.isZero());
  if (terms.length > MOST_TERMS) return `the sum of ${parts.length} parts`;
  const [first, ...others] = terms.map(({ amount }) => amount?.text ?? '');
  if (first === undefined) return 'nothing moves it: 0';
  return [first, ...others.map((text) => (text.startsWith('-') ? `- ${text.slice(1)}` : `+ ${text}`))].join(' ');
}

/** The nodes below a node, whichever way they enter its figure. */
export function below({ parts, factors }: Explanation): readonly Explanation[] {
  return [...parts, ...factors];
}
