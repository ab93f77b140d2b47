import type { PayoutRefusal, PayoutRequest } from '../../app/payouts/payout-books.ts';
import { cancelRelease, type Released, releaseBatch } from '../../app/payouts/release-batch.ts';
import { formatMonth } from '../../core/month/month.ts';
import { batchDocument } from '../../render/payouts/batch-json.ts';
import { actText } from '../../render/payouts/next-payout-command.ts';
import { digestArgument } from '../arguments.ts';
import { printDocument, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { UsageFault } from '../usage-fault.ts';
import { type PayoutsOptions, reasonIn, refused, type Task } from './payout-task.ts';

/** `payouts MONTH --release DIGEST`: who releases a batch says so by name (R17). @throws UsageFault */
export function releaseTask(given: string, options: PayoutsOptions): Task {
  const digest = digestArgument('--release', given);
  if (options.by === undefined) throw new UsageFault('--release needs --by NAME');
  return async (request, released) => {
    const outcome = await releaseBatch({ ...request, digest });
    if (outcome.done === 'released') released?.({ done: outcome.done, ...batchDocument(outcome.batch) });
    return shownRelease(request, outcome, options);
  };
}

/** `payouts MONTH --cancel DIGEST`: what was not released is not to be. @throws UsageFault */
export function cancelTask(given: string, options: PayoutsOptions): Task {
  const digest = digestArgument('--cancel', given);
  const reason = reasonIn(options, '--cancel');
  return async (request) => shownRelease(request, await cancelRelease({ ...request, digest, reason }), options);
}

function shownRelease(request: PayoutRequest, outcome: Released | PayoutRefusal, options: PayoutsOptions): ExitCode {
  if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
  const { done, batch } = outcome;
  if (options.json) printDocument('payouts', { done, ...batchDocument(batch) });
  else if (!options.quiet) printText(actText(formatMonth(request.month), batch.batch.id, done), options);
  return EXIT.done;
}
