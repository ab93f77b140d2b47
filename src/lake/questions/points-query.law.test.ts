import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import { arbitraryJobs } from '../../../test/worlds/arbitrary-jobs.ts';
import type { JobFields } from '../../../test/worlds/job-logs.ts';
import { OCTOBER, POLICY, SEPTEMBER, usageOf } from '../../../test/worlds/usage-of-logs.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import { JOB_EXCLUSION_RULES, type JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import type { JobFinding, MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';

const { anyJob, anyPolicy } = arbitraryJobs(fc);

/** The rules once more, in plain TypeScript over all rows. */
function straightforward(
  jobs: readonly JobFields[],
  month: Month,
  policy: UsagePolicy,
): Omit<MonthUsage, 'findings'> & { findings: Partial<JobFinding>[] } {
  const micro = (text: string) => BigInt(Math.round(Number(text) * 1e6));
  const wallet = (text: string | undefined) => (text ?? '').toLowerCase();
  const content = (job: JobFields) =>
    JSON.stringify([
      Date.parse(job.completed_at ?? ''),
      job.payment_model,
      job.trialing === 'true',
      wallet(job.worker_wallet),
      wallet(job.subscriber_wallet),
      job.model_id?.toLowerCase(),
      String(micro(job.render_spark ?? '')),
    ]);
  const accountsOf = (of: string, own: string | undefined) => [
    ...policy.walletLinks.filter((each) => each.wallet === of).map((each) => each.account),
    ...(own ? [own] : []),
  ];
  const matched = (job: JobFields) => {
    const [worker, subscriber] = [wallet(job.worker_wallet), wallet(job.subscriber_wallet)];
    const others = accountsOf(subscriber, job.subscriber_account);
    return worker === subscriber || accountsOf(worker, job.worker_account).some((account) => others.includes(account));
  };
  const completed = jobs.filter((job) => job.status === 'completed');
  const kept = new Map<string, JobFields | null>();
  for (const job of completed) {
    const copies = completed.filter((each) => each.job_id === job.job_id);
    const same = new Set(copies.map(content)).size === 1;
    kept.set(job.job_id ?? '', same ? (copies.find(matched) ?? copies[0] ?? null) : null);
  }
  const reasonOf = (job: JobFields): JobExclusionReason | null => {
    if (job.status !== 'completed') return 'not-completed';
    if (kept.get(job.job_id ?? '') !== job) return 'duplicate';
    if (job.payment_model !== 'subscription') return 'not-subscription';
    if (job.model_id?.toLowerCase().startsWith('seedance')) return 'vendor-model';
    if (job.subscriber_wallet === '') return 'self-match-untestable';
    if (matched(job)) return 'self-matched';
    const at = Date.parse(job.completed_at ?? '');
    if (
      policy.participation !== null &&
      !policy.participation.some(
        (each) =>
          each.wallet === wallet(job.worker_wallet) && (each.fromMs ?? at) <= at && at < (each.untilMs ?? at + 1),
      )
    )
      return 'not-participating';
    if (policy.withheldJobs.includes(job.job_id ?? '')) return 'withheld';
    return policy.trialJobs === 'exclude' && job.trialing === 'true' ? 'trial' : null;
  };
  const inMonth = jobs.filter((job) => monthOfInstant(Date.parse(job.completed_at ?? '')) === month);
  const total = (some: readonly JobFields[]) => ({
    jobs: some.length,
    points: some.reduce((sum, job) => sum + micro(job.render_spark ?? ''), 0n),
  });
  const paidBy = (some: readonly JobFields[]) =>
    [...new Set(some.map((job) => job.payment_model ?? ''))]
      .sort()
      .map((model) => ({ paymentModel: model, ...total(some.filter((job) => job.payment_model === model)) }));
  const of = (reason: JobExclusionReason | null) => inMonth.filter((job) => reasonOf(job) === reason);
  const credited = of(null);
  const wallets = [...new Set(credited.map((job) => wallet(job.worker_wallet)))].sort();
  const idsOf = (some: readonly JobFields[]) => [...new Set(some.map((job) => job.job_id ?? ''))].sort();
  const conflicts = idsOf(inMonth.filter((job) => job.status === 'completed' && kept.get(job.job_id ?? '') === null));
  const finding = (code: JobFinding['code'], jobId: string, model: string, some: readonly JobFields[]) => ({
    code,
    jobId,
    model,
    oneCounts: false,
    rows: total(some).jobs,
    points: total(some).points,
  });
  return {
    month,
    rows: inMonth.length,
    wallets: wallets.map((each) => ({
      wallet: each,
      ...total(credited.filter((job) => wallet(job.worker_wallet) === each)),
    })),
    excluded: JOB_EXCLUSION_RULES.map(({ reason }) => ({
      ...{ reason, ...total(of(reason)) },
      ...(reason === 'not-subscription' ? { paidBy: paidBy(of(reason)) } : {}),
    })).filter((each) => each.jobs > 0),
    trialing: total([...credited, ...of('trial')].filter((job) => job.trialing === 'true')),
    findings: [
      ...conflicts.map((id) =>
        finding(
          'job-conflict',
          id,
          '',
          completed.filter((job) => job.job_id === id),
        ),
      ),
      ...idsOf(of('self-match-untestable')).map((id) =>
        finding(
          'self-match-untestable',
          id,
          '',
          of('self-match-untestable').filter((job) => job.job_id === id),
        ),
      ),
      ...idsOf(of('vendor-model')).map((id) => {
        const jobs = of('vendor-model').filter((job) => job.job_id === id);
        return finding('vendor-model', id, jobs[0]?.model_id?.toLowerCase() ?? '', jobs);
      }),
    ],
  };
}

describe('any small set of jobs', () => {
  const anyCase = fc
    .record({
      jobs: fc.array(anyJob, { minLength: 1, maxLength: 14 }),
      policy: anyPolicy,
      cuts: fc.array(fc.nat(14), { maxLength: 2 }),
      formats: fc.array(fc.constantFrom('csv' as const, 'jsonl' as const, 'nested' as const), {
        minLength: 3,
        maxLength: 3,
      }),
    })
    .chain((each) =>
      fc.shuffledSubarray(each.jobs, { minLength: each.jobs.length }).map((shuffled) => ({ ...each, shuffled })),
    );
  const withoutCitations = (usage: MonthUsage) => ({
    ...usage,
    findings: usage.findings.map(({ input: _input, line: _line, ...finding }) => finding),
  });

  it('gives what the rules say, however it is spread over files and formats', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ jobs, policy, cuts, formats, shuffled }) => {
        const full = { ...POLICY, ...policy };
        const months = [SEPTEMBER, OCTOBER];
        const expected = months.map((month) => straightforward(jobs, month, full));
        const ends = [...cuts.map((cut) => Math.min(cut, jobs.length)), jobs.length].sort((one, other) => one - other);
        const parts = ends.map((end, at) => shuffled.slice(ends[at - 1] ?? 0, end));
        const logs = parts
          .map((part, at) => ({ jobs: part, as: formats[at] ?? 'csv' }))
          .filter((log) => log.jobs.length > 0);
        expect((await usageOf(logs, months, policy, 2)).map(withoutCitations)).toEqual(expected);
      }),
      { numRuns: times(16, 80) },
    );
  }, 300_000);
});
