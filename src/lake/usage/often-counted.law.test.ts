import fc from 'fast-check';
import { expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import {
  csvOf,
  freshDirectory,
  type JobFields,
  jobFields,
  logFile,
  SUBSCRIBER,
  WORKER,
} from '../../../test/worlds/job-logs.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { openLake } from '../engine/duckdb.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { filesWithFacts } from '../kept/file-facts.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { oftenCounted } from './often-counted.ts';

const SUBSCRIBERS = [SUBSCRIBER, `0x${'c3'.repeat(20)}`];
const WORKERS = [WORKER, `0x${'d4'.repeat(20)}`];
const DAYS = ['2026-09-30', '2026-10-01', '2026-10-02'];

/** Some rows of a subscriber and a worker on a day of one log. */
const rows = fc.record({
  subscriber: fc.nat(1),
  worker: fc.nat(1),
  day: fc.nat(2),
  count: fc.integer({ min: 1, max: 2 }),
});
type Rows = Readonly<Record<'subscriber' | 'worker' | 'day' | 'count', number>>;
const RARE: Rows = { subscriber: 0, worker: 0, day: 1, count: 1 };

/** Each count at or above `least` by what is named of a row, counted one by one. */
function countedOneByOne(logs: readonly (readonly Rows[])[], nameOf: (rows: Rows) => string, least: number): string[] {
  const counts = new Map<string, number>();
  for (const each of logs.flat()) counts.set(nameOf(each), (counts.get(nameOf(each)) ?? 0) + each.count);
  return [...counts].filter(([, jobs]) => jobs >= least).map(([name, jobs]) => `${name} ${jobs}`);
}

/** A subscriber on a day, and a subscriber and a worker in a month. */
const onDay = ({ subscriber, day }: Rows) => `${Date.parse(DAYS[day] ?? '') / DAY_MS} ${SUBSCRIBERS[subscriber]}`;
const met = ({ subscriber, worker, day }: Rows) =>
  `${DAYS[day]?.startsWith('2026-09') ? 2026 * 12 + 8 : 2026 * 12 + 9} ${SUBSCRIBERS[subscriber]} ${WORKERS[worker]}`;

async function logOf(log: readonly Rows[], at: number, directory: string): Promise<JobLogFile> {
  const jobs = log.flatMap(({ subscriber, worker, day, count }, number): JobFields[] =>
    Array.from({ length: count }, (_, of) =>
      jobFields({
        job_id: `${at}-${number}-${of}`,
        completed_at: `${DAYS[day]}T12:00:00Z`,
        subscriber_wallet: SUBSCRIBERS[subscriber] ?? '',
        worker_wallet: WORKERS[worker] ?? '',
        worker_type: 'fast',
      }),
    ),
  );
  return logFile(csvOf(jobs), 'csv', `sha-${at}`, { directory });
}

/** Wallets as a relation of their hashes. */
function walletsSql(wallets: readonly string[], hash: string): string {
  return `(SELECT wallet, ${hash} AS hash FROM (SELECT unnest([${wallets.map((each) => `'${each}'`).join(', ')}]) AS wallet))`;
}
const OF_SUBSCRIBER = `${walletsSql(SUBSCRIBERS, 'hash(wallet)')} AS subscriber ON subscriber.hash = subscriber_hash`;
const OF_WORKER = `${walletsSql(WORKERS, "hash(wallet, 'fast')")} AS worker ON worker.hash = worker_hash`;

it('names what is counted often over all logs, exactly, however many logs came after one another', async () => {
  const logs = fc.array(fc.array(rows, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 9 });
  const least = fc.integer({ min: 1, max: 6 });
  await fc.assert(
    fc.asyncProperty(logs, least, least, async (given, leastOnDay, leastMet) => {
      const directory = freshDirectory();
      const files: JobLogFile[] = [];
      for (const [at, log] of given.entries()) files.push(await logOf(log, at, directory));
      const lake = await openLake({ tempDir: directory, threads: 1 });
      try {
        for (let known = 1; known <= files.length; known += 1) {
          const derived = openDerivedFiles(directory, directory);
          const factsOf = (of: readonly JobLogFile[]) => filesWithFacts(lake, of, derived, 1);
          const paths = await oftenCounted(lake, files.slice(0, known), derived, factsOf, {
            busy: { kind: 'busy', of: 'day', least: leastOnDay },
            met: { kind: 'met', of: 'worker_hash', least: leastMet },
          });
          const textsOf = async (rows: string) =>
            (await lake.rows(`SELECT concat_ws(' ', ${rows}`)).map(({ text }) => String(text)).sort();
          const logsKnown = given.slice(0, known);
          expect(
            await textsOf(`day, subscriber.wallet, jobs) AS text FROM ${parquetSql([paths.busy])} JOIN ${OF_SUBSCRIBER}
              WHERE jobs >= ${leastOnDay}`),
          ).toEqual(countedOneByOne(logsKnown, onDay, leastOnDay).sort());
          expect(
            await textsOf(`month, subscriber.wallet, worker.wallet, jobs) AS text FROM ${parquetSql([paths.met])}
              JOIN ${OF_SUBSCRIBER} JOIN ${OF_WORKER} WHERE jobs >= ${leastMet}`),
          ).toEqual(countedOneByOne(logsKnown, met, leastMet).sort());
        }
      } finally {
        lake.close();
      }
    }),
    // Rare in every single log, and often over all of them.
    { numRuns: times(20, 200), examples: [[Array.from({ length: 9 }, () => [RARE]), 6, 4]] },
  );
}, 600_000);
