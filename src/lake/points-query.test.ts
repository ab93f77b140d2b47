import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMonth, type Month, monthOf, monthOfInstant } from '../core/month/month.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../core/usage/exclusion-rules.ts';
import type { JobFinding, MonthUsage, UsagePolicy } from '../core/usage/month-usage.ts';
import { exclusionSql } from './compile-rules.ts';
import { queryUsage } from './points-query.ts';
import {
  csvOf,
  freshDirectory,
  importText,
  type JobFields,
  jobFields,
  jsonlOf,
  SUBSCRIBER,
  WORKER,
} from './test-job-logs.ts';

const OCTOBER = monthOf(2026, 10);
const SEPTEMBER = monthOf(2026, 9);
const OTHER_WORKER = `0x${'c3'.repeat(20)}`;

const POLICY: UsagePolicy = {
  excludedModels: ['gpt-image-2', 'seedance*', 'HappyHorse*'],
  trialJobs: 'count',
  walletLinks: [],
  participation: null,
};

interface Log {
  readonly jobs: readonly JobFields[];
  readonly as?: 'csv' | 'jsonl' | 'nested';
}

async function usageOf(
  logs: readonly Log[],
  months: readonly Month[],
  policy: Partial<UsagePolicy> = {},
  threads = 1,
): Promise<MonthUsage[]> {
  const directory = freshDirectory();
  const files = [];
  for (const [at, { jobs, as }] of logs.entries()) {
    const text = as === undefined || as === 'csv' ? csvOf(jobs) : jsonlOf(jobs, as === 'nested');
    const imported = await importText(text, as === undefined || as === 'csv' ? 'csv' : 'jsonl', {
      directory,
      name: `log-${at}`,
    });
    if ('problems' in imported.result) throw new Error(JSON.stringify(imported.result.problems));
    files.push({ path: imported.targetPath, sha256: `sha-${at}` });
  }
  return queryUsage({ files, months, policy: { ...POLICY, ...policy }, tempDir: directory, threads });
}

async function october(jobs: readonly JobFields[], policy: Partial<UsagePolicy> = {}): Promise<MonthUsage> {
  const [usage] = await usageOf([{ jobs }], [OCTOBER], policy);
  if (usage === undefined) throw new Error('no month');
  return usage;
}

const excludedOf = (usage: MonthUsage | undefined) =>
  usage?.excluded.map(({ reason, jobs, points }) => [reason, jobs, points]);

