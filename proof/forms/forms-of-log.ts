import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { checksumAddress } from '../../src/core/wallet/checksum-address.ts';
import { csvOf, type JobFields, jsonlOf } from '../../test/worlds/job-logs.ts';

type Log = readonly JobFields[];
type Files = readonly (readonly [string, string | Buffer])[];

/** A way in which a log may come. */
export interface Form {
  readonly name: string;
  /** @param scratch where other tools may write */
  readonly files: (log: Log, scratch: string) => Files | Promise<Files>;
}

const asCsv = (name: string, write: (log: Log) => string | Buffer): Form => ({
  name,
  files: (log) => [[`jobs.csv`, write(log)]],
});

const changed = (log: Log, change: (job: JobFields, at: number) => JobFields): Log => log.map(change);
const delimited = (log: Log, delimiter: string): string => csvOf(log).replaceAll(',', delimiter);

/** All forms in which a log of many rows may be read, in the order in which they are tried. */
export const FORMS: readonly Form[] = [
  asCsv('CSV', (log) => csvOf(log)),
  asCsv('quoted', (log) => csvOf(log).replace(/[^,\n]+|(?<=[,])(?=[,\n])/g, '"$&"')),
  asCsv('semicolons', (log) => delimited(log, ';')),
  asCsv('tabs, Windows', (log) => `\ufeff${delimited(log, '\t').replaceAll('\n', '\r\n')}`),
  asCsv('checksums', (log) => csvOf(changed(log, checksummed))),
  asCsv('checksums late', (log) => csvOf(changed(log, (job, at) => (at * 2 < log.length ? job : checksummed(job))))),
  asCsv('padded', (log) => csvOf(changed(log, (job, at) => (at % 3 === 0 ? padded(job) : job)))),
  asCsv('padded late', (log) => csvOf(changed(log, (job, at) => (at * 2 < log.length ? job : padded(job))))),
  asCsv('no account by words', (log) => csvOf(changed(log, withWords))),
  asCsv('line breaks', (log) =>
    csvOf(changed(log, (job, at) => (at % 997 === 0 ? { ...job, reason: 'one,\n"two"' } : job))),
  ),
  asCsv('other order', (log) => csvOf(shuffled(log))),
  { name: 'gzip', files: (log) => [['jobs.csv.gz', gzipSync(csvOf(log), { level: 1 })]] },
  { name: 'twenty files', files: (log) => split(shuffled(log), 20) },
  { name: 'JSON Lines', files: (log) => [['jobs.jsonl', jsonlOf(log)]] },
  { name: 'the SDK', files: (log) => [['jobs.jsonl', jsonlOf(log, true)]] },
  { name: 'CSV and JSON Lines', files: halves },
  { name: 'Parquet, texts', files: (log, scratch) => parquet(log, scratch, '*') },
  {
    name: 'Parquet, numbers and times',
    files: (log, scratch) =>
      parquet(
        log,
        scratch,
        '* REPLACE (completed_at::TIMESTAMPTZ AS completed_at, render_spark::DECIMAL(18, 6) AS render_spark)',
      ),
  },
];

function checksummed(job: JobFields): JobFields {
  const of = (wallet = ''): string => (wallet === '' ? '' : checksumAddress(wallet));
  return { ...job, worker_wallet: of(job.worker_wallet), subscriber_wallet: of(job.subscriber_wallet) };
}

function padded(job: JobFields): JobFields {
  return { ...job, job_id: ` ${job.job_id} `, status: ` ${job.status}`, model_id: `${job.model_id}  ` };
}

function withWords(job: JobFields, at: number): JobFields {
  const word = ['None', 'NULL', 'N/A', '-', 'nan'][at % 5] ?? '';
  const of = (account = ''): string => (account === '' ? word : account);
  return { ...job, worker_account: of(job.worker_account), subscriber_account: of(job.subscriber_account) };
}

/** The same order every time. */
function shuffled(log: Log): Log {
  const keyed = log.map((job, at) => ({ job, key: Math.imul(at + 1, 2_654_435_761) >>> 0 }));
  return keyed.sort((one, other) => one.key - other.key).map(({ job }) => job);
}

function split(log: Log, files: number): Files {
  const size = Math.ceil(log.length / files);
  return Array.from({ length: files }, (_, at) => [`jobs-${at}.csv`, csvOf(log.slice(at * size, (at + 1) * size))]);
}

function halves(log: Log): Files {
  const half = log.length >> 1;
  return [
    ['a.csv', csvOf(log.slice(0, half))],
    ['b.jsonl', jsonlOf(log.slice(half))],
  ];
}

async function parquet(log: Log, scratch: string, columns: string): Promise<Files> {
  const [source, target] = [join(scratch, 'jobs.csv'), join(scratch, 'jobs.parquet')];
  writeFileSync(source, csvOf(log));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run(
    `COPY (SELECT ${columns} FROM read_csv('${source}', all_varchar = true)) TO '${target}' (FORMAT parquet, ROW_GROUP_SIZE 20480)`,
  );
  connection.closeSync();
  instance.closeSync();
  return [['jobs.parquet', readFileSync(target)]];
}
