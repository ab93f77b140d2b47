import type fastCheck from 'fast-check';
import { SUBSCRIBER, WORKER } from './job-logs.ts';
import { OTHER_WORKER } from './usage-of-logs.ts';

/** For the laws of points: small jobs that often meet each other in id and content, and policies. */
export function arbitraryJobs(fc: typeof fastCheck) {
  const pick = (...values: string[]) => fc.constantFrom(...values);
  const anyJob = fc.record({
    job_id: pick('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    completed_at: pick('2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00.000Z', '2026-10-20T00:00:00.000Z'),
    status: pick('completed', 'completed', 'completed', 'failed'),
    payment_model: pick('subscription', 'subscription', 'subscription', 'sogni'),
    trialing: pick('true', 'false'),
    worker_wallet: pick(WORKER, OTHER_WORKER, WORKER.replaceAll('a', 'A')),
    subscriber_wallet: pick(SUBSCRIBER, SUBSCRIBER, OTHER_WORKER, ''),
    worker_account: pick('', '', '1'),
    subscriber_account: pick('', '', '1', '2'),
    model_id: pick('flux', 'Flux', 'seedance-2'),
    render_spark: pick('0', '0.000001', '1.5', '123.456789'),
  });
  const anyPolicy = fc.record({
    trialJobs: fc.constantFrom('count' as const, 'exclude' as const),
    walletLinks: fc.constantFrom(
      [],
      [{ wallet: WORKER, account: '2' }],
      [
        { wallet: WORKER, account: 'k' },
        { wallet: SUBSCRIBER, account: 'k' },
      ],
    ),
    withheldJobs: fc.constantFrom([], ['a', 'c', 'x']),
    participation: fc.constantFrom(null, [
      { wallet: WORKER, fromMs: null, untilMs: Date.UTC(2026, 9, 10) },
      { wallet: OTHER_WORKER, fromMs: null, untilMs: null },
    ]),
  });
  return { anyJob, anyPolicy };
}
