import { describe, expect, it } from 'vitest';
import { command, decide, finalize, KILN, listExceptions, review, smallWorld } from '../worlds/close-world.ts';
import { jobFields, jsonlOf } from '../worlds/job-logs.ts';
import { OCTOBER, october, usageOf } from '../worlds/usage-of-logs.ts';
import { reportRows, type World } from '../worlds/world.ts';

/** Rows of a log in which none has a time: one of a status that nobody knows, one that failed. */
const UNDATED = [
  'job_id,status,worker_wallet,render_spark',
  `odd-1,parked,${KILN},3.000000`,
  `odd-2,failed,${KILN},0.500000`,
];

function undatedWorld(): World {
  const world = smallWorld();
  world.write('jobs/undated.csv', `${UNDATED.join('\n')}\n`);
  return world;
}

function excluded(reconciled: Awaited<ReturnType<typeof review>>) {
  return reconciled.document.excluded
    .filter(({ source }) => source === 'job-log')
    .map(({ reason, rows, render_spark }) => [reason, rows, render_spark]);
}

describe('a job log in which no row has a time', () => {
  it('is told in the first open month, and once', async () => {
    const world = undatedWorld();
    const august = await review(world, '2026-08');
    expect(august.document.exceptions.map(({ code, what, file, line }) => [code, what, file, line])).toEqual([
      ['unknown-status', 'the status parked is on no list: 1 row(s), 3.000000 Spark', 'jobs/undated.csv', 2],
    ]);
    expect(excluded(august)).toEqual([
      ['not-completed', 1, '0.500000'],
      ['unknown-status', 1, '3.000000'],
    ]);
    expect(
      reportRows(august, 'wallet-jobs.csv')
        .filter(({ kind }) => kind === 'excluded')
        .map(({ wallet, name, jobs, render_spark }) => [wallet, name, jobs, render_spark]),
    ).toEqual([
      [KILN, 'not-completed', '1', '0.500000'],
      [KILN, 'unknown-status', '1', '3.000000'],
    ]);
    // The two dated jobs of August, and no more, fall in it.
    expect(JSON.parse(august.reports.get('manifest.json') ?? '')).toMatchObject({ totals: { job_rows: 2 } });
    await expect(finalize(world, '2026-08')).rejects.toThrow('unknown-status');
    await decide(world, '2026-08', [
      {
        code: 'unknown-status',
        subject: 'parked 1 row(s), 3.000000 Spark',
        decision: 'leave-out',
        note: 'none of them ran',
      },
    ]);
    await finalize(world, '2026-08');
    const september = await review(world, '2026-09');
    expect([september.document.exceptions, excluded(september)]).toEqual([[], []]);
    expect((await command(world, ['verify', '--all'])).code).toBe(0);
  });

  it('is told in the month after the one that is final when it comes', async () => {
    const world = smallWorld();
    await finalize(world, '2026-08');
    world.write('jobs/undated.csv', `${UNDATED.join('\n')}\n`);
    const september = await review(world, '2026-09');
    expect(september.document.exceptions.map(({ code, line }) => [code, line])).toEqual([['unknown-status', 2]]);
    // An estimate of a later month leaves it to the first open one.
    expect(excluded(await review(world, '2026-10'))).toEqual([]);
    expect((await listExceptions(world, '2026-09')).open).toBe(1);
  });

  it('is no usage of the month: one without another row stays unknown', async () => {
    const world = undatedWorld();
    world.remove('jobs/2026-08.csv');
    const august = await review(world, '2026-08');
    expect(august.document.exceptions.map(({ code }) => code)).toEqual(['unknown-status', 'usage-missing']);
  });

  it('that may be cut off is told where its rows are', async () => {
    const world = smallWorld();
    world.write('jobs/undated.csv', UNDATED.join('\n'));
    const august = await review(world, '2026-08');
    expect(reportRows(august, 'warnings.csv').map(({ code, line }) => [code, line])).toEqual([['unfinished-log', '3']]);
    expect(reportRows(await review(world, '2026-09'), 'warnings.csv')).toEqual([]);
  });
});

describe('rows without a time', () => {
  const parked = (job_id: string, completed_at = '') => jobFields({ job_id, completed_at, status: 'parked' });

  it('are told of no month that is not asked for them', async () => {
    const [usage] = await usageOf([{ jobs: [parked('a')] }], [OCTOBER]);
    expect([usage?.rows, usage?.findings, usage?.excluded]).toEqual([0, [], []]);
  });

  it('of a log of another month are not what a month’s value is cited by', async () => {
    // sha-0 ends in November, and so is its parked row; October’s is the second row of sha-1, line 3.
    const november = [parked('a'), jobFields({ job_id: 'b', completed_at: '2026-11-02T00:00:00Z' })];
    const [usage] = await usageOf(
      [{ jobs: november }, { jobs: [jobFields({ job_id: 'c' }), parked('d')], as: 'csv' }],
      [OCTOBER],
    );
    expect(usage?.findings).toMatchObject([{ jobId: 'parked', rows: 1, input: 'sha-1', line: 3 }]);
  });

  it('are of their log’s month by what the configuration says is completed', async () => {
    const done = jobFields({ job_id: 'e', status: 'done', completed_at: '2026-10-03T00:00:00Z' });
    const late = jobFields({ job_id: 'f', status: 'failed', completed_at: '2026-11-03T00:00:00Z' });
    const extensions = { completed: ['done'], notCompleted: [], subscription: [], notSubscription: [] };
    const { findings } = await october([parked('a'), done, late], { extensions });
    expect(findings).toMatchObject([{ jobId: 'parked', rows: 1, line: 2 }]);
  });

  it('count the same in JSON Lines', async () => {
    const world = smallWorld();
    world.write('jobs/undated.jsonl', jsonlOf([{ job_id: 'odd-1', status: 'parked' }, parked('odd-2')]));
    const august = await review(world, '2026-08');
    // 1.5 Spark of the second row.
    expect(excluded(august)).toEqual([['unknown-status', 2, '1.500000']]);
  });
});
