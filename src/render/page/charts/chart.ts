import { type Html, type HtmlPart, html } from '../html.ts';

/** A chart: drawn when the page is made, in units that are about a pixel of a phone. */
export interface Chart {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for who cannot see it: the figures themselves stand in a table. */
  readonly says: string;
  readonly height: number;
  readonly drawing: HtmlPart;
  /** Below it. */
  readonly key?: Html;
}

/** Every chart is as wide as a phone, so that its texts can be read there. */
export const CHART_WIDTH = 360;

/** The chart with its title and its accessible name. */
export function chartOf({ id, title, says, height, drawing, key }: Chart): Html {
  return html`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${CHART_WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-says">
<title id="${id}-title">${title}</title><desc id="${id}-says">${says}</desc>
${drawing}
</svg>${key ?? ''}</figure>`;
}

/** Where a mark is drawn. The only place where an amount becomes a number: no figure is computed from it. */
export function drawn(millionths: bigint): number {
  return Number(millionths) / 1_000_000;
}

/** A place in a chart, to a tenth of a unit: the same text on any machine. */
export function at(place: number): string {
  return (Math.round(place * 10) / 10 + 0).toString();
}

/** A rectangle between two places, however they lie, that tells its figure when it is pointed at. */
export function bar(look: string, x: readonly [number, number], y: readonly [number, number], tells: string): Html {
  const [left, right] = [Math.min(...x), Math.max(...x)];
  const [top, bottom] = [Math.min(...y), Math.max(...y)];
  const size = html`x="${at(left)}" y="${at(top)}" width="${at(right - left)}" height="${at(bottom - top)}"`;
  return html`<rect class="${look}" ${size}><title>${tells}</title></rect>`;
}

/** A key to what the colours mean. */
export function keyOf(entries: readonly { readonly look: string; readonly name: string }[]): Html {
  return html`<ul class="key">${entries.map(
    ({ look, name }) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${look}" width="10" height="10"></rect></svg>${name}</li>`,
  )}</ul>`;
}