describe('queryUsage', () => {
  it('credits exactly, per wallet and in wallet order', async () => {
    // 100,000 x 0.123456 = 12345.6; a sum in doubles would be off in the last places.
    const many = Array.from({ length: 100_000 }, (_, at) => jobFields({ job_id: `j${at}`, render_spark: '0.123456' }));
    const big = ['999999999999.999999', '999999999999.999999', '0.000003'].map((spark, at) =>
      jobFields({ job_id: `b${at}`, worker_wallet: OTHER_WORKER, render_spark: spark }),
    );
    const usage = await october([...big, ...many]);
    expect(usage.wallets).toEqual([
      { wallet: WORKER, jobs: 100_000, points: 12_345_600_000n },
      { wallet: OTHER_WORKER, jobs: 3, points: 2_000_000_000_000_000_001n },
    ]);
    expect(usage).toMatchObject({ month: OCTOBER, rows: 100_003, excluded: [], findings: [] });
  });

  it('cuts months at half-open UTC instants, and answers in the order asked', async () => {
    const at = (job_id: string, completed_at: string) => jobFields({ job_id, completed_at });
    const jobs = [
      at('a', '2026-09-30T23:59:59.999999Z'),
      at('b', '2026-10-01T00:00:00Z'),
      at('c', '2026-10-31T23:59:59.999Z'),
      at('d', '2026-10-31T23:30:00-01:00'),
      at('e', '2026-11-01T00:30:00+01:00'),
    ];
    const usages = await usageOf([{ jobs }], [monthOf(2026, 11), OCTOBER, SEPTEMBER, monthOf(2027, 1)]);
    expect(usages.map((usage) => [formatMonth(usage.month), usage.rows])).toEqual([
      ['2026-11', 1],
      ['2026-10', 3],
      ['2026-09', 1],
      ['2027-01', 0],
    ]);
  });

  it('counts rows without an instant in the month of their file’s last completed row', async () => {
    const failed = jobFields({ job_id: 'f', status: 'failed', completed_at: '', render_spark: '0.5' });
    const done = jobFields({ completed_at: '2026-09-30T00:00:00Z' });
    const later = jobFields({ job_id: 'l', status: 'failed', completed_at: '2026-10-30T00:00:00Z' });
    const usages = await usageOf([{ jobs: [failed, done, later] }, { jobs: [failed] }], [SEPTEMBER, OCTOBER]);
    expect(usages.map((usage) => usage.rows)).toEqual([2, 1]);
    expect(excludedOf(usages[0])).toEqual([['not-completed', 1, 500_000n]]);
  });

  it('is empty without files', async () => {
    expect(await usageOf([], [OCTOBER])).toEqual([
      { month: OCTOBER, rows: 0, wallets: [], excluded: [], trialing: { jobs: 0, points: 0n }, findings: [] },
    ]);
  });

  it('shows the jobs of trialing subscribers within what is credited, or left out', async () => {
    const jobs = [
      jobFields({ trialing: 'true' }),
      jobFields({ job_id: 'b' }),
      jobFields({ job_id: 'c', trialing: 'true', payment_model: 'sogni' }),
    ];
    const counted = await october(jobs);
    expect([counted.wallets[0]?.jobs, counted.trialing]).toEqual([2, { jobs: 1, points: 1_500_000n }]);
    const left = await october(jobs, { trialJobs: 'exclude' });
    expect([left.wallets[0]?.jobs, left.trialing]).toEqual([1, { jobs: 1, points: 1_500_000n }]);
    expect(excludedOf(left)).toEqual([
      ['not-subscription', 1, 1_500_000n],
      ['trial', 1, 1_500_000n],
    ]);
  });
});

describe('self-matching', () => {
  const accounts = (worker_account: string, subscriber_account: string) => ({ worker_account, subscriber_account });
  const link = (wallet: string, account: string) => ({ wallet, account });
  const cases: [string, JobFields, UsagePolicy['walletLinks'], boolean][] = [
    ['one wallet', { worker_wallet: SUBSCRIBER.toUpperCase().replace('0X', '0x') }, [], true],
    ['one account of the row', accounts('1', '1'), [], true],
    ['two accounts of the row', accounts('1', '2'), [], false],
    ['no account', accounts('', ''), [], false],
    ['one account of the links', {}, [link(WORKER, 'x'), link(SUBSCRIBER, 'y'), link(SUBSCRIBER, 'x')], true],
    ['two accounts of the links', {}, [link(WORKER, 'x'), link(SUBSCRIBER, 'y')], false],
    ['the worker’s link and the row’s subscriber account', accounts('', 'x'), [link(WORKER, 'x')], true],
    ['the subscriber’s link and the row’s worker account', accounts('x', ''), [link(SUBSCRIBER, 'x')], true],
    ['the worker’s link to the row’s own worker account', accounts('x', 'y'), [link(WORKER, 'x')], false],
  ];
  it.each(cases)('by %s', async (_, fields, walletLinks, matched) => {
    const usage = await october([jobFields(fields)], { walletLinks });
    expect(excludedOf(usage)).toEqual(matched ? [['self-matched', 1, 1_500_000n]] : []);
  });
});

