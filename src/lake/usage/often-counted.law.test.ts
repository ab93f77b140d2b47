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
} from '../../../test/worlds/job-logs.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { openLake } from '../engine/duckdb.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { filesWithFacts } from '../kept/file-facts.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { oftenCounted } from './often-counted.ts';

const SUBSCRIBERS = [SUBSCRIBER, `0x${'c3'.repeat(20)}`];
const DAYS = ['2026-09-30', '2026-10-01', '2026-10-02'];

/** Some rows of a subscriber on a day of one log. */
const rows = fc.record({ subscriber: fc.nat(1), day: fc.nat(2), count: fc.integer({ min: 1, max: 2 }) });
type Rows = Readonly<Record<'subscriber' | 'day' | 'count', number>>;
const RARE: Rows = { subscriber: 0, day: 1, count: 1 };

/** Each count at or above `least` by day and wallet, counted one by one. */
function countedOneByOne(logs: readonly (readonly Rows[])[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const { subscriber, day, count } of logs.flat()) {
    const key = `${Date.parse(DAYS[day] ?? '') / DAY_MS} ${SUBSCRIBERS[subscriber]}`;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return [...counts].filter(([, jobs]) => jobs >= least).map(([key, jobs]) => `${key} ${jobs}`);
}

async function logOf(log: readonly Rows[], at: number, directory: string): Promise<JobLogFile> {
  const jobs = log.flatMap(({ subscriber, day, count }, number): JobFields[] =>
    Array.from({ length: count }, (_, of) =>
      jobFields({
        job_id: `${at}-${number}-${of}`,
        completed_at: `${DAYS[day]}T12:00:00Z`,
        subscriber_wallet: SUBSCRIBERS[subscriber] ?? '',
      }),
    ),
  );
  return logFile(csvOf(jobs), 'csv', `sha-${at}`, { directory });
}

it('names what is counted often over all logs, exactly, however many logs came after one another', async () => {
  const logs = fc.array(fc.array(rows, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(logs, fc.integer({ min: 1, max: 6 }), async (given, least) => {
      const directory = freshDirectory();
      const files: JobLogFile[] = [];
      for (const [at, log] of given.entries()) files.push(await logOf(log, at, directory));
      const lake = await openLake({ tempDir: directory, threads: 1 });
      try {
        const often = { kind: 'often', by: 'month, subscriber_hash, day', within: 'day', least } as const;
        for (let known = 1; known <= files.length; known += 1) {
          const derived = openDerivedFiles(directory, directory);
          const factsOf = (of: readonly JobLogFile[]) => filesWithFacts(lake, of, derived, 1);
          const path = await oftenCounted(lake, files.slice(0, known), derived, factsOf, often);
          const found = await lake.rows(`SELECT concat_ws(' ', day, wallet, jobs) AS text FROM ${parquetSql([path])}
            JOIN (SELECT unnest([${SUBSCRIBERS.map((each) => `'${each}'`).join(', ')}]) AS wallet)
              ON hash(wallet) = subscriber_hash WHERE jobs >= ${least}`);
          const expected = countedOneByOne(given.slice(0, known), least);
          expect(found.map(({ text }) => String(text)).sort()).toEqual(expected.sort());
        }
      } finally {
        lake.close();
      }
    }),
    // Rare in every single log, and often over all of them.
    { numRuns: times(20, 200), examples: [[Array.from({ length: 9 }, () => [RARE]), 6]] },
  );
}, 600_000);
