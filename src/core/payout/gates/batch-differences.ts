import { formatMicro } from '../../money/micro.ts';
import { formatMonth } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutBatch, PayoutLine } from '../ledger/batch.ts';
import { chainText } from '../ledger/batch-chain.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { formatUnits } from '../ledger/units.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { releaseOf } from '../release/release.ts';
import { shownLines } from './shown-lines.ts';

/** What would be paid now, and in what it is not what the standing batch still has to pay. */
export interface HeldAgainst {
  /** The standing batch where nothing differs. */
  readonly batch: PayoutBatch;
  /** A sentence a wallet. What was paid is no difference any more. */
  readonly differences: readonly string[];
}

/** R17: holds what is payable of a month against the batch that stands: a line that changed since is not sent as it stands. */
export function heldAgainst(standing: KeptBatch, payable: PayoutBatch): HeldAgainst {
  const now = asKept(payable, standing.batch);
  const differences = now.id === standing.batch.id ? [] : differencesOf(standing, now);
  return { batch: differences.length === 0 ? standing.batch : now, differences };
}

/** A batch of an earlier version kept no chain: what is payable now is compared without it. */
function asKept(now: PayoutBatch, standing: PayoutBatch): PayoutBatch {
  if (standing.lines.some(({ chain }) => chain !== null)) return now;
  return batchOf(
    now.month,
    now.sequence,
    now.lines.map((line) => ({ ...line, chain: null })),
  );
}

function differencesOf({ batch, sent }: KeptBatch, now: PayoutBatch): string[] {
  const before = new Map(batch.lines.map((line) => [line.wallet, line]));
  const after = new Map(now.lines.filter((line) => isComparable(line, batch)).map((line) => [line.wallet, line]));
  const wallets = [...new Set([...before.keys(), ...after.keys()])].sort();
  return wallets.flatMap((wallet) => {
    const line = before.get(wallet);
    if (line !== undefined && sent.get(wallet) === line.assetAmount) return [];
    const [was, is] = [textOf(line), textOf(after.get(wallet))];
    return was === is ? [] : [`${checksumAddress(wallet)}: ${was} then, ${is} now`];
  });
}

/**
 * A batch keeps the day of its rates with its converted lines. One without any may be of a day that had no rate, so what could be
 * converted by another day is no difference: the batch does not pay it, and the wallet keeps its balance.
 */
function isComparable({ wallet, rate }: PayoutLine, { lines }: PayoutBatch): boolean {
  return rate === null || lines.some((line) => line.rate !== null || line.wallet === wallet);
}

/** The differences as sentences of a refusal: nothing is sent by a batch that is not released, so such a one is only voided. */
export function differenceSentences(
  { batch: { month, id }, releases }: Pick<KeptBatch, 'batch' | 'releases'>,
  differences: readonly string[],
): string[] {
  const name = formatMonth(month);
  const voided = `void it (revshare payouts ${name} --void ${id.slice(0, 16)} --reason "the reason") and prepare anew`;
  const asItStands = `pay the batch as it stands (revshare payouts ${name} --status), or `;
  return [
    `${name} has the batch ${id}, and what is payable now differs in ${differences.length} line(s)`,
    ...shownLines(differences),
    releaseOf(releases) === null ? `nothing of it may be sent: ${voided}` : asItStands + voided,
  ];
}

/** All that makes a line another one; the amount's digits say its decimals. */
function textOf(line: PayoutLine | undefined): string {
  if (line === undefined) return 'nothing';
  const { method, destination, currency, payUsd, feeUsd, assetAmount, scale, rate, chain } = line;
  const at = rate === null ? '' : ` at ${rate.value} of ${rate.date}`;
  const asset = chainText(chain);
  const on = asset === '' ? '' : ` (${asset})`;
  const amount = `${formatUnits(assetAmount, scale)} ${currency}`;
  return `${formatMicro(payUsd)} USD and a fee of ${formatMicro(feeUsd)} by ${method}, ${amount}${at}${on} to ${destination}`;
}
