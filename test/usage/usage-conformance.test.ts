import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Month, monthOf } from '../../src/core/month/month.ts';
import { NO_EXTENSIONS } from '../../src/core/usage/closed-lists.ts';
import type { MonthUsage, UsagePolicy } from '../../src/core/usage/month-usage.ts';
import type { OwnWork } from '../../src/core/usage/month-work.ts';
import { queryUsageAndWork } from '../../src/lake/questions/points-query.ts';
import { openJobTable } from '../../src/lake/server/job-table.ts';
import { times } from '../running/long-form.ts';
import { type PostgresServer, startPostgres } from '../running/postgres-server.ts';
import { csvOf, freshDirectory, type JobFields, jobFields, logFile, SUBSCRIBER, WORKER } from '../worlds/job-logs.ts';
import { JobTables, SHAPES, type ShapeName } from '../worlds/job-table.ts';
import { lookAt, OCTOBER, OTHER_WORKER, POLICY, SEPTEMBER } from '../worlds/usage-of-logs.ts';

/*
 * The points query gives one answer, wherever the jobs are: every case goes through the embedded engine, as a CSV, and
 * through a PostgreSQL server, as a table. Equal must be the MonthUsage and the jobs by worker, model and reason.
 */

const MONTHS = [SEPTEMBER, OCTOBER, monthOf(2026, 12)];
const TEMPORARY = freshDirectory();
const NAMES = Object.keys(SHAPES) as ShapeName[];

let server: PostgresServer;
/** One database compares byte by byte, the other as Turkish does, where i is not the lower case of I. */
const databases: JobTables[] = [];

beforeAll(async () => {
  server = await startPostgres();
  const first = await JobTables.open(server.url);
  await first.run(`CREATE DATABASE turkish TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LOCALE 'C'`);
  databases.push(first, await JobTables.open(server.url.replace('/revshare?', '/turkish?')));
});
afterAll(async () => {
  for (const database of databases) await database.close();
  await server?.stop();
});

interface Answer {
  readonly usage: readonly MonthUsage[];
  /** Of the second of the asked months, or the only one. */
  readonly work: OwnWork;
}

/** A table cites no lines. */
const withoutPlaces = (usages: readonly MonthUsage[]): MonthUsage[] =>
  usages.map((usage) => ({ ...usage, findings: usage.findings.map((each) => ({ ...each, input: '', line: 0 })) }));

const workOf = (months: readonly Month[]): Month => months[1] ?? months[0] ?? OCTOBER;

async function embedded(jobs: readonly JobFields[], policy: UsagePolicy, months: readonly Month[]): Promise<Answer> {
  const directory = freshDirectory();
  const files = [await logFile(csvOf(jobs), 'csv', 'a', { directory })];
  const query = { files, months, policy, derivedDir: directory, tempDir: directory, threads: 1 };
  const { usages, work } = await queryUsageAndWork(query, lookAt(workOf(months)));
  return { usage: withoutPlaces(usages), work };
}

async function onServer(
  database: JobTables,
  table: string,
  policy: UsagePolicy,
  months: readonly Month[],
): Promise<Answer> {
  const source = { connection: database.url, table, timeoutSeconds: 0 };
  const jobs = await openJobTable(source, { tempDir: TEMPORARY, derivedDir: freshDirectory(), threads: 1 });
  const { usages, work } = await jobs.usageAndWork(months, policy, lookAt(workOf(months)));
  return { usage: usages, work };
}

let asked = 0;

/** Each question in the next of the shapes and databases: what becomes of the rows is one code for all. */
async function expectOneAnswer(
  jobs: readonly JobFields[],
  partial: Partial<UsagePolicy> = {},
  shapes: readonly ShapeName[] = NAMES,
  months: readonly Month[] = MONTHS,
): Promise<Answer> {
  const policy = { ...POLICY, ...partial };
  const expected = await embedded(jobs, policy, months);
  const shape = shapes[asked % shapes.length] ?? 'canonical';
  const database = databases[Math.floor(asked / shapes.length) % databases.length];
  asked += 1;
  if (database === undefined) throw new Error('no database is open');
  const table = await database.add(jobs, shape);
  expect(await onServer(database, table, policy, months)).toEqual(expected);
  await database.run(`DROP TABLE ${table}`);
  return expected;
}

