import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutBatch, PayoutLine } from '../ledger/batch.ts';
import { chainText } from '../ledger/batch-chain.ts';
import type { KeptAdjustment } from '../ledger/kept-payouts.ts';
import type { LedgerBatch } from '../ledger/ledger.ts';
import { type SharedDestination, sharedDestinations } from './shared-destinations.ts';

/** What of a payment is not as it was in the wallet's last one (R17): a redirected payment shows here. */
export interface PaymentDifference {
  readonly wallet: string;
  readonly detail: 'first-payment' | 'destination' | 'method' | 'currency' | 'chain' | 'shared-destination';
  /** Empty for a wallet that was never paid, and of a shared destination. */
  readonly before: string;
  /** Of a shared destination also the wallets that it is shared with. */
  readonly now: string;
}

const DETAILS = {
  destination: ({ destination }: PayoutLine) => destination,
  method: ({ method }: PayoutLine) => method as string,
  currency: ({ currency }: PayoutLine) => currency,
  chain: ({ chain }: PayoutLine) => chainText(chain),
} as const;

/**
 * How the lines of a batch differ from what their wallets were last sent, in the order of the batch's wallets. A wallet
 * that was never sent anything has one difference of its own, its first payment. Where a line of an earlier version does not
 * say which token it was sent in, that is no difference. A destination that is new to its wallet and that of others too is one more.
 *
 * @param batches everything that was ever prepared
 */
export function paymentDifferences(batch: PayoutBatch, batches: readonly LedgerBatch[]): PaymentDifference[] {
  const last = lastPayments(batches.filter((each) => each.batch.id !== batch.id));
  const shared = new Map(sharedDestinations(batch.lines, last).map((each) => [each.line.wallet, each]));
  return batch.lines.flatMap((line): PaymentDifference[] => {
    const sharing = shared.get(line.wallet);
    return [
      ...ownDifferences(line, last.get(line.wallet)),
      ...(sharing === undefined ? [] : [sharedDifference(sharing)]),
    ];
  });
}

function ownDifferences(line: PayoutLine, before: PayoutLine | undefined): PaymentDifference[] {
  const { wallet } = line;
  if (before === undefined) {
    const now = `${line.method} ${line.currency} to ${line.destination}`;
    return [{ wallet, detail: 'first-payment', before: '', now }];
  }
  const names = Object.keys(DETAILS) as (keyof typeof DETAILS)[];
  return names.flatMap((detail) => {
    if (detail === 'chain' && (before.chain === null || line.chain === null)) return [];
    const [then, now] = [DETAILS[detail](before), DETAILS[detail](line)];
    return then === now ? [] : [{ wallet, detail, before: then, now }];
  });
}

const MOST_NAMED = 3;

function sharedDifference({ line: { wallet, destination }, others }: SharedDestination): PaymentDifference {
  const named = others.slice(0, MOST_NAMED).map(checksumAddress).join(', ');
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return { wallet, detail: 'shared-destination', before: '', now: `${destination}, with ${named}${more}` };
}

/** The line of each wallet of which something was sent, the latest one. */
function lastPayments(batches: readonly LedgerBatch[]): Map<string, PayoutLine> {
  const last = new Map<string, PayoutLine>();
  for (const { batch, sent } of [...batches].sort((a, b) => a.ordinal - b.ordinal)) {
    for (const line of batch.lines) if ((sent.get(line.wallet) ?? 0n) > 0n) last.set(line.wallet, line);
  }
  return last;
}

/**
 * The adjustments that a batch pays or withholds: of its wallets, made in months after the last batch that paid them and
 * up to its own; what was taken off in later months is not paid either.
 */
export function adjustmentsIn(
  batch: PayoutBatch,
  batches: readonly LedgerBatch[],
  adjustments: readonly KeptAdjustment[],
): KeptAdjustment[] {
  const paidThrough = new Map<string, number>();
  for (const { batch: other, sent, voided } of batches) {
    if (other.id === batch.id || other.month > batch.month) continue;
    for (const { wallet } of other.lines) {
      if (voided && !sent.has(wallet)) continue;
      paidThrough.set(wallet, Math.max(paidThrough.get(wallet) ?? 0, other.month));
    }
  }
  const wallets = new Set(batch.lines.map(({ wallet }) => wallet));
  return adjustments.filter(({ wallet, month, amount }) => {
    if (!wallets.has(wallet) || month <= (paidThrough.get(wallet) ?? 0)) return false;
    return month <= batch.month || amount < 0n;
  });
}
