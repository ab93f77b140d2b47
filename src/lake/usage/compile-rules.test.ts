import { describe, expect, it } from 'vitest';
import { type JobFields, jobFields, SUBSCRIBER, WORKER } from '../../../test/worlds/job-logs.ts';
import { excludedOf, OCTOBER, OTHER_WORKER, october, POLICY, usageOf } from '../../../test/worlds/usage-of-logs.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exclusionSql, withReasonsOfJob } from './compile-rules.ts';

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

describe('a job that names no subscriber', () => {
  it.each([
    ['by an empty cell', ''],
    ['by the zero address', `0x${'0'.repeat(40)}`],
  ])('%s waits for a person, and is not credited', async (_, subscriber_wallet) => {
    const usage = await october([jobFields({ subscriber_wallet })]);
    expect(usage.wallets).toEqual([]);
    expect(excludedOf(usage)).toEqual([['self-match-untestable', 1, 1_500_000n]]);
    expect(usage.findings).toMatchObject([{ code: 'self-match-untestable', rows: 1, points: 1_500_000n }]);
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
      'unknown-status',
      { status: 'parked', payment_model: 'sogni', model_id: 'SeeDance-2', subscriber_wallet: '', trialing: 'true' },
    ],
    ['not-completed', { status: 'failed' }],
    ['duplicate', { status: 'completed' }],
    ['unknown-payment-model', { job_id: 'alone', payment_model: 'gift' }],
    ['not-subscription', { payment_model: 'sogni' }],
    ['vendor-model', { payment_model: 'subscription' }],
    ['self-match-untestable', { model_id: 'flux' }],
    ['self-matched', { subscriber_wallet: OTHER_WORKER, worker_wallet: OTHER_WORKER }],
    ['not-participating', { subscriber_wallet: SUBSCRIBER }],
    ['withheld', { worker_wallet: WORKER }],
    ['trial', { job_id: 'not withheld' }],
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
        withheldJobs: ['alone', 'elsewhere'],
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
      {
        code: 'vendor-model',
        jobId: '0',
        model: 'gpt-image-2',
        oneCounts: false,
        rows: 1,
        points: 1_500_000n,
        input: 'sha-0',
        line: 2,
      },
      {
        code: 'vendor-model',
        jobId: '1',
        model: 'gpt-image-2',
        oneCounts: false,
        rows: 1,
        points: 1_500_000n,
        input: 'sha-0',
        line: 3,
      },
      {
        code: 'vendor-model',
        jobId: '3',
        model: 'seedance',
        oneCounts: false,
        rows: 1,
        points: 1_500_000n,
        input: 'sha-0',
        line: 5,
      },
      {
        code: 'vendor-model',
        jobId: '4',
        model: 'seedance-2',
        oneCounts: false,
        rows: 1,
        points: 1_500_000n,
        input: 'sha-0',
        line: 6,
      },
      {
        code: 'vendor-model',
        jobId: '6',
        model: 'happyhorse',
        oneCounts: false,
        rows: 1,
        points: 1_500_000n,
        input: 'sha-0',
        line: 8,
      },
    ]);
    // % and _ of a pattern are themselves.
    expect(excludedOf(await october(jobs, { excludedModels: ['gpt_image-2', '%'] }))).toEqual([]);
  });

  it.each(['csv', 'jsonl'] as const)(
    'see through the blanks that a database pads its texts with, in %s',
    async (as) => {
      const jobs = [
        jobFields({ job_id: '1  ', model_id: ' gpt-image-2   ' }),
        jobFields({ job_id: '2', worker_account: 'acct   ', subscriber_account: 'acct' }),
        jobFields({ job_id: '3', worker_account: 'other  ' }),
        // Of one job in two exports one row counts.
        jobFields({ job_id: '4' }),
        jobFields({ job_id: '4   ' }),
        jobFields({ job_id: '5', model_id: 'seedance-2' }),
      ];
      const policy = {
        excludedModels: ['gpt-image-2', ' seedance* '],
        walletLinks: [{ wallet: SUBSCRIBER, account: 'other' }],
      };
      const [usage] = await usageOf([{ jobs, as }], [OCTOBER], policy);
      expect(usage === undefined ? [] : excludedOf(usage)).toEqual([
        ['duplicate', 1, 1_500_000n],
        ['vendor-model', 2, 3_000_000n],
        ['self-matched', 2, 3_000_000n],
      ]);
    },
  );

  it.each(['csv', 'jsonl'] as const)('see through blanks of any width and what shows nothing, in %s', async (as) => {
    const jobs = [
      jobFields({ job_id: '1\u00a0', model_id: 'gpt\u200b-image-2\u202f' }),
      jobFields({ job_id: '2', worker_account: '\ufeffacct\u2007', subscriber_account: 'acct' }),
      jobFields({ job_id: '3', worker_account: 'other\t' }),
      jobFields({ job_id: '4' }),
      jobFields({ job_id: '\u00a04' }),
      jobFields({ job_id: '5', model_id: 'seedance-2' }),
    ];
    const policy = {
      excludedModels: ['gpt-image-2', 'see\u200bdance*\u00a0'],
      walletLinks: [{ wallet: SUBSCRIBER, account: 'other' }],
    };
    const [usage] = await usageOf([{ jobs, as }], [OCTOBER], policy);
    // One of the two rows of job 4; jobs 1 and 5 of vendors; 2 by the row's own accounts, 3 by the link.
    expect(usage === undefined ? [] : excludedOf(usage)).toEqual([
      ['duplicate', 1, 1_500_000n],
      ['vendor-model', 2, 3_000_000n],
      ['self-matched', 2, 3_000_000n],
    ]);
  });

  it('are all compiled', () => {
    const compiled = `${exclusionSql(POLICY)} ${withReasonsOfJob('alone')}`;
    const numbers = [...compiled.matchAll(/THEN ([0-9]+)/g)].map(([, number]) => Number(number));
    expect(numbers.sort((one, other) => one - other)).toEqual(JOB_EXCLUSION_RULES.map((_, at) => at));
  });
});