describe('participation', () => {
  const noon = Date.UTC(2026, 9, 5, 12);
  const cases: [string, UsagePolicy['participation'], boolean][] = [
    ['without the file', null, true],
    ['unlisted', [], false],
    ['open at both ends', [{ wallet: WORKER, fromMs: null, untilMs: null }], true],
    ['from that instant', [{ wallet: WORKER, fromMs: noon, untilMs: null }], true],
    ['from later', [{ wallet: WORKER, fromMs: noon + 1, untilMs: null }], false],
    ['until that instant', [{ wallet: WORKER, fromMs: null, untilMs: noon }], false],
    ['until later', [{ wallet: WORKER, fromMs: null, untilMs: noon + 1 }], true],
    [
      'between two stretches',
      [
        { wallet: WORKER, fromMs: null, untilMs: noon },
        { wallet: WORKER, fromMs: noon + 1, untilMs: null },
      ],
      false,
    ],
    [
      'in stretches that overlap',
      [
        { wallet: WORKER, fromMs: noon - 9, untilMs: noon + 9 },
        { wallet: WORKER, fromMs: noon - 5, untilMs: noon + 5 },
      ],
      true,
    ],
  ];
  it.each(cases)('%s', async (_, participation, credited) => {
    const usage = await october([jobFields()], { participation });
    expect(usage.wallets.length).toBe(credited ? 1 : 0);
    expect(excludedOf(usage)).toEqual(credited ? [] : [['not-participating', 1, 1_500_000n]]);
  });
});

describe('the rules', () => {
  // A row that fits every reason; each later entry mends the reason before it.
  const mends: [JobExclusionReason, JobFields][] = [
    [
      'not-completed',
      { status: 'failed', payment_model: 'sogni', model_id: 'SeeDance-2', subscriber_wallet: '', trialing: 'true' },
    ],
    ['duplicate', { status: 'completed' }],
    ['not-subscription', { job_id: 'alone' }],
    ['vendor-model', { payment_model: 'subscription' }],
    ['self-match-untestable', { model_id: 'flux' }],
    ['self-matched', { subscriber_wallet: OTHER_WORKER, worker_wallet: OTHER_WORKER }],
    ['not-participating', { subscriber_wallet: SUBSCRIBER }],
    ['trial', { worker_wallet: WORKER }],
  ];

  it('are tried in their order', async () => {
    expect(mends.map(([reason]) => reason)).toEqual(JOB_EXCLUSION_RULES.map(({ reason }) => reason));
    let fields: JobFields = { job_id: 'twice' };
    for (const [reason, mend] of mends) {
      fields = { ...fields, ...mend };
      const copies = reason === 'duplicate' ? [fields, { ...fields, render_spark: '2' }] : [fields];
      const usage = await october(copies.map(jobFields), {
        trialJobs: 'exclude',
        participation: [{ wallet: WORKER, fromMs: null, untilMs: null }],
      });
      expect(usage.excluded.map((each) => each.reason)).toEqual([reason]);
    }
  });

  it('compare models as patterns without letter case', async () => {
    const models = [
      'gpt-image-2',
      'GPT-Image-2',
      'gpt-image-2b',
      'seedance',
      'seedance-2',
      'xseedance',
      'happyhorse',
      'gptximage-2',
      '100%',
    ];
    const jobs = models.map((model_id, at) => jobFields({ job_id: `${at}`, model_id }));
    const usage = await october(jobs);
    expect(usage.findings).toEqual([
      { code: 'vendor-model', jobId: '', model: 'gpt-image-2', rows: 2, points: 3_000_000n, input: 'sha-0', line: 2 },
      { code: 'vendor-model', jobId: '', model: 'happyhorse', rows: 1, points: 1_500_000n, input: 'sha-0', line: 8 },
      { code: 'vendor-model', jobId: '', model: 'seedance', rows: 1, points: 1_500_000n, input: 'sha-0', line: 5 },
      { code: 'vendor-model', jobId: '', model: 'seedance-2', rows: 1, points: 1_500_000n, input: 'sha-0', line: 6 },
    ]);
    // % and _ of a pattern are themselves.
    expect(excludedOf(await october(jobs, { excludedModels: ['gpt_image-2', '%'] }))).toEqual([]);
  });

  it('are all compiled', () => {
    expect(exclusionSql(POLICY).match(/WHEN coalesce/g)).toHaveLength(JOB_EXCLUSION_RULES.length);
  });
});

