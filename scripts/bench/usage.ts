import { mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { alternately } from './alternately.ts';
import { plainContestants, REVSHARE } from './contestants.ts';
import { type Figures, fastest, figuresTable, times } from './figures-table.ts';
import { type GeneratedJobs, generateJobs } from './generate-jobs.ts';
import { writeJobWorld } from './job-people.ts';
import type { MeasuredRun } from './measured-run.ts';
import { reconcileOctober } from './revshare.ts';
import { withScratch } from './scratch.ts';

export interface UsageBench {
  readonly rows: number;
  readonly rounds: number;
  /** Whether the plain scripts run as well. */
  readonly against: boolean;
  readonly seed: number;
}

/**
 * Times revshare and the plain scripts over one generated job log, alternating, every run from nothing; then an
 * estimate again with nothing new, and with one more day. Prints the table and gives back revshare's run.
 *
 * @throws Error when a program has other totals than revshare
 */
export function benchUsage({ rows, rounds, against, seed }: UsageBench): Promise<MeasuredRun> {
  return withScratch(async (scratch) => {
    const inputs = join(scratch, 'inputs');
    mkdirSync(inputs);
    await writeJobWorld(inputs);
    const jobs = await generateJobs(inputs, rows, seed);
    const later = join(scratch, basename(jobs.oneMoreDay));
    renameSync(jobs.oneMoreDay, later);
    const { there, missing } = against ? plainContestants() : { there: [], missing: [] };
    const runs = await alternately([REVSHARE, ...there], { inputs, scratch, rounds });
    const own = fastest(runs.get(REVSHARE.name) ?? []);
    const first = `revshare, ${REVSHARE_DOES}`;
    console.log(`\n${rows.toLocaleString('en-US')} job rows in ${jobs.days.length} files, best of ${rounds}\n`);
    console.log(
      figuresTable(
        [
          { step: first, run: own, rows, against: '1x' },
          ...there.map(({ name }) => {
            const run = fastest(runs.get(name) ?? []);
            return { step: name, run, rows, against: times(run.seconds, own.seconds) };
          }),
          ...missing.map((step) => ({ step, run: null, rows, against: 'not on this machine' })),
          ...(await oneMoreDay({ scratch, inputs, jobs, later })),
        ],
        'against the first',
      ),
    );
    return own;
  });
}

const REVSHARE_DOES = 'from nothing: import, evidence, month, reports';

/** The data directory is kept from here on: nothing new, then the 31st. */
async function oneMoreDay(world: {
  scratch: string;
  inputs: string;
  jobs: GeneratedJobs;
  later: string;
}): Promise<Figures[]> {
  const { scratch, inputs, jobs, later } = world;
  const again = (): Promise<MeasuredRun> => reconcileOctober(scratch, ['--inputs', inputs]);
  const first = await again();
  const nothingNew = await again();
  renameSync(later, jobs.oneMoreDay);
  const withDay = await again();
  const rows = jobs.rows;
  return [
    { step: 'revshare again, nothing new', run: nothingNew, rows, against: times(nothingNew.seconds, first.seconds) },
    {
      step: `revshare with one more day (${jobs.rowsOfOneMoreDay.toLocaleString('en-US')} rows)`,
      run: withDay,
      rows: rows + jobs.rowsOfOneMoreDay,
      against: times(withDay.seconds, first.seconds),
    },
  ];
}
