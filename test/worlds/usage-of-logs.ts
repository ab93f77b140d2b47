import { join } from 'node:path';
import { type Month, monthOf } from '../../src/core/month/month.ts';
import { USUAL_CATEGORIES } from '../../src/core/usage/categories.ts';
import { NO_EXTENSIONS } from '../../src/core/usage/closed-lists.ts';
import type { MonthUsage, UsagePolicy } from '../../src/core/usage/month-usage.ts';
import { USUAL_THRESHOLDS } from '../../src/core/usage/signal-thresholds.ts';
import type { MonthLook } from '../../src/core/usage/usage-look.ts';
import { openDerivedFiles } from '../../src/lake/kept/derived-files.ts';
import { queryUsage } from '../../src/lake/questions/points-query.ts';
import { csvOf, freshDirectory, type JobFields, jsonlOf, logFile } from './job-logs.ts';

/** For the tests of job logs: usage of job logs given as texts. */

export const OCTOBER = monthOf(2026, 10);
export const SEPTEMBER = monthOf(2026, 9);
export const OTHER_WORKER = `0x${'c3'.repeat(20)}`;

export const POLICY: UsagePolicy = {
  excludedModels: ['gpt-image-2', 'seedance*', 'HappyHorse*'],
  trialJobs: 'count',
  extensions: NO_EXTENSIONS,
  walletLinks: [],
  participation: null,
  withheldJobs: [],
};

/** A month, looked at as revshare.yaml does where it says nothing. */
export function lookAt(month: Month): MonthLook {
  return { month, categories: USUAL_CATEGORIES, thresholds: USUAL_THRESHOLDS };
}

interface Log {
  readonly jobs: readonly JobFields[];
  readonly as?: 'csv' | 'jsonl' | 'nested';
}

export async function usageOf(
  logs: readonly Log[],
  months: readonly Month[],
  policy: Partial<UsagePolicy> = {},
  threads = 1,
): Promise<MonthUsage[]> {
  const directory = freshDirectory();
  const files = [];
  for (const [at, { jobs, as }] of logs.entries()) {
    const text = as === undefined || as === 'csv' ? csvOf(jobs) : jsonlOf(jobs, as === 'nested');
    files.push(await logFile(text, as === undefined || as === 'csv' ? 'csv' : 'jsonl', `sha-${at}`, { directory }));
  }
  return queryUsage({
    files,
    months,
    policy: { ...POLICY, ...policy },
    derived: openDerivedFiles(join(directory, 'derived'), directory),
    tempDir: join(directory, 'temp'),
    threads,
  });
}

export async function october(jobs: readonly JobFields[], policy: Partial<UsagePolicy> = {}): Promise<MonthUsage> {
  const [usage] = await usageOf([{ jobs }], [OCTOBER], policy);
  if (usage === undefined) throw new Error('no month');
  return usage;
}

export const excludedOf = (usage: MonthUsage | undefined) =>
  usage?.excluded.map(({ reason, jobs, points }) => [reason, jobs, points]);