describe('duplicates', () => {
  it('count once across formats, notations and files', async () => {
    const job = jobFields({ render_spark: '1.50', model_id: 'Flux' });
    const same = jobFields({
      completed_at: String(Date.UTC(2026, 9, 5, 12)),
      worker_wallet: WORKER.replaceAll('a', 'A'),
      trialing: '',
      render_spark: '1.5',
      worker_type: 'mac',
    });
    const [usage] = await usageOf(
      [{ jobs: [job] }, { jobs: [same], as: 'jsonl' }, { jobs: [same, job], as: 'nested' }],
      [OCTOBER],
    );
    expect(usage?.wallets).toEqual([{ wallet: WORKER, jobs: 1, points: 1_500_000n }]);
    expect(excludedOf(usage)).toEqual([['duplicate', 3, 4_500_000n]]);
    expect(usage?.findings).toEqual([]);
  });

  it('are not made by rows that did not complete', async () => {
    const usage = await october([jobFields(), jobFields({ status: 'failed', render_spark: '9' })]);
    expect([usage.wallets[0]?.jobs, excludedOf(usage)]).toEqual([1, [['not-completed', 1, 9_000_000n]]]);
  });

  it('keep the copy that shows a self-match', async () => {
    const shown = jobFields({ worker_account: '1', subscriber_account: '1' });
    for (const logs of [
      [jobFields(), shown],
      [shown, jobFields()],
    ]) {
      const [usage] = await usageOf(
        logs.map((job) => ({ jobs: [job] })),
        [OCTOBER],
      );
      expect(excludedOf(usage)).toEqual([
        ['duplicate', 1, 1_500_000n],
        ['self-matched', 1, 1_500_000n],
      ]);
    }
  });

  it.each([
    ['completed_at', '2026-10-05T12:00:00.001Z'],
    ['payment_model', 'sogni'],
    ['trialing', 'true'],
    ['worker_wallet', OTHER_WORKER],
    ['subscriber_wallet', OTHER_WORKER],
    ['subscriber_wallet', ''],
    ['model_id', 'other'],
    ['render_spark', '1.500001'],
  ])('with another %s are a conflict of which none counts', async (column, value) => {
    const usage = await october([jobFields(), jobFields({ [column]: value }), jobFields()]);
    expect(usage.wallets).toEqual([]);
    expect(usage.excluded.map(({ reason, jobs }) => [reason, jobs])).toEqual([['duplicate', 3]]);
    expect(usage.findings).toMatchObject([
      { code: 'job-conflict', jobId: 'job-1', model: '', rows: 3, input: 'sha-0', line: 2 },
    ]);
  });

  it('in conflict across months are told in each month asked', async () => {
    const logs = [
      { jobs: [jobFields({ job_id: 'z' }), jobFields()] },
      { jobs: [jobFields({ completed_at: '2026-09-05T12:00:00Z' })] },
    ];
    const usages = await usageOf(logs, [SEPTEMBER, OCTOBER, monthOf(2026, 8)]);
    const finding = {
      code: 'job-conflict',
      jobId: 'job-1',
      model: '',
      rows: 2,
      points: 3_000_000n,
      input: 'sha-0',
      line: 3,
    };
    expect(usages.map((usage) => usage.findings)).toEqual([[finding], [finding], []]);
    expect(usages.map(excludedOf)).toEqual([[['duplicate', 1, 1_500_000n]], [['duplicate', 1, 1_500_000n]], []]);
    // The other month decides even when it is not asked for.
    expect((await usageOf(logs, [OCTOBER]))[0]?.findings).toEqual([finding]);
  });
});

describe('findings', () => {
  it('are cut after a thousand of a code, and the rest is counted', async () => {
    const jobs = Array.from({ length: 1203 }, (_, at) =>
      jobFields({ job_id: `job-${String(at).padStart(5, '0')}`, subscriber_wallet: '' }),
    );
    const usage = await october([...jobs].reverse());
    expect(usage.findings).toHaveLength(1001);
    expect(usage.findings[0]).toEqual({
      code: 'self-match-untestable',
      jobId: 'job-00000',
      model: '',
      rows: 1,
      points: 1_500_000n,
      input: 'sha-0',
      line: 1204,
    });
    expect(usage.findings[1000]).toEqual({
      code: 'self-match-untestable',
      jobId: '',
      model: '',
      rows: 203,
      points: 304_500_000n,
      input: 'sha-0',
      line: 2,
    });
  });
});

