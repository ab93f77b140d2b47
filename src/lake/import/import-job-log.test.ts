import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CHECKSUMMED,
  csv,
  csvOf,
  freshDirectory,
  HEADER,
  importText,
  jobFields,
  jsonlOf,
  line,
  rowsOf,
  SUBSCRIBER,
  WORKER,
} from '../../../test/worlds/job-logs.ts';
import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { jobLogEngine } from '../engine/job-log-engine.ts';
import { recogniseJobLog } from '../reading/job-log-kind.ts';
import { importJobLog } from './import-job-log.ts';

describe('what is kept of a good job log', () => {
  it('is every row with its line, exact amounts, lower-case wallets and models', async () => {
    const rows = await rowsOf(
      csv(
        line({
          worker_wallet: CHECKSUMMED,
          model_id: 'FLUX',
          render_spark: '999999999999.999999',
          completed_at: '1791201600123',
        }),
        line({
          job_id: 'job-2',
          status: 'failed',
          completed_at: '',
          render_spark: '',
          payment_model: '',
          worker_wallet: '',
          model_id: '',
          subscriber_wallet: '',
          trialing: '',
        }),
      ),
      'csv',
    );
    expect(rows).toEqual([
      {
        row: '1',
        line: '2',
        job_id: 'job-1',
        event_id: null,
        status_completed: true,
        unknown_status: null,
        refunded: false,
        instant_ms: '1791201600123',
        payment_model: 'subscription',
        trialing: false,
        worker_wallet: CHECKSUMMED.toLowerCase(),
        subscriber_wallet: SUBSCRIBER,
        worker_account: null,
        subscriber_account: null,
        worker_type: null,
        worker_nft_id: null,
        model_id: 'flux',
        render_spark: '999999999999.999999',
        subscription_tier: null,
        reason: null,
      },
      expect.objectContaining({
        row: '2',
        line: '3',
        job_id: 'job-2',
        status_completed: false,
        instant_ms: null,
        render_spark: null,
        worker_wallet: null,
        model_id: null,
      }),
    ]);
  });

  it('reads the instants to the millisecond, digits beyond it cut', async () => {
    const cases: [string, string][] = [
      ['2026-10-31T23:59:59.999999999Z', '1793491199999'],
      ['2026-11-01T00:00:00Z', '1793491200000'],
      ['2026-11-01 00:30:00+00:30', '1793491200000'],
      ['2026-10-31T16:30:00.5-0730', '1793491200500'],
      ['2026-10-31T23:59:59.99+00', '1793491199990'],
      ['1969-12-31T23:59:59.9995Z', '-1'],
      ['1793491200000', '1793491200000'],
    ];
    const rows = await rowsOf(
      csv(...cases.map(([text], at) => line({ job_id: `job-${at}`, completed_at: text }))),
      'csv',
    );
    expect(rows.map((row) => row.instant_ms)).toEqual(cases.map(([, ms]) => ms));
  });

  it('takes the names of the network, columns in any order, and further columns', async () => {
    const text = `extra,renderSpark,modelId,worker.address,paymentModel,status,endTime,jobID\nx,2,flux,${WORKER},subscription,jobCompleted,1791201600000,a\n`;
    const [row] = await rowsOf(text, 'csv');
    expect(row).toMatchObject({
      job_id: 'a',
      render_spark: '2.000000',
      status_completed: true,
      instant_ms: '1791201600000',
    });
  });

  it('passes over lines of blanks before the header', async () => {
    const rows = await rowsOf(` \n\t\n${csv(line({ job_id: 'a' }))}`, 'csv');
    expect(rows).toMatchObject([{ job_id: 'a', line: '4' }]);
  });

  it('counts lines through quoted line breaks, blank lines and Windows line ends', async () => {
    const text = `${HEADER},note\r\n${line()},"two\r\nlines, ""quoted"""\r\n\r\n${line({ job_id: 'job-2' })},\r\n`;
    const rows = await rowsOf(text, 'csv');
    expect(rows.map((row) => [row.row, row.line, row.job_id])).toEqual([
      ['1', '2', 'job-1'],
      ['2', '5', 'job-2'],
    ]);
  });

  it('reads a byte order mark away', async () => {
    expect(await rowsOf(`\ufeff${csv(line())}`, 'csv')).toHaveLength(1);
    expect(await rowsOf(`\ufeff${jsonlOf([jobFields()])}`, 'jsonl')).toHaveLength(1);
  });

  it('takes wallets in mixed case wherever the first one stands', async () => {
    // 3000 rows: more than are looked at before a file is read as one whose wallets are all in lower case.
    const plain = WORKER.toLowerCase();
    for (const mixedAt of [0, 2999]) {
      const lines = Array.from({ length: 3000 }, (_, at) =>
        line({ job_id: `job-${at}`, worker_wallet: at === mixedAt ? CHECKSUMMED : plain }),
      );
      const rows = await rowsOf(csv(...lines), 'csv');
      expect(rows).toHaveLength(3000);
      expect(new Set(rows.map((row) => row.worker_wallet))).toEqual(new Set([plain, CHECKSUMMED.toLowerCase()]));
      expect(rows[mixedAt]?.worker_wallet).toBe(CHECKSUMMED.toLowerCase());
    }
  });

  it('gives an empty log no span', async () => {
    const { result } = await importText(`${HEADER}\n`, 'csv');
    expect(result).toMatchObject({ rows: 0, firstMs: null, lastMs: null });
  });

  it('tells how far it is', async () => {
    const directory = freshDirectory();
    const path = join(directory, 'jobs.csv');
    writeFileSync(path, csv(line()));
    const seen: number[] = [];
    const onProgress = (done: number): void => void seen.push(done);
    const targetPath = join(directory, 'kept.parquet');
    const engine = jobLogEngine({ tempDir: directory });
    const source = {
      path,
      displayName: 'jobs.csv',
      format: 'csv',
      times: TIMES_AS_WRITTEN,
      targetPath,
      isNew: true,
      factsPath: null,
      tempDir: directory,
      onProgress,
    } as const;
    await importJobLog(source, engine);
    await engine.close();
    expect(seen.every((done) => done >= 0 && done <= 1)).toBe(true);
    expect(readdirSync(directory).sort()).toEqual(['jobs.csv', 'kept.parquet']);
  });

  it.each([
    ['1.50000000', '1.500000'],
    ['0001.5', '1.500000'],
    ['.5', '0.500000'],
    ['1e-06', '0.000001'],
    ['1.5E+2', '150.000000'],
    ['15e-1', '1.500000'],
    // Digits beyond what the vectorised reading holds exactly.
    ['1234567.5e-1', '123456.750000'],
    ['0.00000000000000000001e20', '1.000000'],
  ])('reads the amount %s as a database wrote it', async (written, kept) => {
    for (const format of ['csv', 'jsonl'] as const) {
      const jobs = [jobFields({ render_spark: written })];
      const [row] = await rowsOf(format === 'csv' ? csvOf(jobs) : jsonlOf(jobs), format);
      expect(row?.render_spark).toBe(kept);
    }
  });

  it.each([
    '2026-10-05 10:00:00 UTC',
    '2026-10-05 10:00:00.000 +0000',
    '2026-10-05 12:00:00+02',
    '2026-10-05T10:00:00.000000Z',
  ])('reads the time %s', async (completed_at) => {
    const [row] = await rowsOf(csvOf([jobFields({ completed_at })]), 'csv');
    expect(row?.instant_ms).toBe(String(Date.UTC(2026, 9, 5, 10)));
  });

  it.each([
    ['1', true],
    ['t', true],
    ['TRUE', true],
    ['0', false],
    ['f', false],
    ['', false],
  ])('reads trialing %j', async (trialing, kept) => {
    const [row] = await rowsOf(csvOf([jobFields({ trialing })]), 'csv');
    expect(row?.trialing).toBe(kept);
  });

  it.each([';', '\t'])('reads columns apart by %j, in capitals, quoted or not', async (delimiter) => {
    const apart = (text: string) => text.replaceAll(',', delimiter);
    const [header = '', ...lines] = csvOf([jobFields(), jobFields({ job_id: 'b', reason: 'a "quoted" one' })]).split(
      '\n',
    );
    const rows = await rowsOf([apart(header).toUpperCase(), ...lines.map(apart)].join('\n'), 'csv');
    expect(rows.map(({ job_id, render_spark, reason }) => [job_id, render_spark, reason])).toEqual([
      ['job-1', '1.500000', null],
      ['b', '1.500000', 'a "quoted" one'],
    ]);
    expect(recogniseJobLog({ text: apart(header), bytes: Buffer.from(apart(header)) })).toBe('csv');
  });

  it('takes nested objects in any letter case', async () => {
    const line = `{"ID":"a","STATUS":"failed","Worker":{"ADDRESS":"${WORKER}"},"Artist":{"Address":"${SUBSCRIBER}"}}`;
    const [row] = await rowsOf(`${line}\n`, 'jsonl');
    expect([row?.worker_wallet, row?.subscriber_wallet]).toEqual([WORKER, SUBSCRIBER]);
  });

  it('lets the zero address stand for no subscriber, and for the worker of a job that did not complete', async () => {
    const zero = `0x${'0'.repeat(40)}`;
    const rows = await rowsOf(
      csvOf([
        jobFields({ subscriber_wallet: zero }),
        jobFields({ job_id: 'b', status: 'failed', worker_wallet: zero }),
      ]),
      'csv',
    );
    expect(rows).toHaveLength(2);
  });

  it('tells rows and span', async () => {
    const { result } = await importText(
      csv(line(), line({ job_id: 'b', completed_at: '2026-10-01T00:00:00Z' })),
      'csv',
    );
    expect(result).toMatchObject({ rows: 2, firstMs: Date.UTC(2026, 9, 1), lastMs: Date.UTC(2026, 9, 5, 12) });
  });

  it('is the same bytes for any number of threads', async () => {
    const lines = Array.from(
      { length: 300_000 },
      (_, at) => `${line({ job_id: `job-${at}`, render_spark: `${at}.25` })}\n`,
    );
    const text = csv() + lines.join('');
    const files = [];
    for (const threads of [1, 2, 4]) files.push(readFileSync((await importText(text, 'csv', { threads })).targetPath));
    expect(files[1]?.equals(files[0] as Buffer)).toBe(true);
    expect(files[2]?.equals(files[0] as Buffer)).toBe(true);
  }, 120_000);
});
