import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figures, figuresTable } from './figures-table.ts';
import { generateCharges } from './generate-charges.ts';
import { generateJobs } from './generate-jobs.ts';
import { writeJobWorld } from './job-people.ts';
import { reconcileOctober, revshare } from './revshare.ts';
import { withScratch } from './scratch.ts';

const SEED = 20_261_031;
const JOBS_PER_CHARGE = 10;

/** Times `explain`, a whole process each, over a month of that many charges and ten times as many jobs of 5,000 wallets. */
export function benchExplain(charges: number): Promise<void> {
  return withScratch(async (scratch) => {
    const inputs = join(scratch, 'inputs');
    mkdirSync(inputs);
    await writeJobWorld(inputs);
    await generateCharges(inputs, charges);
    const { days } = await generateJobs(inputs, charges * JOBS_PER_CHARGE, SEED);
    const config = ['--config', join(inputs, 'revshare.yaml')];
    await reconcileOctober(scratch, ['--inputs', inputs, ...config]);
    const [job = ''] =
      readFileSync(days[8] ?? '', 'utf8')
        .split('\n')[17]
        ?.split(',') ?? [];
    const payouts = readFileSync(join(scratch, 'out', '2026-10', 'review', 'payouts.csv'), 'utf8').split('\n');
    const wallet = payouts[16]?.split(',')[2] ?? '';
    const lines: Figures[] = [];
    for (const asked of [
      wallet,
      'payouts.csv:17',
      'pool.csv:9',
      '23.15',
      'ch_503',
      job,
      'exclusions.csv:2',
      'exclusions.csv:9',
    ]) {
      lines.push({ step: `explain ${asked}`, run: await revshare(scratch, ['explain', asked, ...config]), rows: null });
    }
    console.log(`\n${charges.toLocaleString('en-US')} charges, ${JOBS_PER_CHARGE} times as many jobs, 5,000 wallets\n`);
    console.log(figuresTable(lines));
  });
}
