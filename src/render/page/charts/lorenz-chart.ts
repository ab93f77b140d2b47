import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Distribution, LorenzPoint } from '../../../core/overview/distribution.ts';
import { html } from '../html.ts';
import { at, CHART_WIDTH, type Chart, drawn } from './chart.ts';

const SIZE = 240;
const PLOT = { left: 44, right: CHART_WIDTH - 30, top: 8, bottom: SIZE - 22 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The Lorenz curve: what part of the whole the poorest part of the wallets earned. On the dashed line all earn the same. */
export function lorenzChart(
  head: Pick<Chart, 'id' | 'title' | 'says'>,
  { lorenz, wallets, earned }: Distribution,
): Chart {
  const x = scaleLinear([0, 1], [PLOT.left, PLOT.right]);
  const y = scaleLinear([0, 1], [PLOT.bottom, PLOT.top]);
  const left = (point: LorenzPoint): number => x(point.wallets / wallets);
  const up = (point: LorenzPoint): number => y(drawn(point.earned) / drawn(earned));
  const curve = line<LorenzPoint>(left, up).digits(1)(lorenz) ?? '';
  const between = area<LorenzPoint>(left, (point) => y(point.wallets / wallets), up).digits(1)(lorenz) ?? '';
  const percent = (part: number): string => `${part * 100} %`;
  return {
    ...head,
    height: SIZE,
    drawing: [
      TICKS.map(
        (tick) =>
          html`<line class="rule" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"></line><text class="axis end" x="${PLOT.left - 6}" y="${at(y(tick) + 4)}">${percent(tick)}</text><text class="axis middle" x="${at(x(tick))}" y="${SIZE - 6}">${percent(tick)}</text>`,
      ),
      html`<path class="wash" d="${between}"></path>`,
      html`<line class="even" x1="${at(x(0))}" y1="${at(y(0))}" x2="${at(x(1))}" y2="${at(y(1))}"></line>`,
      html`<path class="stroke" d="${curve}"></path>`,
    ],
  };
}