/** The rules once more, in plain TypeScript over all rows. */
function straightforward(
  jobs: readonly JobFields[],
  month: Month,
  policy: UsagePolicy,
): Omit<MonthUsage, 'findings'> & { findings: Partial<JobFinding>[] } {
  const micro = (text: string) => BigInt(Math.round(Number(text) * 1e6));
  const wallet = (text: string | undefined) => (text ?? '').toLowerCase();
  const content = (job: JobFields) =>
    JSON.stringify([
      Date.parse(job['completed_at'] ?? ''),
      job['payment_model'],
      job['trialing'] === 'true',
      wallet(job['worker_wallet']),
      wallet(job['subscriber_wallet']),
      job['model_id']?.toLowerCase(),
      String(micro(job['render_spark'] ?? '')),
    ]);
  const accountsOf = (of: string, own: string | undefined) => [
    ...policy.walletLinks.filter((each) => each.wallet === of).map((each) => each.account),
    ...(own ? [own] : []),
  ];
  const matched = (job: JobFields) => {
    const [worker, subscriber] = [wallet(job['worker_wallet']), wallet(job['subscriber_wallet'])];
    const others = accountsOf(subscriber, job['subscriber_account']);
    return (
      worker === subscriber || accountsOf(worker, job['worker_account']).some((account) => others.includes(account))
    );
  };
  const completed = jobs.filter((job) => job['status'] === 'completed');
  const kept = new Map<string, JobFields | null>();
  for (const job of completed) {
    const copies = completed.filter((each) => each['job_id'] === job['job_id']);
    const same = new Set(copies.map(content)).size === 1;
    kept.set(job['job_id'] ?? '', same ? (copies.find(matched) ?? copies[0] ?? null) : null);
  }
  const reasonOf = (job: JobFields): JobExclusionReason | null => {
    if (job['status'] !== 'completed') return 'not-completed';
    if (kept.get(job['job_id'] ?? '') !== job) return 'duplicate';
    if (job['payment_model'] !== 'subscription') return 'not-subscription';
    if (job['model_id']?.toLowerCase().startsWith('seedance')) return 'vendor-model';
    if (job['subscriber_wallet'] === '') return 'self-match-untestable';
    if (matched(job)) return 'self-matched';
    const at = Date.parse(job['completed_at'] ?? '');
    if (
      policy.participation !== null &&
      !policy.participation.some(
        (each) =>
          each.wallet === wallet(job['worker_wallet']) && (each.fromMs ?? at) <= at && at < (each.untilMs ?? at + 1),
      )
    )
      return 'not-participating';
    return policy.trialJobs === 'exclude' && job['trialing'] === 'true' ? 'trial' : null;
  };
  const inMonth = jobs.filter((job) => monthOfInstant(Date.parse(job['completed_at'] ?? '')) === month);
  const total = (some: readonly JobFields[]) => ({
    jobs: some.length,
    points: some.reduce((sum, job) => sum + micro(job['render_spark'] ?? ''), 0n),
  });
  const of = (reason: JobExclusionReason | null) => inMonth.filter((job) => reasonOf(job) === reason);
  const credited = of(null);
  const wallets = [...new Set(credited.map((job) => wallet(job['worker_wallet'])))].sort();
  const idsOf = (some: readonly JobFields[]) => [...new Set(some.map((job) => job['job_id'] ?? ''))].sort();
  const conflicts = idsOf(
    inMonth.filter((job) => job['status'] === 'completed' && kept.get(job['job_id'] ?? '') === null),
  );
  const finding = (code: JobFinding['code'], jobId: string, model: string, some: readonly JobFields[]) => ({
    code,
    jobId,
    model,
    rows: total(some).jobs,
    points: total(some).points,
  });
  const models = [...new Set(of('vendor-model').map((job) => job['model_id']?.toLowerCase() ?? ''))].sort();
  return {
    month,
    rows: inMonth.length,
    wallets: wallets.map((each) => ({
      wallet: each,
      ...total(credited.filter((job) => wallet(job['worker_wallet']) === each)),
    })),
    excluded: JOB_EXCLUSION_RULES.map(({ reason }) => ({ reason, ...total(of(reason)) })).filter(
      (each) => each.jobs > 0,
    ),
    trialing: total([...credited, ...of('trial')].filter((job) => job['trialing'] === 'true')),
    findings: [
      ...conflicts.map((id) =>
        finding(
          'job-conflict',
          id,
          '',
          completed.filter((job) => job['job_id'] === id),
        ),
      ),
      ...idsOf(of('self-match-untestable')).map((id) =>
        finding(
          'self-match-untestable',
          id,
          '',
          of('self-match-untestable').filter((job) => job['job_id'] === id),
        ),
      ),
      ...models.map((model) =>
        finding(
          'vendor-model',
          '',
          model,
          of('vendor-model').filter((job) => job['model_id']?.toLowerCase() === model),
        ),
      ),
    ],
  };
}

