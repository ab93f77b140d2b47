import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withScratch } from '../scripts/bench/scratch.ts';
import { csvOf } from '../test/worlds/job-logs.ts';
import { chanceOf } from './chance.ts';
import { countedOf } from './forms/counted.ts';
import { FORMS, type Form } from './forms/forms-of-log.ts';
import { largeLog, POLICY } from './forms/large-log.ts';
import { ended } from './months/running.ts';

/**
 * `npm run proof -- forms ROWS --seed S`: one large log of random jobs, written in every form that logs come in, split and in
 * another order, each read by one thread and by several. The same digest and figures, and those that counting one by one gives.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});

const MONTH = '2026-10';
const THREADS = [1, 2, 4];

const seed = Number(values.seed);
const jobs = largeLog(chanceOf(seed), Number(positionals[0] ?? '150000'));
const counted = countedOf(jobs);
const megabytes = Math.round(Buffer.byteLength(csvOf(jobs)) / 1e6);
process.stdout.write(
  `${jobs.length} rows of seed ${seed}, ${megabytes} MB as CSV: ${counted.jobs} count, ${counted.spark} Spark\n`,
);

let differing = 0;
let computed = 0;
let digest = '';
for (const form of FORMS) {
  for (const threads of THREADS) {
    const found = await withScratch((scratch) => closed(scratch, form, threads));
    computed += 1;
    digest ||= found.digest;
    if (found.digest === digest && found.jobs === counted.jobs && found.spark === counted.spark) continue;
    differing += 1;
    process.stdout.write(`${form.name}, ${threads} thread(s): ${JSON.stringify(found)}\n`);
  }
}
process.stdout.write(`${FORMS.length} forms, ${computed} times computed: ${differing} differ\n`);
process.exitCode = differing === 0 ? 0 : 1;

interface Found {
  readonly jobs: number;
  readonly spark: string;
  readonly digest: string;
}

async function closed(scratch: string, form: Form, threads: number): Promise<Found> {
  const inputs = join(scratch, 'inputs');
  mkdirSync(inputs);
  for (const [name, content] of await form.files(jobs, scratch)) writeFileSync(join(inputs, name), content);
  writeFileSync(join(inputs, 'revshare.yaml'), POLICY);
  const places = ['--inputs', inputs, '--data', join(scratch, 'data'), '--out', join(scratch, 'out')];
  const asked = ['reconcile', MONTH, '--json', '--as-of', '2026-12-05T00:00:00Z', '--threads', String(threads)];
  const { code, stdout, stderr } = await ended({ args: [...asked, ...places], env: process.env });
  if (code !== 0 && code !== 1) throw new Error(`${form.name}: reconcile ended with ${code}: ${stderr}`);
  const document = JSON.parse(stdout) as Readonly<
    Record<'credited_jobs' | 'credited_render_spark' | 'digest', unknown>
  >;
  return {
    jobs: Number(document.credited_jobs),
    spark: String(document.credited_render_spark),
    digest: String(document.digest),
  };
}
