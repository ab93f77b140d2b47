import { adjustBalance } from '../../app/payouts/adjust-balance.ts';
import { reverseReceipt } from '../../app/payouts/reverse-receipt.ts';
import { voidBatch } from '../../app/payouts/void-batch.ts';
import { formatMicro, parseMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { checksumFault } from '../../core/wallet/checksum-address.ts';
import { batchDocument } from '../../render/payouts/batch-json.ts';
import { actText } from '../../render/payouts/next-payout-command.ts';
import { splitText } from '../../render/payouts/release-text.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { printDocument, printNote, printText } from '../console.ts';
import { EXIT } from '../exit-codes.ts';
import { UsageFault } from '../usage-fault.ts';
import { type PayoutsOptions, reasonIn, refused, type Task } from './payout-task.ts';

/** `payouts MONTH --void BATCH`: nothing more of it is sent (R17). @throws UsageFault */
export function voidTask(batch: string, options: PayoutsOptions): Task {
  if (!/^[0-9a-f]{8,64}$/.test(batch)) throw new UsageFault('--void takes at least 8 hex digits of the batch');
  const reason = reasonIn(options, '--void');
  const published = (options.published ?? []).map((root) => root.toLowerCase());
  return async (request) => {
    const outcome = await voidBatch({ ...request, batch, reason, published });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    const { done, paidWith } = outcome;
    const { id } = outcome.batch.batch;
    if (options.json) printDocument('payouts', { done, month: formatMonth(request.month), batch: id });
    else if (!options.quiet) printText(actText(formatMonth(request.month), id, done, paidWith), options);
    return EXIT.done;
  };
}

/** `payouts MONTH --reverse REFERENCE`: a wrong receipt is taken back (R17). @throws UsageFault */
export function reverseTask(reference: string, options: PayoutsOptions): Task {
  const { wallet = null } = options;
  if (wallet !== null && checksumFault(wallet) !== null)
    throw new UsageFault(`--wallet "${wallet}" is no wallet address`);
  const reason = reasonIn(options, '--reverse');
  return async (request) => {
    const named = { reference, wallet: wallet?.toLowerCase() ?? null, reason };
    const outcome = await reverseReceipt({ ...request, ...named });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    const { done, batch, otherMonths } = outcome;
    if (options.json) printDocument('payouts', { done, reference, other_months: otherMonths, ...batchDocument(batch) });
    else if (!options.quiet) {
      const month = formatMonth(request.month);
      const before = done === 'already-reversed' ? ' already' : '';
      const said = `${month}  the receipt ${reference} is taken back${before}; its line is open again\n`;
      const also = otherMonths.map((each) => `  ${each}\n`).join('');
      printText(`${said}${also}${nextCommand(`payouts ${month} --status`)}`, options, 'whole');
    }
    return EXIT.done;
  };
}

/** `payouts MONTH --adjust WALLET`: something is added to a balance, or taken off it (R17). @throws UsageFault */
export function adjustTask(wallet: string, options: PayoutsOptions): Task {
  if (checksumFault(wallet) !== null) throw new UsageFault(`--adjust "${wallet}" is not a wallet address`);
  const amount = parseMicro(options.amount ?? '');
  if (options.amount === undefined) throw new UsageFault('--adjust needs --amount, such as 12.50 or -3');
  if (typeof amount !== 'bigint' || amount === 0n) {
    throw new UsageFault(`--amount "${options.amount}" is not an amount in dollars, such as 12.50 or -3`);
  }
  const reason = reasonIn(options, '--adjust');
  return async (request) => {
    const moreThanEarned = options.moreThanEarned === true;
    const outcome = await adjustBalance({ ...request, wallet: wallet.toLowerCase(), amount, reason, moreThanEarned });
    if (outcome.done === 'refused') return refused(request.month, outcome.reasons, options);
    if (outcome.split.length > 0) printNote(splitText(outcome.split, request.policy.payouts.maxAdjustmentUsd));
    const [unreserved, earned] = [formatMicro(outcome.unreserved), formatMicro(outcome.earned)];
    const amounts = { amount_usd: formatMicro(amount), unreserved_usd: unreserved, earned_usd: earned };
    if (options.json) printDocument('payouts', { done: outcome.done, wallet, ...amounts });
    else if (!options.quiet) {
      const head = `${wallet}  ${formatMicro(amount)} USD`;
      const month = formatMonth(request.month);
      const said = `${head}; ${unreserved} USD are not reserved now; it earned ${earned} USD in all final months\n`;
      const again =
        outcome.done === 'adjusted'
          ? ''
          : 'it was made before, as by a run that was interrupted, and is not made twice; for another one give another --reason\n';
      const later = outcome.isFinal ? '' : `${month} is not final: owed and the balances show it once it is\n`;
      printText(`${said}${again}${later}${nextCommand(`payouts ${month} --status`)}`, options, 'whole');
    }
    return EXIT.done;
  };
}
