import { scaleBand, scaleLinear } from 'd3-scale';
import { formatMicro, type MicroUsd } from '../../../core/money/micro.ts';
import { type Html, html } from '../html.ts';
import { at, bar, CHART_WIDTH, type Chart, drawn } from './chart.ts';

/** A step: `moves` from where the one before ended, or a sum that stands from zero. */
export interface WaterfallStep {
  readonly name: string;
  readonly amount: MicroUsd;
  readonly isSum: boolean;
}

const ROW = 22;
const BARS = [118, 268] as const;

/** A waterfall: how one sum becomes another, step by step, from above. */
export function waterfallChart(head: Pick<Chart, 'id' | 'title' | 'says'>, steps: readonly WaterfallStep[]): Chart {
  const spans = spansOf(steps);
  const ends = spans.flatMap(({ from, to }) => [drawn(from), drawn(to)]);
  const x = scaleLinear([Math.min(0, ...ends), Math.max(0, ...ends)], BARS);
  const height = steps.length * ROW;
  const y = scaleBand(
    steps.map((_, index) => index),
    [0, height],
  ).paddingInner(0.35);
  const rows = spans.map(({ step, from, to }, index) =>
    rowOf(step, [x(drawn(from)), x(drawn(to))], y(index) ?? 0, y.bandwidth()),
  );
  const zero = html`<line class="zero" x1="${at(x(0))}" x2="${at(x(0))}" y1="0" y2="${height}"></line>`;
  return { ...head, height, drawing: [zero, ...rows] };
}

function rowOf({ name, amount, isSum }: WaterfallStep, x: readonly [number, number], top: number, size: number): Html {
  const look = isSum ? 'mark' : amount < 0n ? 'loss' : 'gain';
  const baseline = at(top + size / 2 + 4);
  const text = formatMicro(amount);
  return html`<text class="${isSum ? 'strong' : 'plain'}" x="0" y="${baseline}">${name}</text>${bar(look, x, [top, top + size], `${name}: ${text} USD`)}<text class="end${isSum ? ' strong' : ''}" x="${CHART_WIDTH}" y="${baseline}">${text}</text>\n`;
}

function spansOf(steps: readonly WaterfallStep[]): { step: WaterfallStep; from: MicroUsd; to: MicroUsd }[] {
  let reached = 0n;
  return steps.map((step) => {
    const from = step.isSum ? 0n : reached;
    reached = from + step.amount;
    return { step, from, to: reached };
  });
}
