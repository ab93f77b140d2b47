import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateJobs } from './generate-jobs.ts';
import { type TimedRun, timedRun } from './timed-run.ts';

const SEED = 20261031;
const CONFIG = `version: 1
first_month: 2026-10
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_bench] }
`;

/** Times the import of a generated job log and the query over it. */
export async function benchUsage(rows: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'revshare-bench-'));
  try {
    const inputs = join(scratch, 'inputs');
    mkdirSync(inputs);
    writeFileSync(join(inputs, 'revshare.yaml'), CONFIG);
    const log = join(inputs, 'jobs.csv');
    await generateJobs(log, rows, SEED);
    const megabytes = statSync(log).size / 1e6;
    const common = ['--data', join(scratch, 'data'), '--out', join(scratch, 'out'), '--as-of', '2026-11-20T00:00:00Z'];
    const start = await timedRun(scratch, ['--version']);
    const imported = await timedRun(scratch, ['import', log, ...common]);
    const reconciled = await timedRun(scratch, [
      'reconcile',
      '2026-10',
      '--config',
      join(inputs, 'revshare.yaml'),
      ...common,
    ]);
    const again = await timedRun(scratch, ['reconcile', '2026-10', '--inputs', inputs, ...common]);
    const cores = cpus();
    console.log(
      `${rows} job rows, ${megabytes.toFixed(0)} MB of CSV; ${cores.length} cores, ${cores[0]?.model ?? ''}, Node ${process.version}\n`,
    );
    console.log('| step | seconds | rows/s | CPU seconds | peak MB |');
    console.log('|---|---|---|---|---|');
    console.log(line('start-up (--version)', start, null));
    console.log(line('import: validate, hash, store as Parquet, keep as evidence', imported, rows));
    console.log(line('reconcile: query, split, reports', reconciled, rows));
    console.log(line('reconcile again with the inputs (nothing new)', again, rows));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function line(step: string, run: TimedRun, rows: number | null): string {
  const rate = rows === null ? '' : Math.round(rows / run.seconds).toLocaleString('en-US');
  return `| ${step} | ${run.seconds.toFixed(2)} | ${rate} | ${run.cpuSeconds.toFixed(2)} | ${run.peakMb.toFixed(0)} |`;
}
