import { recordReceipts } from '../../app/payouts/record-receipts.ts';
import type { DayOrder } from '../../core/payout/ledger/receipt.ts';
import { recordedDocument, recordedText } from '../../render/payouts/recorded-receipts.ts';
import { printDocument, printText } from '../console.ts';
import { EXIT } from '../exit-codes.ts';
import { UsageFault } from '../usage-fault.ts';
import { type PayoutsOptions, refused, type Task } from './payout-task.ts';

/** `payouts MONTH --record FILE`: what the rails say was sent (R17). @throws UsageFault */
export function recordTask(file: string, options: PayoutsOptions): Task {
  const overrides = {
    allowPartial: options.allowPartial === true,
    allowShort: options.allowShort === true,
    skipKnown: options.skipKnown === true,
    skipUnknown: options.skipUnknown === true,
  };
  const dayOrder = dayOrderIn(options);
  return async (request) => {
    const outcome = await recordReceipts({ ...request, file, overrides, dayOrder });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    if (options.json) printDocument('payouts', recordedDocument(outcome));
    else if (!options.quiet) printText(recordedText(request.month, outcome), options, 'whole');
    return outcome.notPaid.length > 0 ? EXIT.findings : EXIT.done;
  };
}

/** How days like 05/12/2026 are meant. @throws UsageFault */
function dayOrderIn({ days }: PayoutsOptions): DayOrder | null {
  if (days === undefined) return null;
  if (days === 'day-first' || days === 'month-first') return days;
  throw new UsageFault('--days is day-first or month-first');
}
