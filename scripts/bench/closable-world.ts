import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARGED_PLANS } from './generate-charges.ts';
import { walletOf } from './job-people.ts';

const CONFIG = `version: 1
first_month: 2026-10
${CHARGED_PLANS}`;
/** No gate waits for files that this world has not. */
const COVERAGE = `provider,from,to,note
stripe,2025-10-01,2026-11-30,bench
`;
const HEADER =
  'job_id,completed_at,status,payment_model,trialing,worker_wallet,worker_type,subscriber_wallet,model_id,render_spark\n';
const OCTOBER_MS = Date.UTC(2026, 9, 1);
const OCTOBER_LENGTH_MS = 31 * 86_400_000;
const LEAST_JOBS = 1000;

/**
 * A month without exceptions: policy, coverage, and a job log of one job for each wallet, at least a thousand, spread
 * evenly, so that no hour of October is without one.
 */
export function writeClosableWorld(directory: string, wallets: number): void {
  const jobs = Math.max(wallets, LEAST_JOBS);
  const lines = Array.from({ length: jobs }, (_, number) => {
    const at = new Date(OCTOBER_MS + Math.floor((number * OCTOBER_LENGTH_MS) / jobs)).toISOString();
    const wallet = walletOf('worker', number % wallets);
    const spark = `${1 + (number % 90)}.${String((number * 7919) % 1_000_000).padStart(6, '0')}`;
    return `job-${number},${at},completed,subscription,false,${wallet},mac,${walletOf('subscriber', number % 997)},sdxl-turbo,${spark}\n`;
  });
  writeFileSync(join(directory, 'revshare.yaml'), CONFIG);
  writeFileSync(join(directory, 'coverage.csv'), COVERAGE);
  writeFileSync(join(directory, 'jobs.csv'), `${HEADER}${lines.join('')}`);
}
