import { expect, it } from 'vitest';
import { csvOf, freshDirectory, jobFields, logFile, SUBSCRIBER, WORKER } from '../../../test/worlds/job-logs.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { monthFromText } from '../../core/month/month.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { useOfAccounts } from './use-of-accounts.ts';

const OTHER = `0x${'c3'.repeat(20)}`;
const POLICY: UsagePolicy = {
  excludedModels: [],
  trialJobs: 'count',
  walletLinks: [{ wallet: OTHER, account: 'linked' }],
  participation: null,
  withheldJobs: [],
  extensions: { completed: [], notCompleted: [], subscription: [], notSubscription: [] },
};
const dayOf = (text: string): number => Date.parse(text) / DAY_MS;

it('adds up the credited jobs of known accounts by day, each job once', async () => {
  const named = { subscriber_account: 'named', worker_account: '' };
  const first = csvOf([
    jobFields({ job_id: 'a', ...named }),
    jobFields({ job_id: 'b', ...named, completed_at: '2026-10-05T23:59:59.999Z', render_spark: '2' }),
    jobFields({ job_id: 'c', ...named, completed_at: '2026-10-06T00:00:00Z', render_spark: '4' }),
    // Not credited, of a trial, of another month, of somebody who is not asked about.
    jobFields({ job_id: 'd', ...named, status: 'failed' }),
    jobFields({ job_id: 'e', ...named, trialing: 'true' }),
    jobFields({ job_id: 'f', ...named, completed_at: '2026-11-05T12:00:00Z' }),
    jobFields({
      job_id: 'g',
      subscriber_wallet: `0x${'d4'.repeat(20)}`,
      subscriber_account: 'unknown',
      worker_account: '',
    }),
    // By wallet-links.csv.
    jobFields({ job_id: 'h', subscriber_wallet: OTHER, subscriber_account: '', worker_account: '', render_spark: '8' }),
  ]);
  // The same job once more, and one whose rows differ: neither counts.
  const second = csvOf([
    jobFields({ job_id: 'a', ...named }),
    jobFields({ job_id: 'c', ...named, completed_at: '2026-10-06T00:00:00Z', render_spark: '5' }),
  ]);
  const directory = freshDirectory();
  const files = [
    await logFile(first, 'csv', '1'.repeat(64), { directory }),
    await logFile(second, 'csv', '2'.repeat(64), { directory }),
  ];
  const query = { files, policy: POLICY, month: monthFromText('2026-10'), accounts: ['linked', 'named', 'nobody'] };
  const reading = {
    derived: openDerivedFiles(freshDirectory(), freshDirectory()),
    tempDir: freshDirectory(),
    threads: 1,
  };
  const days = [
    { account: 'linked', day: dayOf('2026-10-05'), jobs: 1, points: 8_000_000n },
    // 1.5 + 2
    { account: 'named', day: dayOf('2026-10-05'), jobs: 2, points: 3_500_000n },
  ];
  const wanted = { days, withWallet: new Set(['linked', 'named']) };
  expect(await useOfAccounts({ ...query, ...reading })).toEqual(wanted);
  expect(await useOfAccounts({ ...query, ...reading })).toEqual(wanted);
  expect([WORKER, SUBSCRIBER]).not.toContain(OTHER);
});
