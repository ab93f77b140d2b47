import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, type JobFields, jobFields, jsonlOf, logFile } from '../../../test/worlds/job-logs.ts';
import { lookAt, OCTOBER, OTHER_WORKER, POLICY } from '../../../test/worlds/usage-of-logs.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { queryUsageAndWork } from './points-query.ts';

/** What is told of logs: by which log, of how many rows how many have twins, their Spark, and the line of the first. */
async function twinsOf(...logs: (readonly JobFields[])[]) {
  const directory = freshDirectory();
  const files = [];
  for (const [at, jobs] of logs.entries()) {
    const [text, format] = at % 2 === 0 ? ([csvOf(jobs), 'csv'] as const) : ([jsonlOf(jobs), 'jsonl'] as const);
    files.push(await logFile(text, format, `sha-${at}`, { directory }));
  }
  const derived = openDerivedFiles(join(directory, 'derived'), directory);
  const query = { files, months: [OCTOBER], policy: POLICY, derived, tempDir: join(directory, 'temp'), threads: 1 };
  const { twins } = await queryUsageAndWork(query, lookAt(OCTOBER));
  return twins.map(({ looked, twins: count, points, source }) => [source.input, looked, count, points, source.line]);
}

/** Jobs of 1.5 Spark, one each minute of an hour of 5 October. */
const hour = (at: number, count: number, id: string, fields: JobFields = {}): JobFields[] =>
  Array.from({ length: count }, (_, minute) =>
    jobFields({
      job_id: `${id}-${at}-${minute}`,
      completed_at: new Date(Date.UTC(2026, 9, 5, at, minute)).toISOString(),
      ...fields,
    }),
  );

/** Jobs that are alike, at one instant. */
const atOnce = (at: number, count: number, id: string): JobFields[] =>
  Array.from({ length: count }, (_, index) => ({ ...hour(at, 1, id)[0], job_id: `${id}-${at}-${index}` }));

describe('logs that hold the same jobs under other ids', () => {
  it('are told where most of a log has twins in others', async () => {
    // Six jobs of ten: 9.0 Spark of the second log; of the first log's sixty 6 are a tenth.
    const other = [...hour(1, 4, 'b'), ...hour(0, 6, 'b')];
    expect(await twinsOf(hour(0, 60, 'a'), other)).toEqual([['sha-1', 10, 6, 9_000_000n, 5]]);
  });

  it('are both told where both are the same jobs', async () => {
    expect(await twinsOf(hour(0, 5, 'a'), hour(0, 5, 'b'))).toEqual([
      ['sha-0', 5, 5, 7_500_000n, 2],
      ['sha-1', 5, 5, 7_500_000n, 1],
    ]);
  });

  it.each<[string, JobFields[][]]>([
    ['copies under the same ids', [hour(0, 9, 'a'), hour(0, 9, 'a')]],
    [
      'copies of a log that holds jobs that are alike',
      [
        [...hour(0, 6, 'a'), ...hour(0, 6, 'b')],
        [...hour(0, 6, 'a'), ...hour(0, 6, 'b')],
      ],
    ],
    ['jobs that are alike in one log', [[...hour(0, 9, 'a'), ...hour(0, 9, 'b')], hour(1, 9, 'c')]],
    ['four jobs that are alike', [hour(0, 4, 'a'), hour(0, 4, 'b')]],
    [
      'less than half of each',
      [
        [...hour(0, 9, 'a'), ...hour(1, 10, 'a')],
        [...hour(0, 9, 'b'), ...hour(2, 10, 'b')],
      ],
    ],
    ['jobs of other workers', [hour(0, 9, 'a'), hour(0, 9, 'b', { worker_wallet: OTHER_WORKER })]],
    ['jobs of other amounts', [hour(0, 9, 'a'), hour(0, 9, 'b', { render_spark: '1.6' })]],
    ['jobs that did not complete', [hour(0, 9, 'a'), hour(0, 9, 'b', { status: 'failed' })]],
    [
      'jobs that are paid elsewhere',
      [hour(0, 9, 'a', { payment_model: 'sogni' }), hour(0, 9, 'b', { payment_model: 'sogni' })],
    ],
    ['jobs of another month', [hour(720, 9, 'a'), hour(720, 9, 'b'), hour(0, 9, 'c')]],
    ['one log', [hour(0, 9, 'a')]],
  ])('are not told of %s', async (_, logs) => {
    expect(await twinsOf(...logs)).toEqual([]);
  });

  it('are told of batches too, of which the other log has as many', async () => {
    // Batches of 4, 3, 2 and 1 at one instant each: 10 jobs of 1.5 Spark.
    const batches = (id: string) => [4, 3, 2, 1].flatMap((size, at) => atOnce(at, size, id));
    expect(await twinsOf(batches('a'), batches('b'))).toEqual([
      ['sha-0', 10, 10, 15_000_000n, 2],
      ['sha-1', 10, 10, 15_000_000n, 1],
    ]);
  });

  it('are not told of batches that are dealt out over two logs', async () => {
    // Pairs, of which each job goes to either log: of 4 pairs 2 are parted. Batches of 4: 1 to 3, 2 to 2 and 3 to 1.
    const pairs = [
      [1, 1],
      [2, 0],
      [1, 1],
      [0, 2],
    ];
    const fours = [
      [1, 3],
      [2, 2],
      [3, 1],
      [1, 3],
      [2, 2],
      [3, 1],
    ];
    const dealt = (batches: number[][], log: number) =>
      batches.flatMap((sizes, at) => atOnce(at, sizes[log] ?? 0, `log-${log}`));
    for (const batches of [[...pairs, ...pairs, ...pairs], fours])
      expect(await twinsOf(dealt(batches, 0), dealt(batches, 1))).toEqual([]);
  });

  it('are told of rounds of one job too, that are the same events under other ids', async () => {
    const rounds = (event: string) => hour(0, 6, 'a').map((job, at) => ({ ...job, event_id: `${event}-${at}` }));
    expect(await twinsOf(rounds('e'), rounds('f'))).toHaveLength(2);
  });

  it('are told of a part of many, that the instants choose', async () => {
    // 20,010 rows: those at an instant that is a multiple of 3 ms.
    const many = (id: string, count: number) =>
      Array.from({ length: count }, (_, ms) =>
        jobFields({ job_id: `${id}-${ms}`, completed_at: new Date(Date.UTC(2026, 9, 5) + ms).toISOString() }),
      );
    const first = Date.UTC(2026, 9, 5) % 3;
    expect(first).toBe(0);
    expect(await twinsOf(many('a', 19_950), many('b', 60))).toEqual([['sha-1', 20, 20, 30_000_000n, 1]]);
  });
});
