import type { MeasuredRun } from './measured-run.ts';
import type { UsageBench } from './usage.ts';

/** Times every size, then prints how time and memory grow from one size to the next. */
export async function benchSizes(
  sizes: readonly UsageBench[],
  bench: (size: UsageBench) => Promise<MeasuredRun>,
): Promise<void> {
  const grown: Size[] = [];
  for (const size of sizes) grown.push({ rows: size.rows, run: await bench(size) });
  if (grown.length > 1) console.log(`\n${growthTable(grown)}`);
}

export interface Size {
  readonly rows: number;
  readonly run: MeasuredRun;
}

/** Each size against the one before: so many times the rows, so many times the time and memory. */
export function growthTable(sizes: readonly Size[]): string {
  const head =
    '| job rows | times the rows | seconds | times the time | peak MB | times the memory |\n|---|---|---|---|---|---|';
  const lines = sizes.map(({ rows, run }, index) => {
    const before = sizes[index - 1];
    const times = (now: number | null, then: number | null | undefined): string =>
      now === null || then === null || then === undefined ? '' : (now / then).toFixed(1);
    return [
      ...['', rows.toLocaleString('en-US'), times(rows, before?.rows)],
      ...[run.seconds.toFixed(2), times(run.seconds, before?.run.seconds)],
      ...[run.peakMb?.toFixed(0) ?? '-', times(run.peakMb, before?.run.peakMb), ''],
    ]
      .join(' | ')
      .trim();
  });
  return [head, ...lines].join('\n');
}