describe('any small set of jobs', () => {
  const pick = (...values: string[]) => fc.constantFrom(...values);
  const anyJob = fc.record({
    job_id: pick('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    completed_at: pick('2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z', '2026-10-20T00:00:00.000Z'),
    status: pick('completed', 'completed', 'completed', 'failed'),
    payment_model: pick('subscription', 'subscription', 'subscription', 'sogni'),
    trialing: pick('true', 'false'),
    worker_wallet: pick(WORKER, OTHER_WORKER, WORKER.replaceAll('a', 'A')),
    subscriber_wallet: pick(SUBSCRIBER, SUBSCRIBER, OTHER_WORKER, ''),
    worker_account: pick('', '', '1'),
    subscriber_account: pick('', '', '1', '2'),
    model_id: pick('flux', 'Flux', 'seedance-2'),
    render_spark: pick('0', '0.000001', '1.5', '123.456789'),
  });
  const anyPolicy = fc.record({
    trialJobs: fc.constantFrom('count' as const, 'exclude' as const),
    walletLinks: fc.constantFrom(
      [],
      [{ wallet: WORKER, account: '2' }],
      [
        { wallet: WORKER, account: 'k' },
        { wallet: SUBSCRIBER, account: 'k' },
      ],
    ),
    participation: fc.constantFrom(null, [
      { wallet: WORKER, fromMs: null, untilMs: Date.UTC(2026, 9, 10) },
      { wallet: OTHER_WORKER, fromMs: null, untilMs: null },
    ]),
  });
  const anyCase = fc
    .record({
      jobs: fc.array(anyJob, { minLength: 1, maxLength: 14 }),
      policy: anyPolicy,
      cuts: fc.array(fc.nat(14), { maxLength: 2 }),
      formats: fc.array(fc.constantFrom('csv' as const, 'jsonl' as const, 'nested' as const), {
        minLength: 3,
        maxLength: 3,
      }),
    })
    .chain((each) =>
      fc.shuffledSubarray(each.jobs, { minLength: each.jobs.length }).map((shuffled) => ({ ...each, shuffled })),
    );
  const withoutCitations = (usage: MonthUsage) => ({
    ...usage,
    findings: usage.findings.map(({ input: _input, line: _line, ...finding }) => finding),
  });

  it('gives what the rules say, however it is spread over files and formats', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ jobs, policy, cuts, formats, shuffled }) => {
        const full = { ...POLICY, ...policy };
        const months = [SEPTEMBER, OCTOBER];
        const expected = months.map((month) => straightforward(jobs, month, full));
        const ends = [...cuts.map((cut) => Math.min(cut, jobs.length)), jobs.length].sort((one, other) => one - other);
        const parts = ends.map((end, at) => shuffled.slice(ends[at - 1] ?? 0, end));
        const logs = parts
          .map((part, at) => ({ jobs: part, as: formats[at] ?? 'csv' }))
          .filter((log) => log.jobs.length > 0);
        expect((await usageOf(logs, months, policy, 2)).map(withoutCitations)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  }, 300_000);
});
