import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, jsonlOf, writeParquet } from '../../../test/worlds/job-logs.ts';
import { jobLogEngine } from '../engine/job-log-engine.ts';
import { partitionedLog } from './partitioned-log.ts';

async function told(
  name: string,
  format: 'csv' | 'jsonl' | 'parquet',
  content?: string,
  shown = name,
): Promise<string[]> {
  const directory = freshDirectory();
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content ?? (await writeParquet("SELECT 'job-1' AS job_id, 'failed' AS status")).bytes);
  const engine = jobLogEngine({ tempDir: directory, threads: 1 });
  try {
    const problems = await partitionedLog({ path, name, displayName: shown, format }, engine);
    return problems.map(({ code, message }) => `${code}: ${message}`);
  } finally {
    await engine.close();
  }
}

const HAS_NOT = 'job_id,status\njob-1,failed\n';
const SAYS =
  'partitioned-log: the folder trialing=true says the trialing of its rows, which they do not say themselves';

describe('a log in a folder that is named after a column', () => {
  it.each([
    ['a CSV without it', 'trialing=true/part-0.csv', 'csv', HAS_NOT, [SAYS]],
    ['a CSV with it', 'trialing=true/part-0.csv', 'csv', csvOf([jobFields()]), []],
    [
      'one by another name of the column',
      'jobs/subscriptionTrialing=true/day=1/part-0.csv',
      'csv',
      csvOf([jobFields()]),
      [],
    ],
    ['JSON without it', 'trialing=true/part-0.jsonl', 'jsonl', '{"job_id":"1","status":"failed"}\n', [SAYS]],
    [
      'JSON with it in a later line',
      'trialing=true/part-0.jsonl',
      'jsonl',
      `{"job_id":"1","status":"failed"}\n${jsonlOf([jobFields()])}`,
      [],
    ],
    ['Parquet without it', 'trialing=true/part-0.parquet', 'parquet', undefined, [SAYS]],
    ['a column of no job log', 'day=2026-10-05/part-0.csv', 'csv', HAS_NOT, []],
    ['a file that is called so', 'jobs/trialing=true', 'csv', HAS_NOT, []],
  ] as const)('%s', async (_, name, format, content, expected) => {
    expect(await told(name, format, content)).toEqual(expected);
  });

  it('is told where the file or the folder of one value was named itself, and not of folders further above', async () => {
    expect(await told('part-0.csv', 'csv', HAS_NOT, 'jobs/day=1/trialing=true/part-0.csv')).toEqual([SAYS]);
    expect(await told('day=1/part-0.csv', 'csv', HAS_NOT, 'jobs/trialing=true/day=1/part-0.csv')).toEqual([SAYS]);
    expect(await told('part-0.csv', 'csv', HAS_NOT, 'trialing=true/jobs/part-0.csv')).toEqual([]);
  });
});
