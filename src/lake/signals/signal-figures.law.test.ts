import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import {
  arbitraryStretches,
  CONSPICUOUS,
  countedFigures,
  heldJobs,
  rowsOf,
  type Stretch,
  THRESHOLDS,
} from '../../../test/worlds/arbitrary-signal-figures.ts';
import { csvOf, freshDirectory, logFile } from '../../../test/worlds/job-logs.ts';
import { lookAt, OCTOBER, POLICY } from '../../../test/worlds/usage-of-logs.ts';
import { type SignalFigures, signalsOf } from '../../core/usage/signals.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { queryUsageAndWork } from '../questions/points-query.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';

/** Four logs at most: each of the two that the rows name, cut in half. */
async function imported(stretches: readonly Stretch[]): Promise<JobLogFile[]> {
  const directory = freshDirectory();
  const files: JobLogFile[] = [];
  for (const at of [0, 1] as const) {
    const rows = stretches.flatMap((stretch, id) => rowsOf(stretch, id)[at]);
    const half = Math.ceil(rows.length / 2);
    for (const part of [rows.slice(0, half), rows.slice(half)]) {
      if (part.length === 0) continue;
      files.push(await logFile(csvOf(part), 'csv', `sha-${files.length}`, { directory }));
    }
  }
  return files;
}

async function useOf(
  files: readonly JobLogFile[],
  held: readonly string[],
  derivedDir: string,
  threads = 1,
): Promise<SignalFigures> {
  const policy = { ...POLICY, withheldJobs: held };
  const query = {
    files,
    months: [OCTOBER],
    policy,
    derived: openDerivedFiles(derivedDir, freshDirectory()),
    tempDir: freshDirectory(),
    threads,
  };
  return (await queryUsageAndWork(query, { ...lookAt(OCTOBER), thresholds: THRESHOLDS })).figures;
}

/** Removes derived files but for the first of every eight. */
function losesSome(derivedDir: string, kept: number): void {
  const names = (readdirSync(derivedDir, { recursive: true }) as string[]).filter((name) => name.endsWith('.parquet'));
  for (const [at, name] of names.sort().entries()) if (at % 8 >= kept) rmSync(join(derivedDir, name));
}

describe('a month’s use by subscribers', () => {
  it('is the same counted one by one, whatever was asked before and whatever derived files are there', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryStretches(fc), fc.nat(7), fc.subarray([0, 1, 2, 3]), async (stretches, kept, some) => {
        const held = heldJobs(stretches);
        const files = await imported(stretches);
        const derivedDir = freshDirectory();
        const asked = files.filter((_, at) => some.includes(at));
        const ofSome = await useOf(asked, held, derivedDir);
        const use = await useOf(files, held, derivedDir, 2);
        losesSome(derivedDir, kept);
        expect(await useOf(files, held, derivedDir)).toEqual(use);
        // Fewer logs than before: what is kept of more of them is of no use.
        expect(await useOf(asked, held, derivedDir, 3)).toEqual(ofSome);

        const counted = countedFigures(stretches);
        expect(signalsOf(use, THRESHOLDS)).toEqual(signalsOf(counted, THRESHOLDS));
        const { subscribers, meetings, bursts, ...totals } = use;
        expect(counted).toMatchObject(totals);
        for (const each of subscribers) expect(counted.subscribers).toContainEqual(each);
        for (const each of bursts) expect(counted.bursts).toContainEqual(each);
        for (const each of meetings) expect(counted.meetings).toContainEqual(each);
      }),
      { numRuns: times(8, 40), examples: [[CONSPICUOUS, 3, [0, 2]]] },
    );
    const kinds = signalsOf(countedFigures(CONSPICUOUS), THRESHOLDS).map(({ signal }) => signal);
    // Sixteen subscribers of one plan on one day, most with 10 jobs: that is the median. Those with 110, 55, 35, 30 and 30
    // have at least 30 and 2 x 10 on it, and at least 20 in its hour; 40 times the median an hour is 40 x 10 / 24 = 16.7.
    const five = (kind: string): string[] => Array.from({ length: 5 }, () => kind);
    expect(kinds).toEqual(['share', 'pair', 'pair', 'pair', 'jump', 'pool', ...five('day'), ...five('hour')]);
  }, 600_000);
});
