import { type ScaleBand, type ScaleLinear, scaleBand, scaleLinear } from 'd3-scale';
import { formatMicro, type MicroUsd } from '../../../core/money/micro.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { shortMonth } from '../amounts.ts';
import { type Html, html } from '../html.ts';
import { at, bar, CHART_WIDTH, type Chart, drawn } from './chart.ts';

/** A month's bar: one amount, or several that stand on each other (negative ones below zero). */
export interface MonthBar {
  readonly month: Month;
  readonly parts: readonly { readonly look: string; readonly name: string; readonly amount: MicroUsd }[];
}

const HEIGHT = 170;
const PLOT = { left: 44, right: CHART_WIDTH, top: 8, bottom: HEIGHT - 20 };
const TICKS = 4;
/** Where a figure no longer fits beside the axis. */
const SHORTENED_FROM = 100_000;

/** Bars over months, each part telling its month, name and amount. */
export function monthBars(head: Pick<Chart, 'id' | 'title' | 'says' | 'key'>, bars: readonly MonthBar[]): Chart {
  const stacked = bars.map((each) => ({ month: each.month, spans: stackOf(each) }));
  const ends = stacked.flatMap(({ spans }) => spans.flatMap(({ from, to }) => [drawn(from), drawn(to)]));
  const y = scaleLinear([Math.min(0, ...ends), Math.max(0, ...ends)], [PLOT.bottom, PLOT.top]).nice(TICKS);
  const x = scaleBand(
    bars.map(({ month }) => month),
    [PLOT.left, PLOT.right],
  ).padding(0.2);
  const drawing = [
    axisOf(y),
    ...stacked.map(({ month, spans }) =>
      spans.map(({ look, name, amount, from, to }) => {
        const left = x(month) ?? 0;
        const tells = `${[name, formatMonth(month)].filter((each) => each !== '').join(', ')}: ${formatMicro(amount)} USD`;
        return html`${bar(look, [left, left + x.bandwidth()], [y(drawn(from)), y(drawn(to))], tells)}\n`;
      }),
    ),
    monthLabels(
      x,
      bars.map(({ month }) => month),
    ),
  ];
  return { ...head, height: HEIGHT, drawing };
}

type Spans = readonly (MonthBar['parts'][number] & { readonly from: MicroUsd; readonly to: MicroUsd })[];

/** Positive parts upwards from zero, negative ones downwards. */
function stackOf({ parts }: MonthBar): Spans {
  let [above, below] = [0n, 0n];
  return parts
    .filter(({ amount }) => amount !== 0n)
    .map((part) => {
      const from = part.amount < 0n ? below : above;
      const to = from + part.amount;
      if (part.amount < 0n) below = to;
      else above = to;
      return { ...part, from, to };
    });
}

/** Lines across at round figures. */
function axisOf(y: ScaleLinear<number, number>): Html[] {
  const name = y.tickFormat(TICKS, Math.max(...y.domain()) < SHORTENED_FROM ? ',f' : '~s');
  return y.ticks(TICKS).map((tick) => {
    const place = at(y(tick));
    const line = html`<line class="${tick === 0 ? 'zero' : 'rule'}" x1="${PLOT.left}" x2="${PLOT.right}" y1="${place}" y2="${place}"></line>`;
    return html`${line}<text class="axis end" x="${PLOT.left - 6}" y="${at(y(tick) + 4)}">${name(tick)}</text>\n`;
  });
}

/** As many names as there is room for. */
function monthLabels(x: ScaleBand<Month>, months: readonly Month[]): Html[] {
  const every = Math.ceil(months.length / 7);
  return months
    .filter((_, index) => index % every === 0)
    .map((month) => {
      const middle = at((x(month) ?? 0) + x.bandwidth() / 2);
      return html`<text class="axis middle" x="${middle}" y="${HEIGHT - 5}">${shortMonth(month)}</text>`;
    });
}
