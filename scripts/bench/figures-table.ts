import type { MeasuredRun } from './measured-run.ts';

/** One line of the table: a run, or why there is none. */
export interface Figures {
  readonly step: string;
  readonly run: MeasuredRun | null;
  /** What it went through; null where rows per second mean nothing. */
  readonly rows: number | null;
  /** Compared with another run, in words. */
  readonly against?: string;
}

/** A table in Markdown, as the README shows it. `what` heads the last column; without it there is none. */
export function figuresTable(lines: readonly Figures[], what?: string): string {
  const head = ['step', 'seconds', 'rows/s', 'CPU seconds', 'peak MB'];
  const cells = [head, head.map(() => '---'), ...lines.map(cellsOf)];
  const last = [what ?? '', '---', ...lines.map(({ against = '' }) => against)];
  return cells.map((row, index) => `| ${(what === undefined ? row : [...row, last[index]]).join(' | ')} |`).join('\n');
}

function cellsOf({ step, run, rows }: Figures): string[] {
  if (run === null) return [step, '-', '-', '-', '-'];
  const rate = rows === null ? '' : Math.round(rows / run.seconds).toLocaleString('en-US');
  return [step, run.seconds.toFixed(2), rate, run.cpuSeconds?.toFixed(2) ?? '-', run.peakMb?.toFixed(0) ?? '-'];
}

/** How many times as long one took as another, like `2.31x`. */
export function times(seconds: number, than: number): string {
  return `${(seconds / than).toFixed(seconds < than ? 3 : 2)}x`;
}

/** The fastest of several runs of one thing: the one that the rest of the machine disturbed least. */
export function fastest(runs: readonly MeasuredRun[]): MeasuredRun {
  const [first, ...others] = runs;
  if (first === undefined) throw new Error('nothing was run');
  return others.reduce((best, run) => (run.seconds < best.seconds ? run : best), first);
}
