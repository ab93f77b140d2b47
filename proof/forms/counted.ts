import type { JobFields } from '../../test/worlds/job-logs.ts';

/** What a log comes to. */
export interface Counted {
  readonly jobs: number;
  /** Decimal, six places. */
  readonly spark: string;
}

/** Jobs that count, one by one (R11, R12): another way than sums and corrections, and no code of the program. */
export function countedOf(log: readonly JobFields[]): Counted {
  const completed = log.filter(({ status }) => status === 'completed' || status === 'jobCompleted');
  const groups = new Map<string, JobFields[]>();
  for (const job of completed) {
    const key = job.event_id === '' ? `job ${job.job_id}` : `event ${job.event_id}`;
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  let [jobs, micro] = [0, 0n];
  for (const rows of groups.values()) {
    const [first] = rows;
    // Of one content one counts, of several none does; copies differ in nothing else here.
    if (first === undefined || rows.some((row) => contentOf(row) !== contentOf(first)) || !isCredited(first)) continue;
    jobs += 1;
    micro += BigInt((first.render_spark ?? '').replace(/[.](\d*)/, (_, digits: string) => digits.padEnd(6, '0')));
  }
  const text = String(micro).padStart(7, '0');
  return { jobs, spark: `${text.slice(0, -6)}.${text.slice(-6)}` };
}

function contentOf(job: JobFields): string {
  const { completed_at, payment_model, trialing, worker_wallet, subscriber_wallet, model_id, render_spark } = job;
  const spark = Number(render_spark).toFixed(6);
  return [completed_at, payment_model, trialing, worker_wallet, subscriber_wallet, model_id, spark].join(' ');
}

function isCredited(job: JobFields): boolean {
  const { payment_model, model_id, worker_wallet, subscriber_wallet, worker_account, subscriber_account } = job;
  const isOneAccount = worker_account !== '' && worker_account === subscriber_account;
  return (
    payment_model === 'subscription' &&
    model_id !== 'GPT-Image-2' &&
    subscriber_wallet !== '' &&
    subscriber_wallet !== worker_wallet &&
    !isOneAccount
  );
}
