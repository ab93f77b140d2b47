import { figuresTable } from './figures-table.ts';
import { type MeasuredRun, measuredRun } from './measured-run.ts';
import { LAUNCHER } from './revshare.ts';

const RUNS = 21;

/** Times `revshare --version` against a bare Node that does nothing, alternating; prints the medians. */
export async function benchStartUp(): Promise<void> {
  const bare: MeasuredRun[] = [];
  const version: MeasuredRun[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await measuredRun({ program: process.execPath, args: ['-e', '0'] }));
    version.push(await measuredRun({ program: LAUNCHER, args: ['--version'] }));
  }
  const node = median(bare);
  const own = median(version);
  const more = `${((own.seconds - node.seconds) * 1000).toFixed(0)} ms more`;
  console.log(`\nstart-up, median of ${RUNS}\n`);
  console.log(
    figuresTable(
      [
        { step: 'node -e 0', run: node, rows: null },
        { step: 'revshare --version', run: own, rows: null, against: more },
      ],
      'against bare Node',
    ),
  );
}

/** The middle one of an odd number of runs. */
export function median(runs: readonly MeasuredRun[]): MeasuredRun {
  const middle = runs.toSorted((one, other) => one.seconds - other.seconds)[(runs.length - 1) / 2];
  if (middle === undefined) throw new Error('an odd number of runs has a middle');
  return middle;
}
