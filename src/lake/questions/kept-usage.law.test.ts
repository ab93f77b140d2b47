import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import { arbitraryJobs } from '../../../test/worlds/arbitrary-jobs.ts';
import { csvOf, freshDirectory, type JobFields, jobFields, logFile } from '../../../test/worlds/job-logs.ts';
import { OCTOBER, POLICY, SEPTEMBER } from '../../../test/worlds/usage-of-logs.ts';
import { NO_EXTENSIONS } from '../../core/usage/closed-lists.ts';
import type { MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { jobLogCoverage } from './job-gaps.ts';
import { queryUsage } from './points-query.ts';

const { anyJob: anyPlainJob, anyPolicy } = arbitraryJobs(fc);
/** Some of them with an event id, or a status that only a policy explains. */
const anyJob = fc
  .tuple(
    anyPlainJob,
    fc.constantFrom('', '', 'x', 'y', 'z'),
    fc.constantFrom('completed', 'completed', 'done', 'failed'),
  )
  .map(([job, event_id, status]) => ({ ...job, event_id, status }));
const DONE = { ...NO_EXTENSIONS, completed: ['done'] };

/** What becomes of the derived files between two queries. */
type Fate = 'kept' | 'half deleted' | 'all deleted' | 'one damaged' | 'one exchanged';

function derivedPaths(derivedDir: string): string[] {
  const names = readdirSync(derivedDir, { recursive: true }) as string[];
  return names
    .filter((name) => name.endsWith('.parquet'))
    .sort()
    .map((name) => join(derivedDir, name));
}

function suffer(derivedDir: string, fate: Fate, choice: number): void {
  const paths = derivedPaths(derivedDir);
  const chosen = paths[choice % Math.max(1, paths.length)];
  const other = paths[(choice + 1) % Math.max(1, paths.length)];
  if (fate === 'all deleted') for (const path of paths) rmSync(path);
  if (fate === 'half deleted') for (const [at, path] of paths.entries()) if ((at + choice) % 2 === 0) rmSync(path);
  if (chosen === undefined || other === undefined) return;
  if (fate === 'one exchanged') copyFileSync(other, chosen);
  if (fate === 'one damaged') {
    const bytes = readFileSync(chosen);
    const at = choice % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(chosen, bytes);
  }
}

const anyStep = fc.record({
  log: fc.nat(3),
  policy: fc.nat(1),
  fate: fc.constantFrom<Fate>('kept', 'kept', 'half deleted', 'all deleted', 'one damaged', 'one exchanged'),
  choice: fc.nat(5000),
  /** The log of which this question is not; 4 to 7: of all. */
  without: fc.nat(7),
});

describe('whatever is derived and kept', () => {
  it('changes no figure: files come in any order and are left out again, and derived files go or are damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyJob, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 4 }),
        fc.tuple(
          anyPolicy,
          anyPolicy.map((policy) => ({ ...policy, extensions: DONE })),
        ),
        fc.array(anyStep, { minLength: 3, maxLength: 6 }),
        async (logs, policies, steps) => {
          const files = await imported(logs);
          const derivedDir = freshDirectory();
          const taken = new Map<string, JobLogFile>();
          for (const { log, policy, fate, choice, without } of steps) {
            const file = files[log] as JobLogFile;
            taken.set(file.sha256, file);
            suffer(derivedDir, fate, choice);
            const full = { ...POLICY, ...policies[policy] };
            const known = [...taken.values()].filter((each) => each !== files[without]);
            expect(await ask(known, full, derivedDir)).toEqual(await ask(known, full, freshDirectory()));
          }
          // A file that is no longer asked for leaves no trace.
          const [first] = files;
          if (first === undefined) throw new Error('no file');
          const full = { ...POLICY, ...policies[0] };
          expect(await ask([first], full, derivedDir)).toEqual(await ask([first], full, freshDirectory()));
        },
      ),
      { numRuns: times(10, 50) },
    );
  }, 600_000);
});

async function imported(logs: readonly (readonly JobFields[])[]): Promise<JobLogFile[]> {
  const directory = freshDirectory();
  const files: JobLogFile[] = [];
  for (const [at, jobs] of logs.entries()) {
    files.push(await logFile(csvOf(jobs), 'csv', `sha-${at}`, { directory, inPlace: at % 2 === 0 }));
  }
  return files;
}

async function ask(
  files: readonly JobLogFile[],
  policy: UsagePolicy,
  derivedDir: string,
): Promise<{ months: MonthUsage[]; gaps: unknown }> {
  const limits = { derived: openDerivedFiles(derivedDir, freshDirectory()), tempDir: freshDirectory(), threads: 1 };
  const months = await queryUsage({ files, months: [SEPTEMBER, OCTOBER], policy, ...limits });
  return { months, gaps: await jobLogCoverage({ files, month: OCTOBER, ...limits }) };
}

const JOB = jobFields();

describe('what is kept', () => {
  it('saves the reading: with all of it there, the rows themselves are not needed', async () => {
    const jobs = [
      { ...JOB, job_id: 'a' },
      { ...JOB, job_id: 'b' },
      { ...JOB, job_id: 'a' },
    ];
    const [file] = await imported([jobs]);
    if (file === undefined) throw new Error('no file');
    const query = {
      files: [file],
      months: [OCTOBER],
      policy: POLICY,
      derived: openDerivedFiles(freshDirectory(), freshDirectory()),
      tempDir: freshDirectory(),
      threads: 1,
    };
    const first = await queryUsage(query);
    expect(first[0]?.excluded).toEqual([{ reason: 'duplicate', jobs: 1, points: 1_500_000n }]);
    rmSync(file.path);
    expect(await queryUsage(query)).toEqual(first);
    // Another policy needs the rows again, and says so when they are gone.
    await expect(queryUsage({ ...query, policy: { ...POLICY, excludedModels: [] } })).rejects.toThrow(/No files found/);
    // A month that was not asked before does not.
    expect((await queryUsage({ ...query, months: [SEPTEMBER] }))[0]?.rows).toBe(0);
  });

  it('serves a withheld job again and again, whatever the kept files are called', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const files = await imported([ids.map((job_id) => ({ ...JOB, job_id }))]);
    for (const withheld of ids.slice(0, 5)) {
      const derivedDir = freshDirectory();
      for (const withheldJobs of [[], [withheld], [withheld], [], [withheld, 'f'], [withheld]]) {
        const { months } = await ask(files, { ...POLICY, withheldJobs }, derivedDir);
        // Six jobs, each withheld or credited.
        expect(months[1]?.wallets[0]?.jobs).toBe(6 - withheldJobs.length);
      }
    }
  });

  it('holds of what several logs give the newest and the one before it', async () => {
    const files = await imported([[JOB], [{ ...JOB, job_id: 'b' }], [{ ...JOB, job_id: 'c' }], [JOB]]);
    const derivedDir = freshDirectory();
    for (const count of [1, 2, 3, 4]) await ask(files.slice(0, count), POLICY, derivedDir);
    const kinds = derivedPaths(derivedDir).map((path) => path.split('/').at(-1)?.split('.')[0]?.replace(/-.*/, ''));
    const counts = ['examined', 'busy', 'facts', 'usage'].map((kind) => kinds.filter((each) => each === kind).length);
    expect(counts).toEqual([2, 4, 4, 2]);
  });
});
