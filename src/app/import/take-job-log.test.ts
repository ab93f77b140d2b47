import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf, jobFields } from '../../../test/worlds/job-logs.ts';
import { TIMES_AS_WRITTEN } from '../../core/usage/job-times.ts';
import { unpack } from '../../files/unpack.ts';
import { jobLogEngine } from '../../lake/engine/job-log-engine.ts';
import { InvalidInput } from '../../problems/problem.ts';
import { openDataDirectory } from '../books/directory/data-directory.ts';
import { EvidenceKeeper } from './evidence.ts';
import { takeJobLog } from './take-job-log.ts';

/** Takes a log of one row into a data directory: its rows, or the codes of what it is refused for. */
async function take(name: string, text: string, isAgain: boolean): Promise<number | string[]> {
  const root = mkdtempSync(join(tmpdir(), 'revshare-taking-'));
  const data = openDataDirectory(join(root, 'data'));
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const [input] = await unpack({ path, shown: name, name }, data.temporary);
  if (input === undefined) throw new Error('no input');
  const engine = jobLogEngine({ tempDir: data.temporary, threads: 1 });
  const taking = { data, known: new Map(), sizes: new Set<number>(), evidence: new EvidenceKeeper(data), engine };
  const how = { times: TIMES_AS_WRITTEN, rehash: false, isAgain, onProgress: undefined };
  try {
    return (await takeJobLog(input, 'csv', { ...taking, ...how })).imported?.rows ?? 0;
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ code }) => code);
    throw error;
  } finally {
    await engine.close();
  }
}

describe('what is asked of a new job log alone', () => {
  it.each([
    ['deleted-row', 'jobs.csv', csvOf([jobFields({ Op: 'D' })])],
    ['partitioned-log', 'worker_account=7/jobs.csv', csvOf([jobFields()])],
  ])('%s: books that took it before are computed again (R16)', async (code, name, text) => {
    expect(await take(name, text, false)).toEqual([code]);
    expect(await take(name, text, true)).toBe(1);
  });
});