const at = (job_id: string, completed_at: string, more: JobFields = {}) => jobFields({ job_id, completed_at, ...more });
const link = (wallet: string, account: string) => ({ wallet, account });
const noon = Date.UTC(2026, 9, 5, 12);

const NO_CATEGORY = { image: 0n, video: 0n, music: 0n, llm: 0n, other: 0n };

describe('one answer', () => {
  it('for nothing', async () => {
    const other = jobFields({ completed_at: '2026-01-01T00:00:00Z' });
    const { usage } = await expectOneAnswer([other]);
    expect(usage.map(({ rows }) => rows)).toEqual([0, 0, 0]);
  });

  it('for sums beyond what a double holds', async () => {
    const spark = ['999999999999.999999', '999999999999.999999', '0.000003'];
    const jobs = spark.map((render_spark, index) => jobFields({ job_id: `b${index}`, render_spark }));
    const { usage } = await expectOneAnswer(jobs);
    // Twice a trillion less a millionth, and three millionths.
    expect(usage[1]?.wallets).toEqual([{ wallet: WORKER, jobs: 3, points: 2_000_000_000_000_000_001n }]);
  });

  it('at the ends of months', async () => {
    const { usage } = await expectOneAnswer([
      at('a', '2026-09-30T23:59:59.999999Z'),
      at('b', '2026-10-01T00:00:00Z'),
      at('c', '2026-10-31T23:59:59.999Z'),
      at('d', '2026-10-31T23:30:00-01:00'),
      at('e', '2026-11-01T00:30:00+01:00'),
      at('f', '2026-12-31T23:59:59.9999Z'),
      at('g', '2027-01-01T00:00:00Z'),
      at('h', '2026-08-31T23:59:59.999Z'),
    ]);
    expect(usage.map(({ rows }) => rows)).toEqual([1, 3, 1]);
  });

  it('for rows without an instant: in the month of the last completed row', async () => {
    const failed = jobFields({ job_id: 'f', status: 'failed', completed_at: '', render_spark: '0.5' });
    const later = at('l', '2026-12-30T00:00:00Z', { status: 'failed' });
    const { usage } = await expectOneAnswer([failed, jobFields(), later]);
    expect(usage[1]?.excluded).toEqual([{ reason: 'not-completed', jobs: 1, points: 500_000n }]);
  });

  it('for statuses and payment models of every kind', async () => {
    const statuses = ['completed', 'jobCompleted', 'failed', 'canceled', 'jobTimedOut'];
    const models = ['subscription', 'sogni', 'paid_spark', 'free_spark'];
    const jobs = statuses.flatMap((status) =>
      models.map((payment_model) => jobFields({ job_id: `${status} ${payment_model}`, status, payment_model })),
    );
    const { usage } = await expectOneAnswer(jobs);
    expect(usage[1]?.wallets[0]?.jobs).toBe(2);
  });

  it('for models without letter case, ASCII or not, and patterns that hold % and _', async () => {
    const models = ['GPT-IMAGE-2', 'gpt-image-2b', 'SEEDANCE', 'seedance-\u0130', 'xseedance', 'HAPPYHORSE-I'];
    const others = [
      'gptximage-2',
      '100%',
      'a_b',
      'AXB',
      '\u00c9t\u00e9-1',
      '\u00e9T\u00c9-2',
      '\u03a3\u03a3',
      "it's",
      '\\',
    ];
    const jobs = [...models, ...others].map((model_id, index) => jobFields({ job_id: `${index}`, model_id }));
    const first = await expectOneAnswer(jobs);
    expect(first.usage[1]?.findings.map(({ model }) => model)).toEqual([
      ...['gpt-image-2', 'seedance', 'seedance-i', 'happyhorse-i'],
    ]);
    for (const excludedModels of [['A_B', '%'], ['\u00c9T\u00c9*'], ['\u03c3*'], ["it's", '\\'], ['*I'], []]) {
      await expectOneAnswer(jobs, { excludedModels });
    }
  });

  describe('for self-matching by', () => {
    const accounts = (worker_account: string, subscriber_account: string) => ({ worker_account, subscriber_account });
    const cases: [string, JobFields, UsagePolicy['walletLinks'], boolean][] = [
      ['one wallet', { worker_wallet: SUBSCRIBER.toUpperCase().replace('0X', '0x') }, [], true],
      ['one account of the row', accounts('1', '1'), [], true],
      ['two accounts of the row', accounts('1', '2'), [], false],
      ['what a tool writes for no account', accounts('NA', 'NA'), [], false],
      ['the same in the links', accounts('undefined', 'undefined'), [link(WORKER, 'x')], false],
      ['one account of the links', {}, [link(WORKER, 'x'), link(SUBSCRIBER, 'y'), link(SUBSCRIBER, 'x')], true],
      ['two accounts of the links', {}, [link(WORKER, 'x'), link(SUBSCRIBER, 'y')], false],
      ['the worker’s link and the row’s subscriber account', accounts('', 'x'), [link(WORKER, 'x')], true],
      ['the subscriber’s link and the row’s worker account', accounts('x', ''), [link(SUBSCRIBER, 'x')], true],
      ['the worker’s link to the row’s own worker account', accounts('x', 'y'), [link(WORKER, 'x')], false],
      ['nobody to test', { subscriber_wallet: '', ...accounts('x', 'x') }, [], false],
    ];
    it.each(cases)('%s', async (_, fields, walletLinks, matched) => {
      const { usage } = await expectOneAnswer([jobFields(fields)], { walletLinks });
      expect(usage[1]?.excluded.some(({ reason }) => reason === 'self-matched')).toBe(matched);
    });
  });

  describe('for participation', () => {
    const open = { fromMs: null, untilMs: null };
    const cases: [string, UsagePolicy['participation'], boolean][] = [
      ['without the file', null, true],
      ['unlisted', [], false],
      ['open at both ends', [{ wallet: WORKER, ...open }], true],
      ['from that instant', [{ wallet: WORKER, fromMs: noon, untilMs: null }], true],
      ['from later', [{ wallet: WORKER, fromMs: noon + 1, untilMs: null }], false],
      ['until that instant', [{ wallet: WORKER, fromMs: null, untilMs: noon }], false],
      [
        'in stretches that overlap',
        [
          { wallet: WORKER, ...open },
          { wallet: WORKER, fromMs: noon, untilMs: null },
        ],
        true,
      ],
    ];
    it.each(cases)('%s', async (_, participation, credited) => {
      const { usage } = await expectOneAnswer([jobFields()], { participation });
      expect(usage[1]?.wallets.length).toBe(credited ? 1 : 0);
    });
  });

  it('for copies: one counts, the one that shows a self-match if any does', async () => {
    const copies = [jobFields(), jobFields({ worker_wallet: WORKER.replaceAll('a', 'A') }), jobFields()];
    const plain = await expectOneAnswer(copies);
    expect(plain.usage[1]).toMatchObject({ wallets: [{ jobs: 1 }], excluded: [{ reason: 'duplicate', jobs: 2 }] });
    const shown = [...copies, jobFields({ worker_account: 'x', subscriber_account: 'x' })];
    const matched = await expectOneAnswer(shown);
    expect(matched.usage[1]?.excluded).toEqual([
      { reason: 'duplicate', jobs: 3, points: 4_500_000n },
      { reason: 'self-matched', jobs: 1, points: 1_500_000n },
    ]);
  });

  it('for workers: by NFT on the fast network alone, elsewhere by network, in any letter case', async () => {
    const worker = (worker_type: string, worker_nft_id: string, render_spark: string, more: JobFields = {}) =>
      jobFields({ job_id: render_spark, worker_type, worker_nft_id, render_spark, ...more });
    const { work } = await expectOneAnswer([
      worker('fast', '7', '1'),
      worker('FAST', '7', '2', { trialing: 'true' }),
      worker('fast', '10', '4'),
      worker('fast', '', '8'),
      worker('mac', '9', '16', { model_id: 'other' }),
      worker('Mac', '', '32', { model_id: 'OTHER' }),
      worker('RELAXED-I', '', '64'),
      worker('\u00c9', '', '128'),
      worker('\u00e9', '5', '256'),
      worker('', '3', '512'),
      worker('fast', '7', '1024', { worker_wallet: OTHER_WORKER }),
      worker('fast', '7', '2048', { payment_model: 'sogni' }),
      worker('fast', '7', '4096', { payment_model: 'free_spark', worker_wallet: OTHER_WORKER }),
      worker('fast', '7', '8192', { completed_at: '2026-09-30T23:59:59.999Z' }),
    ]);
    // Every job ran on flux, an image model, but for those of the Mac, whose model no category names.
    const of = (wallet: string, network: string, nft: string, jobs: number, spark: bigint) => {
      const points = spark * 1_000_000n;
      const byCategory = { ...NO_CATEGORY, [network === 'mac' ? 'other' : 'image']: points };
      return { wallet, network, nft, jobs, points, byCategory };
    };
    expect(work.workers).toEqual([
      of(WORKER, '', '', 1, 512n),
      of(WORKER, 'fast', '', 1, 8n),
      of(WORKER, 'fast', '10', 1, 4n),
      of(WORKER, 'fast', '7', 2, 3n),
      of(WORKER, 'mac', '', 2, 48n),
      of(WORKER, 'relaxed-i', '', 1, 64n),
      // 128 and 256.
      of(WORKER, '\u00e9', '', 2, 384n),
      of(OTHER_WORKER, 'fast', '7', 1, 1024n),
    ]);
    expect(work.models.map(({ wallet, model, jobs }) => [wallet, model, jobs])).toEqual([
      [WORKER, 'flux', 8],
      [WORKER, 'other', 2],
      [OTHER_WORKER, 'flux', 1],
    ]);
    expect(work.excluded.map(({ wallet, reason, jobs }) => [wallet, reason, jobs])).toEqual([
      [WORKER, 'not-subscription', 1],
      [OTHER_WORKER, 'not-subscription', 1],
    ]);
  });

  it('for rows without an instant, by wallet', async () => {
    const timeless = (job_id: string, worker_wallet: string, render_spark: string) =>
      jobFields({ job_id, status: 'failed', completed_at: '', worker_type: 'fast', worker_wallet, render_spark });
    const { usage, work } = await expectOneAnswer([
      jobFields(),
      timeless('a', WORKER, '0.5'),
      timeless('b', WORKER.replaceAll('a', 'A'), ''),
      timeless('c', OTHER_WORKER, '2'),
      timeless('d', '', '4'),
    ]);
    expect(usage[1]?.excluded).toEqual([{ reason: 'not-completed', jobs: 4, points: 6_500_000n }]);
    // Nobody's is in the sum of all, and in nobody's own.
    expect(work.excluded).toEqual([
      { wallet: WORKER, reason: 'not-completed', jobs: 2, points: 500_000n },
      { wallet: OTHER_WORKER, reason: 'not-completed', jobs: 1, points: 2_000_000n },
    ]);
  });

  it('for copies that name different workers: the last by network and NFT, in any order of the rows', async () => {
    const copies = [
      jobFields(),
      jobFields({ worker_type: 'fast', worker_nft_id: '9' }),
      jobFields({ worker_type: 'FAST', worker_nft_id: '10' }),
      jobFields({ worker_type: 'fast' }),
    ];
    for (const jobs of [copies, copies.toReversed(), [...copies.slice(2), ...copies.slice(0, 2)]]) {
      const { work } = await expectOneAnswer(jobs);
      const byCategory = { ...NO_CATEGORY, image: 1_500_000n };
      expect(work.workers).toEqual([
        { wallet: WORKER, network: 'fast', nft: '9', jobs: 1, points: 1_500_000n, byCategory },
      ]);
      expect(work.excluded).toEqual([{ wallet: WORKER, reason: 'duplicate', jobs: 3, points: 4_500_000n }]);
    }
  });

  it('for conflicts: none counts, in any month, and the finding holds them all', async () => {
    const differences: JobFields[] = [
      { completed_at: '2026-09-05T12:00:00.000Z' },
      { completed_at: '2026-10-05T12:00:00.001Z' },
      { payment_model: 'sogni' },
      { trialing: 'true' },
      { worker_wallet: OTHER_WORKER },
      { subscriber_wallet: OTHER_WORKER },
      { subscriber_wallet: '' },
      { model_id: 'flux-2' },
      { render_spark: '1.500001' },
    ];
    for (const difference of differences) {
      const { usage } = await expectOneAnswer([jobFields(), jobFields(difference), jobFields()], {}, [
        'canonical',
        'sdk',
      ]);
      expect(usage[1]?.wallets).toEqual([]);
      expect(usage[1]?.findings).toMatchObject([{ code: 'job-conflict', jobId: 'job-1', rows: 3 }]);
    }
    // What is no content makes no conflict; rows that did not complete make none either.
    for (const same of [
      { worker_account: 'w' },
      { status: 'jobCompleted' },
      { model_id: 'FLUX' },
      { status: 'failed' },
    ]) {
      const { usage } = await expectOneAnswer([jobFields(), jobFields(same)]);
      expect(usage[1]).toMatchObject({ wallets: [{ jobs: 1 }], findings: [] });
    }
  });

  it('for withheld jobs, and for trials counted or not', async () => {
    const jobs = [jobFields(), jobFields({ job_id: 'two', trialing: 'true' }), jobFields({ job_id: 'three' })];
    for (const trialJobs of ['count', 'exclude'] as const) {
      await expectOneAnswer(jobs, { trialJobs, withheldJobs: ['job-1', 'elsewhere'] });
      await expectOneAnswer(jobs, { trialJobs, withheldJobs: ["'; --", 'two'] });
    }
  });

  it('for more findings than are told one by one', async () => {
    const jobs = Array.from({ length: 1100 }, (_, index) =>
      jobFields({ job_id: `\u{1F600}${index % 2 === 0 ? '\uFFFD' : 'z'}${index}`, subscriber_wallet: '' }),
    );
    const { usage } = await expectOneAnswer(jobs, {}, ['canonical']);
    expect(usage[1]?.findings).toHaveLength(1001);
    expect(usage[1]?.findings.at(-1)).toMatchObject({ jobId: '', rows: 100 });
  });

  it('for any small set of jobs and any policy', async () => {
    const pick = (...values: string[]) => fc.constantFrom(...values);
    const anyJob = fc.record({
      job_id: pick('a', 'b', 'c', 'd', 'e', 'f', 'g', 'A', '\u00e9'),
      completed_at: pick('2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z', '2026-10-20T00:00:00.000Z'),
      status: pick('completed', 'completed', 'completed', 'failed'),
      payment_model: pick('subscription', 'subscription', 'subscription', 'sogni'),
      trialing: pick('true', 'false', ''),
      worker_wallet: pick(WORKER, OTHER_WORKER, WORKER.replaceAll('a', 'A')),
      subscriber_wallet: pick(SUBSCRIBER, SUBSCRIBER, OTHER_WORKER, ''),
      worker_account: pick('', '', '1'),
      subscriber_account: pick('', '', '1', '2'),
      worker_type: pick('', 'fast', 'Fast', 'mac'),
      worker_nft_id: pick('', '9', '10'),
      model_id: pick('flux', 'Flux', 'seedance-2', 'SEEDANCE-I'),
      render_spark: pick('0', '0.000001', '1.5', '123.456789'),
    });
    const anyPolicy = fc.record({
      trialJobs: fc.constantFrom('count' as const, 'exclude' as const),
      walletLinks: fc.constantFrom([], [link(WORKER, '2')], [link(WORKER, 'k'), link(SUBSCRIBER, 'k')]),
      withheldJobs: fc.constantFrom([], ['a', 'c', 'x']),
      participation: fc.constantFrom(null, [
        { wallet: WORKER, fromMs: null, untilMs: Date.UTC(2026, 9, 10) },
        { wallet: OTHER_WORKER, fromMs: null, untilMs: null },
      ]),
    });
    const months = fc.constantFrom([OCTOBER], [OCTOBER, SEPTEMBER], MONTHS);
    const jobs = fc.array(anyJob, { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(jobs, anyPolicy, fc.constantFrom(...NAMES), months, async (rows, policy, shape, of) => {
        await expectOneAnswer(rows, policy, [shape], of);
      }),
      { numRuns: times(8, 40) },
    );
  });

  describe('for statuses and payment models', () => {
    const texts: ShapeName[] = ['canonical', 'loose', 'sdk'];

    it('written in any letter case and with outer blanks', async () => {
      const spelled = [
        { status: 'COMPLETED' },
        { status: ' completed\t' },
        { status: 'jobcompleted', payment_model: ' Subscription' },
        { status: 'Failed' },
        { payment_model: 'SOGNI ' },
      ];
      const jobs = spelled.map((each, at) => jobFields({ job_id: `${at}`, ...each }));
      const { usage } = await expectOneAnswer(jobs, {}, texts);
      expect(usage[1]).toMatchObject({
        wallets: [{ jobs: 3, points: 4_500_000n }],
        excluded: [
          { reason: 'not-completed', jobs: 1 },
          { reason: 'not-subscription', jobs: 1 },
        ],
        findings: [],
      });
    });

    const unlisted = [
      jobFields(),
      jobFields({ job_id: 'a', status: 'Succeeded' }),
      jobFields({ job_id: 'b', status: 'succeeded ', completed_at: '', worker_wallet: '', render_spark: '' }),
      jobFields({ job_id: 'c', status: 'parked', render_spark: '2' }),
      jobFields({ job_id: 'd', payment_model: 'Unlimited-Sub' }),
      jobFields({ job_id: 'e', payment_model: 'unlimited-sub', trialing: 'true' }),
      // Nobody asks how a job was paid that did not complete.
      jobFields({ job_id: 'f', payment_model: 'gift', status: 'failed' }),
    ];

    it('that no list has: one finding a value, none credited', async () => {
      const { usage } = await expectOneAnswer(unlisted, {}, texts);
      expect(usage[1]?.wallets).toEqual([{ wallet: WORKER, jobs: 1, points: 1_500_000n }]);
      expect(usage[1]?.excluded.map(({ reason, jobs }) => [reason, jobs])).toEqual([
        ['unknown-status', 3],
        ['not-completed', 1],
        ['unknown-payment-model', 2],
      ]);
      expect(usage[1]?.findings.map(({ code, jobId, rows, points }) => [code, jobId, rows, points])).toEqual([
        ['unknown-payment-model', 'unlimited-sub', 2, 3_000_000n],
        ['unknown-status', 'parked', 1, 2_000_000n],
        // The second of the two says no Spark and no time: it falls in the month of the last completed row.
        ['unknown-status', 'succeeded', 2, 1_500_000n],
      ]);
    });

    it('that revshare.yaml explains: a row that lacks what a completed job needs goes on waiting', async () => {
      const extensions = {
        completed: ['succeeded'],
        notCompleted: ['parked'],
        subscription: ['unlimited-sub'],
        notSubscription: ['gift'],
      };
      const { usage } = await expectOneAnswer(unlisted, { extensions }, texts);
      // The first, the one that succeeded, and the two of unlimited-sub: 4 x 1.5.
      expect(usage[1]?.wallets).toEqual([{ wallet: WORKER, jobs: 4, points: 6_000_000n }]);
      expect(usage[1]?.findings.map(({ code, jobId, rows }) => [code, jobId, rows])).toEqual([
        ['unknown-status', 'succeeded', 1],
      ]);
    });
  });

  describe('for events', () => {
    const events: ShapeName[] = ['canonical', 'sdk'];
    const round = (event_id: string, more: JobFields = {}) => jobFields({ job_id: 'turn', event_id, ...more });
    const conflict = (rows: number, oneCounts: boolean) => [{ code: 'job-conflict', jobId: 'turn', rows, oneCounts }];

    it('each round of a turn counts once', async () => {
      const rounds = [round('1'), round('2', { render_spark: '2' }), round('3', { render_spark: '4' })];
      const { usage } = await expectOneAnswer([...rounds, ...rounds, jobFields()], {}, events);
      // 1.5 + 2 + 4, and the job without an event.
      expect(usage[1]?.wallets).toEqual([{ wallet: WORKER, jobs: 4, points: 9_000_000n }]);
      expect(usage[1]?.excluded).toEqual([{ reason: 'duplicate', jobs: 3, points: 7_500_000n }]);
      expect(usage[1]?.findings).toEqual([]);
    });

    it('one content under two event ids is a conflict, and one copy counts', async () => {
      const { usage } = await expectOneAnswer([round('1'), round('2'), round('3', { render_spark: '2' })], {}, events);
      expect(usage[1]?.wallets).toEqual([{ wallet: WORKER, jobs: 2, points: 3_500_000n }]);
      expect(usage[1]?.findings).toMatchObject(conflict(2, true));
    });

    it('a job with and without an event id is a conflict, and one copy counts: that of the least Spark', async () => {
      const both = [round('', { render_spark: '2' }), round('1'), round('2', { render_spark: '3' })];
      for (const jobs of [both, both.toReversed()]) {
        const { usage } = await expectOneAnswer(jobs, {}, events);
        expect(usage[1]?.wallets).toEqual([{ wallet: WORKER, jobs: 1, points: 1_500_000n }]);
        expect(usage[1]?.findings).toMatchObject(conflict(3, true));
      }
    });

    it('one event of two contents, or of two jobs, is a conflict of which none counts', async () => {
      const contents = await expectOneAnswer([round('1'), round('1', { render_spark: '2' })], {}, events);
      expect(contents.usage[1]).toMatchObject({ wallets: [], findings: conflict(2, false) });
      const jobs = await expectOneAnswer([round('1'), round('1', { job_id: 'turn 2' })], {}, events);
      expect(jobs.usage[1]).toMatchObject({ wallets: [], findings: [{ jobId: 'turn' }, { jobId: 'turn 2' }] });
    });

    it('in any small set of rows', async () => {
      const pick = (...values: string[]) => fc.constantFrom(...values);
      const anyRound = fc.record({
        job_id: pick('a', 'b', 'c'),
        event_id: pick('', 'x', 'y', 'z'),
        completed_at: pick('2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z'),
        status: pick('completed', 'completed', 'done', 'failed'),
        payment_model: pick('subscription', 'subscription', 'gift'),
        worker_wallet: pick(WORKER, OTHER_WORKER),
        subscriber_wallet: pick(SUBSCRIBER, OTHER_WORKER, ''),
        worker_nft_id: pick('', '9'),
        worker_type: pick('', 'fast'),
        model_id: pick('flux'),
        render_spark: pick('1.5', '2'),
      });
      const done = { completed: ['done'], notCompleted: [], subscription: ['gift'], notSubscription: [] };
      const rows = fc.array(anyRound, { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(rows, fc.constantFrom(NO_EXTENSIONS, done), async (jobs, extensions) => {
          await expectOneAnswer(jobs, { extensions }, ['canonical'], [OCTOBER, SEPTEMBER]);
        }),
        { numRuns: times(4, 20) },
      );
    });
  });
});
