import { beforeAll, describe, expect, it } from 'vitest';
import {
  command,
  decide,
  FORGE,
  finalBytes,
  finalize,
  finalRows,
  KILN,
  listExceptions,
  review,
  smallWorld,
  writeJobs,
  writeStripe,
} from '../worlds/close-world.ts';
import { reportRows, type World } from '../worlds/world.ts';

/** Does jobs of 0 Spark only. */
const NEWCOMER = '0x9999999999999999999999999999999999999999';

/** Jobs and render Spark per wallet, from payouts.csv. */
function work(rows: readonly Record<string, string>[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.wallet ?? '', `${row.jobs} jobs, ${row.render_spark}`]));
}

/** August is final; then a log of August arrives with a job of each worker. */
async function lateWorld(): Promise<World> {
  const world = smallWorld();
  writeStripe(world, 'all', [
    { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
  ]);
  await finalize(world, '2026-08');
  writeJobs(world, 'jobs/2026-08-late.csv', [
    { id: 'late-kiln', at: '2026-08-20T10:00:00Z', worker: KILN, spark: '4.000000' },
    { id: 'late-forge', at: '2026-08-21T10:00:00Z', worker: FORGE, spark: '6.500000' },
  ]);
  return world;
}

describe('late jobs of a final month', () => {
  let world: World;
  let august: Map<string, string>;
  const lateOfKiln = `2026-08 ${KILN} 1 4.000000`;
  const lateOfForge = `2026-08 ${FORGE} 1 6.500000`;

  beforeAll(async () => {
    world = await lateWorld();
    august = finalBytes(world, '2026-08');
  });

  it('are an exception of the open month, one per wallet, and credit nothing by themselves', async () => {
    const september = await review(world, '2026-09');
    const { exceptions } = await listExceptions(world, '2026-09');
    expect(exceptions.map(({ code, subject, allowed }) => [code, subject, allowed])).toEqual([
      ['late-jobs', lateOfForge, ['credit', 'leave-out']],
      ['late-jobs', lateOfKiln, ['credit', 'leave-out']],
    ]);
    expect(work(reportRows(september, 'payouts.csv'))).toEqual({
      [KILN]: '1 jobs, 30.000000',
      [FORGE]: '1 jobs, 10.000000',
    });
  });

  it('credited ones count in the open month, left out ones do not', async () => {
    await decide(world, '2026-09', [
      { code: 'late-jobs', subject: lateOfKiln, decision: 'credit' },
      { code: 'late-jobs', subject: lateOfForge, decision: 'leave-out', note: 'test run' },
    ]);
    const september = await review(world, '2026-09');
    expect(work(reportRows(september, 'payouts.csv'))).toEqual({
      [KILN]: '2 jobs, 34.000000',
      [FORGE]: '1 jobs, 10.000000',
    });
    // The month after does not count them: they belong to the first open one.
    const october = await review(world, '2026-10');
    expect(work(reportRows(october, 'payouts.csv'))).toEqual({
      [KILN]: '1 jobs, 30.000000',
      [FORGE]: '1 jobs, 10.000000',
    });
  });

  it('are credited once: the month after neither counts nor asks again', async () => {
    await finalize(world, '2026-09');
    expect(work(finalRows(world, '2026-09', 'payouts.csv'))[KILN]).toBe('2 jobs, 34.000000');
    const october = await review(world, '2026-10');
    expect(work(reportRows(october, 'payouts.csv'))).toEqual({
      [KILN]: '1 jobs, 30.000000',
      [FORGE]: '1 jobs, 10.000000',
    });
    expect((await listExceptions(world, '2026-10')).exceptions).toEqual([]);
  });

  it('still more of them are an exception of their own, about those alone', async () => {
    writeJobs(world, 'jobs/2026-08-later.csv', [
      { id: 'later-kiln', at: '2026-08-22T10:00:00Z', worker: KILN, spark: '1.250000' },
      { id: 'later-forge', at: '2026-08-23T10:00:00Z', worker: FORGE, spark: '0.250000' },
    ]);
    await review(world, '2026-10');
    const { exceptions } = await listExceptions(world, '2026-10');
    // Not what was credited, and not what was left out.
    expect(exceptions.map(({ subject }) => subject)).toEqual([
      `2026-08 ${FORGE} 1 0.250000`,
      `2026-08 ${KILN} 1 1.250000`,
    ]);
  });

  it('of 0 Spark are told too; a wallet that has nothing else is listed at 0 once they are credited', async () => {
    writeJobs(world, 'jobs/2026-08-latest.csv', [
      { id: 'latest-kiln', at: '2026-08-24T10:00:00Z', worker: KILN, spark: '0.000000' },
      { id: 'latest-newcomer', at: '2026-08-24T11:00:00Z', worker: NEWCOMER, spark: '0.000000' },
    ]);
    await review(world, '2026-10');
    const { exceptions } = await listExceptions(world, '2026-10');
    // Kiln's together with the 1.25 that are open still.
    const subjects = [`2026-08 ${FORGE} 1 0.250000`, `2026-08 ${NEWCOMER} 1 0.000000`, `2026-08 ${KILN} 2 1.250000`];
    expect(exceptions.map(({ subject }) => subject)).toEqual(subjects);
    await decide(
      world,
      '2026-10',
      subjects.map((subject) => ({ code: 'late-jobs', subject, decision: 'credit' })),
    );
    const october = await review(world, '2026-10');
    expect(work(reportRows(october, 'payouts.csv'))).toEqual({
      [KILN]: '3 jobs, 31.250000',
      [FORGE]: '2 jobs, 10.250000',
      [NEWCOMER]: '1 jobs, 0.000000',
    });
    await finalize(world, '2026-10');
    await review(world, '2026-11');
    expect((await listExceptions(world, '2026-11')).exceptions).toEqual([]);
  });

  it('leave the final month as it is', () => {
    expect(finalBytes(world, '2026-08')).toEqual(august);
  });
});

describe('late jobs of several final months', () => {
  const participates = (wallets: readonly string[]): string =>
    `wallet,enabled_from,enabled_until\n${wallets.map((wallet) => `${wallet},2026-07-01T00:00:00Z,\n`).join('')}`;

  it('are none of a month whose list had no row, which is not a month without a list', async () => {
    const world = smallWorld();
    // August: a list, and nobody on it. September: Kiln alone.
    world.write('participation.csv', participates([]));
    await finalize(world, '2026-08');
    world.write('participation.csv', participates([KILN]));
    await finalize(world, '2026-09');
    writeJobs(world, 'jobs/late.csv', [
      { id: 'late-8', at: '2026-08-20T10:00:00Z', worker: KILN, spark: '8.000000' },
      { id: 'late-9', at: '2026-09-20T10:00:00Z', worker: KILN, spark: '9.000000' },
    ]);
    await review(world, '2026-10');
    const { exceptions } = await listExceptions(world, '2026-10');
    expect(exceptions.map(({ subject }) => subject)).toEqual([`2026-09 ${KILN} 1 9.000000`]);
  });

  it('are told by the list that each of them used', async () => {
    const world = smallWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    world.write('participation.csv', participates([KILN]));
    await finalize(world, '2026-08');
    // From now on Forge took part all the time; August was closed without it, September and October with it.
    world.write('participation.csv', participates([KILN, FORGE]));
    await finalize(world, '2026-09');
    await finalize(world, '2026-10');
    const late = (month: string, spark: string) => [
      { id: `${month}-late-kiln`, at: `${month}-20T10:00:00Z`, worker: KILN, spark },
      { id: `${month}-late-forge`, at: `${month}-21T10:00:00Z`, worker: FORGE, spark },
    ];
    writeJobs(world, 'jobs/late.csv', [
      ...late('2026-08', '8.000000'),
      ...late('2026-09', '9.000000'),
      ...late('2026-10', '10.000000'),
    ]);
    await review(world, '2026-11');
    const { exceptions } = await listExceptions(world, '2026-11');
    expect(exceptions.map(({ subject }) => subject)).toEqual([
      `2026-08 ${KILN} 1 8.000000`,
      `2026-09 ${FORGE} 1 9.000000`,
      `2026-09 ${KILN} 1 9.000000`,
      `2026-10 ${FORGE} 1 10.000000`,
      `2026-10 ${KILN} 1 10.000000`,
    ]);
  });
});

describe('a job of a final month that a later log contradicts', () => {
  it('is a warning of the open month: what was credited stays', async () => {
    const world = smallWorld();
    writeJobs(world, 'jobs/2026-08-more.csv', [
      { id: 'twice', at: '2026-08-20T10:00:00Z', worker: KILN, spark: '4.000000' },
    ]);
    await finalize(world, '2026-08');
    const august = finalBytes(world, '2026-08');
    const warned = async () =>
      reportRows(await review(world, '2026-09'), 'warnings.csv')
        .filter(({ code }) => code === 'fewer-jobs')
        .map(({ subject, what }) => [subject, what]);
    expect(await warned()).toEqual([]);
    // The same id with other Spark: neither row counts (R11).
    writeJobs(world, 'jobs/2026-09-again.csv', [
      { id: 'twice', at: '2026-08-20T10:00:00Z', worker: KILN, spark: '5.000000' },
    ]);
    expect(await warned()).toEqual([
      ['2026-08', '2026-08 credited 1 job(s), 4.000000 Spark more than its jobs say now, to 1 wallet(s)'],
    ]);
    expect(finalBytes(world, '2026-08')).toEqual(august);
  });

  it('counts once where it was told with an event id, though a later month has it without one, for less', async () => {
    const world = smallWorld();
    const name = 'jobs/2026-08-more.csv';
    writeJobs(world, name, [{ id: 'turn', at: '2026-08-20T10:00:00Z', worker: KILN, spark: '4.000000' }]);
    world.write(name, world.read(name).replace('job_id,', 'event_id,job_id,').replace('turn,', 'event,turn,'));
    await finalize(world, '2026-08');
    writeJobs(world, 'jobs/2026-09-more.csv', [
      { id: 'turn', at: '2026-09-02T10:00:00Z', worker: KILN, spark: '1.000000' },
    ]);
    // August credited 4 for it: of September only Kiln's 30 count (R11: one copy counts).
    const september = await review(world, '2026-09');
    expect(work(reportRows(september, 'payouts.csv'))).toMatchObject({ [KILN]: '1 jobs, 30.000000' });
    expect(reportRows(september, 'warnings.csv').filter(({ code }) => code === 'fewer-jobs')).toEqual([]);
    expect(september.document.exceptions.map(({ code }) => code)).toContain('job-conflict');
  });
});

describe('rows of a final month that come later and need a person', () => {
  it('are exceptions of the open month until they are decided, once', async () => {
    const world = smallWorld();
    await finalize(world, '2026-08');
    const august = finalBytes(world, '2026-08');
    const log = (name: string, spark: string): void =>
      writeJobs(world, name, [
        // Contradicts Kiln's 30.000000 of the final month; the new job is worth as much, so that no points are late.
        { id: '2026-08-kiln', at: '2026-08-05T10:00:00Z', worker: KILN, spark },
        { id: 'new', at: '2026-08-20T10:00:00Z', worker: KILN, spark: '30.000000' },
        { id: 'odd', at: '2026-08-21T10:00:00Z', worker: FORGE, spark: '7.000000' },
      ]);
    log('jobs/2026-08-late.csv', '31.000000');
    const late = world.read('jobs/2026-08-late.csv');
    world.write('jobs/2026-08-late.csv', late.replace(/^(odd,[^,]*,)completed/m, '$1parked'));
    const september = await review(world, '2026-09');
    const found = september.document.exceptions.map(({ code, what }) => [code, what]);
    expect(found).toEqual([
      ['job-conflict', 'job 2026-08-kiln has rows of different content: 2 row(s), 61.000000 Spark; 2026-08 is final'],
      ['unknown-status', 'the status parked is on no list: 1 row(s), 7.000000 Spark; 2026-08 is final'],
    ]);
    expect(work(reportRows(september, 'payouts.csv'))).toEqual({
      [KILN]: '1 jobs, 30.000000',
      [FORGE]: '1 jobs, 10.000000',
    });
    await decide(world, '2026-09', [
      { code: 'job-conflict', subject: '2026-08-kiln', decision: 'leave-out', note: 'the first was right' },
      {
        code: 'unknown-status',
        subject: 'parked 1 row(s), 7.000000 Spark',
        decision: 'leave-out',
        note: 'did not complete',
      },
    ]);
    await finalize(world, '2026-09');
    await review(world, '2026-10');
    expect((await listExceptions(world, '2026-10')).exceptions).toEqual([]);
    expect(finalBytes(world, '2026-08')).toEqual(august);
    expect((await command(world, ['verify', '--all'])).code).toBe(0);
  });
});

describe('a word of a log that is explained after the month is final', () => {
  it('makes its job late, though no other log has come', async () => {
    const world = smallWorld();
    const header =
      'job_id,completed_at,status,payment_model,trialing,worker_wallet,subscriber_wallet,model_id,render_spark';
    const subscriber = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';
    const row = `odd,2026-08-09T10:00:00Z,rendered,subscription,false,${KILN},${subscriber},z-image-turbo,5.000000`;
    world.write('jobs/2026-08-odd.csv', `${header}\n${row}\n`);
    await review(world, '2026-08');
    const [odd] = (await listExceptions(world, '2026-08')).exceptions;
    expect([odd?.code, odd?.allowed]).toEqual(['unknown-status', ['leave-out']]);
    await decide(world, '2026-08', [
      { code: 'unknown-status', subject: odd?.subject ?? '', decision: 'leave-out', note: 'nobody knows it' },
    ]);
    await finalize(world, '2026-08');
    await review(world, '2026-09');
    expect((await listExceptions(world, '2026-09')).exceptions).toEqual([]);
    world.write('revshare.yaml', `${world.read('revshare.yaml')}usage: { statuses: { completed: [rendered] } }\n`);
    await review(world, '2026-09');
    const { exceptions } = await listExceptions(world, '2026-09');
    expect(exceptions.map(({ code, subject }) => [code, subject])).toEqual([
      ['late-jobs', `2026-08 ${KILN} 1 5.000000`],
    ]);
  });
});
