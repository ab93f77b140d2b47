import type { JobFields } from '../../test/worlds/job-logs.ts';
import type { Chance } from '../chance.ts';

/** No sales: the month is about its jobs alone. */
export const POLICY = `version: 1
first_month: 2026-10
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, google: ["app/sub/month"] }
`;

const MODELS = ['flux', 'sdxl-turbo', 'qwen-image', 'GPT-Image-2', 'ltx-video'];
const NOT_SUBSCRIPTION = ['sogni', 'paid_spark', 'free_spark'];
const NOT_COMPLETED = ['jobError', 'canceled', 'timedOut'];

/**
 * Rows of October with every column: copies of earlier rows, other content under an earlier id, several events of one job, and
 * every reason for which a job is left out.
 */
export function largeLog(chance: Chance, rows: number): JobFields[] {
  const log: JobFields[] = [];
  for (let at = 0; at < rows; at += 1) {
    const earlier = log[chance.int(0, Math.max(0, at - 1))];
    if (earlier !== undefined && chance.percent(2))
      log.push(chance.percent(80) ? earlier : { ...earlier, render_spark: '0.5' });
    else log.push(jobAt(chance, at));
  }
  return log;
}

function jobAt(chance: Chance, at: number): JobFields {
  const worker = chance.int(1, 300);
  const subscriber = chance.percent(1) ? worker : chance.int(1000, 5000);
  return {
    job_id: `job-${at}`,
    event_id: chance.percent(3) ? `event-${at}` : '',
    status: chance.percent(4) ? chance.pick(NOT_COMPLETED) : chance.pick(['completed', 'jobCompleted']),
    completed_at: new Date(Date.UTC(2026, 9, 1) + chance.int(0, 31 * 86_400_000 - 1)).toISOString(),
    payment_model: chance.percent(5) ? chance.pick(NOT_SUBSCRIPTION) : 'subscription',
    trialing: chance.percent(5) ? 'true' : 'false',
    worker_wallet: walletOf(worker),
    subscriber_wallet: chance.percent(1) ? '' : walletOf(subscriber),
    // Without an account: as most logs have them, and by the words of other tools.
    worker_account: chance.percent(60) ? '' : `account-${worker}`,
    subscriber_account: chance.percent(60) ? '' : `account-${chance.percent(1) ? worker : subscriber}`,
    worker_type: chance.pick(['fast', 'relaxed', 'mac']),
    worker_nft_id: chance.percent(30) ? String(worker) : '',
    model_id: chance.pick(MODELS),
    render_spark: `${chance.int(0, 90)}.${String(chance.int(0, 999_999)).padStart(6, '0')}`,
    subscription_tier: chance.pick(['unlimited', 'unlimited_pro', '']),
    reason: chance.percent(10) ? 'jobCompleted' : '',
  };
}

/** Made of its number, with hexadecimal letters in it. */
function walletOf(number: number): string {
  return `0x${'ab'.repeat(16)}${number.toString(16).padStart(8, '0')}`;
}
