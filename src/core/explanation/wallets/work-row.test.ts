import { describe, expect, it } from 'vitest';
import { figure, outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { month, usd } from '../../../../test/worlds/charges.ts';
import { jobOf } from '../../../../test/worlds/explained-october.ts';
import { leaderboardCell, type WorkerFigures, walletJobsCell } from './work-row.ts';

const LATE = { wallet: '0xA', jobs: 2, points: usd('1') };
/** A wallet of 8 Spark: on macs 1 + 2 + 4 of two models, and late jobs of two months; one row is left out. */
const JOBS = {
  rows: [
    jobOf(2),
    jobOf(3, { model: 'wan', points: usd('2') }),
    jobOf(4, { reason: 'vendor-model', points: usd('3') }),
    jobOf(5, { network: 'fast', nft: '7', points: usd('4') }),
    jobOf(6, { reason: 'self-matched' }),
    jobOf(7, { reason: 'vendor-model' }),
  ],
  late: [
    { ...LATE, originalMonth: month('2026-08') },
    { ...LATE, originalMonth: month('2026-09') },
  ],
  elsewhere: '',
};

/** 10.00 for 20 Spark. */
function figures(cells: Readonly<Record<string, string>>, changed: Partial<WorkerFigures> = {}): WorkerFigures {
  return {
    row: reportRow('work.csv', cells),
    ...{ jobs: JOBS, value: { distributable: usd('10'), allPoints: usd('20') }, points: usd('9'), most: 9 },
    categoryOf: (model) => (model === 'wan' ? 'video' : 'image'),
    ...{ earned: usd('4.5'), before: 0n, wallet: figure('earned by 0xA', '4.5') },
    ...changed,
  };
}

const OF_MACS = ['+ job j2: 1.000000 Spark | R11 | flux | eeee:2', '+ job j3: 2.000000 Spark | R11 | wan | eeee:3'];

describe('a cell of wallet-jobs.csv', () => {
  const cell = (column: string | null, cells: Readonly<Record<string, string>>): string[] =>
    outlined(walletJobsCell(figures({ wallet: '0xA', ...cells }), column));
  const MACS = { kind: 'worker', name: 'mac', worker_nft_id: '', jobs: '2', render_spark: '3.000000' };
  const FAST = { kind: 'worker', name: 'fast', worker_nft_id: '7', jobs: '1', render_spark: '4.000000' };
  const VENDOR = { kind: 'excluded', name: 'vendor-model', jobs: '2', render_spark: '4.000000' };

  it('of a worker is the sum of its jobs', () => {
    const expected = [
      'render Spark of 0xA, worker mac: 3.000000 Spark | the Spark of 2 credited rows of the job log | R11 | work.csv:3:render_spark',
      ...OF_MACS,
    ];
    expect(cell(null, MACS)).toEqual(expected);
    expect(cell('render_spark', MACS)).toEqual(expected);
    expect(cell('jobs', FAST)).toEqual([
      'jobs of 0xA, worker fast 7: 1 jobs | its credited rows of the job log | R11 | work.csv:3:jobs',
      '+ job j5: 1 jobs | R11 | flux | eeee:5',
    ]);
    expect(cell('name', MACS)).toEqual(['no figure']);
  });

  it('of another NFT or network has none of these jobs', () => {
    for (const worker_nft_id of ['8', '']) {
      const [, behind] = cell('jobs', { ...FAST, worker_nft_id });
      expect(behind).toBe('+ jobs that the logs in force do not show: 1 jobs | R11');
    }
    expect(cell('jobs', { ...MACS, name: 'slow', jobs: '1' })[1]).toContain('do not show');
  });

  it('of a model is the sum of its jobs, whoever worked', () => {
    expect(cell('jobs', { kind: 'model', name: 'flux', jobs: '2', render_spark: '5.000000' })).toEqual([
      'jobs of 0xA, model flux: 2 jobs | its credited rows of the job log | R11 | work.csv:3:jobs',
      '+ job j2: 1 jobs | R11 | flux | eeee:2',
      '+ job j5: 1 jobs | R11 | flux | eeee:5',
    ]);
  });

  it('of late jobs is what of their month was credited', () => {
    const late = { kind: 'late', name: '2026-09', jobs: '2', render_spark: '1.000000' };
    expect(cell(null, late)).toEqual([
      'render Spark of 0xA, late 2026-09: 1.000000 Spark | the Spark of 2 credited rows of the job log | R11 | work.csv:3:render_spark',
      '+ late jobs of 2026-09, credited here: 1.000000 Spark | R16 | a person credited them',
    ]);
  });

  it('of what was left out has the rows of its reason beside it', () => {
    const expected = [
      'left out of 0xA, excluded vendor-model: 4.000000 Spark | 2 rows of the job log | R11 | what each would have been worth stands with it | work.csv:3:render_spark',
      // 9 of 20 Spark of 10.00 are 4.50; 12 of 23 would be 5.217391, 10 of 21 4.761904.
      '* job j4 left out: vendor-model: 0.000000 USD | it would have been worth 0.717391: floor(10.000000 * 12.000000 / 23.000000) - 4.500000 | R11 | 3.000000 Spark. External vendor models are never covered by a subscription. | eeee:4',
      '* job j7 left out: vendor-model: 0.000000 USD | it would have been worth 0.261904: floor(10.000000 * 10.000000 / 21.000000) - 4.500000 | R11 | 1.000000 Spark. External vendor models are never covered by a subscription. | eeee:7',
    ];
    expect(cell(null, VENDOR)).toEqual(expected);
    expect(cell('render_spark', VENDOR)).toEqual(expected);
    expect(cell('jobs', VENDOR)[0]).toBe(
      'left out of 0xA, excluded vendor-model: 2 jobs | 2 rows of the job log | R11 | what each would have been worth stands with it | work.csv:3:jobs',
    );
    expect(cell('wallet', VENDOR)).toEqual(['no figure']);
    const one = figures({ wallet: '0xA', ...VENDOR }, { most: 1 });
    expect(outlined(walletJobsCell(one, null))).toEqual(expected.slice(0, 2));
  });
});

describe('a cell of leaderboard.csv', () => {
  const MACS = {
    ...{ wallet: '0xA', worker_type: 'mac', worker: '0xA', rank: '2', jobs: '2', render_spark: '3.000000' },
    ...{ earned_usd: '1.500000', share: '0.15', video_render_spark: '2.000000', other_render_spark: '0.000000' },
  };
  const cell = (column: string | null, cells: object = {}, changed: Partial<WorkerFigures> = {}): string[] =>
    outlined(leaderboardCell(figures({ ...MACS, ...cells }, changed), column));
  const SPARK =
    'render Spark of mac worker 0xA: 3.000000 Spark | the Spark of 2 credited rows of the job log | R11 | work.csv:3:render_spark';
  const NOTE = 'what the wallet earned, divided over its workers by Spark, one after the other';

  it('of its place says how that is found', () => {
    expect(cell('rank')).toEqual([
      'rank of mac worker 0xA: 2 | R11 | its place by Spark, most first; equal Spark shares a place | work.csv:3:rank',
    ]);
  });

  it('of what it earned is its part of what the wallet did', () => {
    // 4.50 for 9 Spark: the third to the sixth are worth 4.50 * 6/9 - 4.50 * 3/9 = 3.00 - 1.50.
    const before = { before: usd('3') };
    const expected = [
      `earned by mac worker 0xA: 1.500000 USD | trunc(4.500000 * 6.000000 / 9.000000) - trunc(4.500000 * 3.000000 / 9.000000) | R2 | ${NOTE} | work.csv:3:earned_usd`,
      `* ${SPARK}`,
      ...OF_MACS.map((line) => `  ${line}`),
      '* earned by 0xA: 4.500000 USD',
    ];
    expect(cell(null, {}, before)).toEqual(expected);
    expect(cell('earned_usd', {}, before)).toEqual(expected);
  });

  it('of the only worker of a wallet is all that it earned', () => {
    const only = { points: usd('3'), earned: usd('1.5') };
    expect(cell(null, {}, only)[0]).toBe(
      `earned by mac worker 0xA: 1.500000 USD | all that its wallet earned: no other worker of it has Spark | R2 | ${NOTE} | work.csv:3:earned_usd`,
    );
    const none = { render_spark: '0.000000', jobs: '0', earned_usd: '0.000000', worker_type: 'slow' };
    expect(cell(null, none, { points: 0n, earned: 0n })[0]).toContain(': 0.000000 USD | all that its wallet earned');
  });

  it('refuses what its wallet does not make of it', () => {
    expect(() => cell(null, { earned_usd: '1.500001' })).toThrow(
      'mac worker 0xA earned 1.500001, and its wallet makes 1.500000 of it',
    );
  });

  it('of its work is the sum of its jobs', () => {
    expect(cell('render_spark')).toEqual([SPARK, ...OF_MACS]);
    expect(cell('jobs')[0]).toBe(
      'jobs of mac worker 0xA: 2 jobs | its credited rows of the job log | R11 | work.csv:3:jobs',
    );
    expect(cell('wallet')).toEqual(['no figure']);
    // On the fast network the worker is its NFT.
    expect(cell('jobs', { worker_type: 'fast', worker: '7', jobs: '1', render_spark: '4.000000' })).toEqual([
      'jobs of fast worker 7: 1 jobs | its credited rows of the job log | R11 | work.csv:3:jobs',
      '+ job j5: 1 jobs | R11 | flux | eeee:5',
    ]);
    expect(cell('jobs', { worker_type: 'late', worker: '2026-08', render_spark: '1.000000' })).toEqual([
      'jobs of late worker 2026-08: 2 jobs | its credited rows of the job log | R11 | work.csv:3:jobs',
      '+ late jobs of 2026-08, credited here: 2 jobs | R16 | a person credited them',
    ]);
  });

  it('of a category is the sum of the jobs whose model is of it', () => {
    expect(cell('video_render_spark')).toEqual([
      'render Spark of mac worker 0xA for video: 2.000000 Spark | the Spark of its credited jobs whose model is of the category video | R11 | categories are for reading: nothing is computed from them | work.csv:3:video_render_spark',
      '+ job j3: 2.000000 Spark | R11 | wan | eeee:3',
    ]);
    expect(cell('other_render_spark')).toHaveLength(1);
    // What was left out of a category is no part of it.
    expect(cell('image_render_spark', { image_render_spark: '1.000000' }).slice(1)).toEqual(OF_MACS.slice(0, 1));
  });

  it('of its share is only for reading', () => {
    expect(cell('share')).toEqual([
      'share of mac worker 0xA: 0.15 share | 3.000000 / 20.000000, cut after 12 decimals | R13 | for reading only: nothing is computed from it | work.csv:3:share',
    ]);
  });
});
