import { formatMonth, type Month } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import { chainText } from '../ledger/batch-chain.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { type Receipt, type ReportedTransfer, type SentOn, UNSAID } from '../ledger/receipt.ts';
import { formatUnits, parseUnits } from '../ledger/units.ts';
import { isRecorded } from './is-recorded.ts';
import { type ReceiptRefusal, receiptKey } from './judge-receipts.ts';
import { type LinesByPayee, linesByPayee, linesInAnyAsset, linesOf, type OpenLine } from './payee-lines.ts';
import { type StandingByKey, standingByKey } from './standing-receipts.ts';

/** A receipt, and the batch of whose line it is. */
export interface AssignedReceipt extends Receipt {
  /** The batch's id. */
  readonly batch: string;
}

export interface AssignedTransfers {
  readonly receipts: readonly AssignedReceipt[];
  readonly refusals: readonly ReceiptRefusal[];
  /** Wallets whose transfer could not be read: that their lines have no receipt says nothing new. */
  readonly refused: readonly string[];
}

/** The decimals of a wallet that no batch pays: no asset has more. */
const MOST_DECIMALS = 18;

/**
 * Finds the lines that transfers pay (R17). A transfer that fits what is open of the month's own line pays it; any other, and
 * every claim, pays the open lines of its payee oldest first: a claim of a cumulative amount, or one transaction over the
 * files of several months, is of several batches. A transfer of which all, or a part of the same amount, is recorded
 * already is a duplicate, of whatever month, also where its batch was voided since; so is one that the file says once more, where its
 * rail names each payment.
 *
 * @param batches released ones that stand, each with its receipts
 * @param month the month that the file was named for
 * @param voided batches of which nothing more is sent: what was receipted of them stays paid
 */
export function assignTransfers(
  batches: readonly KeptBatch[],
  month: Month,
  transfers: readonly ReportedTransfer[],
  voided: readonly KeptBatch[],
): AssignedTransfers {
  const lines = linesByPayee(batches);
  const past = linesByPayee(voided);
  const named = batches.find(({ batch }) => batch.month === month);
  const known = standingByKey([...batches, ...voided]);
  const receipts: AssignedReceipt[] = [];
  const refusals: ReceiptRefusal[] = [];
  const refused: string[] = [];
  const said = new Set<string>();
  for (const transfer of together(transfers)) {
    const ofPayee = linesOf(transfer, lines);
    const candidates = ofPayee.filter(({ line }) => isWhereSent(transfer, line));
    const before = linesOf(transfer, past).filter(({ line }) => isWhereSent(transfer, line));
    const refuse = (fault: ReceiptRefusal['fault'], what: string): void => {
      refusals.push({ fault, line: transfer.line, what });
      if (fault === 'wrong-amount' || fault === 'wrong-asset') refused.push(...ofPayee.map(({ line }) => line.wallet));
    };
    const paid = paidBefore(transfer, candidates, before, known);
    if (paid !== null) {
      refuse('duplicate', `${transfer.reference} to ${checksumAddress(paid)} is recorded already`);
      continue;
    }
    const whole = recordedWhole(transfer, [...candidates, ...before], known);
    if (whole !== null) {
      refuse('wrong-amount', whole);
      continue;
    }
    const [first] = candidates;
    const otherwise = first === undefined ? sentOtherwise(transfer, ofPayee, lines) : null;
    if (otherwise !== null) {
      refuse('wrong-asset', otherwise.what);
      if (ofPayee.length === 0) refused.push(otherwise.wallet);
      continue;
    }
    if (first === undefined && transfer.wallet === '') {
      refuse('unknown-wallet', `no batch pays what ${transfer.reference} sent to ${whomText(transfer)}`);
      continue;
    }
    // Somebody may have looked for a wallet that begins as another one does.
    if (transfer.walletStart !== '' && candidates.some(({ line }) => line.wallet !== first?.line.wallet)) {
      const what = `${transfer.reference} says of its payee 0x${transfer.walletStart}, as several wallets begin: record it as wallet,amount,asset,reference,sent_at`;
      refuse('unknown-wallet', what);
      continue;
    }
    const scale = first?.line.scale ?? MOST_DECIMALS;
    const amount = parseUnits(transfer.amount, scale);
    if (amount === null) {
      refuse('wrong-amount', `${transfer.amount} has more than the ${scale} decimals of what is paid`);
      continue;
    }
    if (first === undefined) {
      // The month's own batch says what does not fit.
      if (named !== undefined) {
        const own = lines.byWallet.get(transfer.wallet)?.find(({ batch }) => batch === named)?.line;
        receipts.push(receiptOf(transfer, named, { wallet: transfer.wallet, currency: own?.currency }, amount));
      }
      continue;
    }
    const saying = `${receiptKey({ wallet: first.line.wallet, reference: transfer.reference })} ${amount}`;
    if (!isOnChain(transfer) && said.has(saying)) {
      refuse('duplicate', `${transfer.reference} to ${checksumAddress(first.line.wallet)} stands in the file twice`);
      continue;
    }
    said.add(saying);
    const parts = partsOf(candidates, month, amount);
    const other = parts.flatMap(({ at }) => recordedOtherwise(transfer, at, known) ?? [])[0];
    if (other !== undefined) {
      refuse('wrong-amount', other);
      continue;
    }
    // The rail took its fee once.
    for (const [index, { at, part }] of parts.entries()) {
      at.open -= part;
      const { railFee } = index === 0 ? transfer : UNSAID;
      receipts.push(receiptOf({ ...transfer, railFee }, at.batch, at.line, part));
    }
  }
  return { receipts, refusals, refused };
}

/**
 * That a line which is still open holds a receipt of the same transfer with another amount: what is open of it may be sent already, so the one
 * that is wrong is looked at first. Null where none is.
 */
function recordedOtherwise(
  { reference, amount }: ReportedTransfer,
  { batch, line, open }: OpenLine,
  known: StandingByKey,
): string | null {
  const { wallet, scale, currency } = line;
  const standing = open > 0n ? (known.get(receiptKey({ wallet, reference })) ?? []) : [];
  const before = standing.find((each) => each.batch === batch)?.receipt;
  if (before === undefined) return null;
  const is = `${reference} to ${checksumAddress(wallet)} is recorded with ${formatUnits(before.amount, scale)} ${currency}, not ${amount}`;
  return `${is}: where that is wrong, revshare payouts ${formatMonth(batch.batch.month)} --reverse ${before.reference} --reason ... takes it back`;
}

/**
 * That a transfer is of a payee of ours, and not what that one is paid in: another token or chain, or another currency. Null where it is of nobody,
 * or its file names the wallet, whose batch says it.
 */
function sentOtherwise(
  transfer: ReportedTransfer,
  [elsewhere]: readonly OpenLine[],
  lines: LinesByPayee,
): { readonly what: string; readonly wallet: string } | null {
  const { reference, amount, asset, sentOn } = transfer;
  if (elsewhere !== undefined) {
    const { wallet, chain } = elsewhere.line;
    const what = `${reference} is of ${sentOnText(sentOn)}; ${checksumAddress(wallet)} is paid in ${chainText(chain)}`;
    return { what, wallet };
  }
  const [paidIn] = linesInAnyAsset(transfer, lines);
  if (paidIn === undefined) return null;
  const { wallet, currency } = paidIn.line;
  return { what: `${reference} is ${amount} ${asset}; ${checksumAddress(wallet)} is paid in ${currency}`, wallet };
}

/**
 * That a transfer of which a part came back is recorded with something else than what is left of it: as if nothing had come back. Null where it
 * is not recorded.
 */
function recordedWhole(
  { reference, amount, asset, cameBack }: ReportedTransfer,
  lines: readonly OpenLine[],
  known: StandingByKey,
): string | null {
  if (cameBack === undefined) return null;
  const wallets = [...new Set(lines.map(({ line }) => line.wallet))];
  const [standing] = wallets.flatMap((wallet) => known.get(receiptKey({ wallet, reference })) ?? []);
  if (standing === undefined) return null;
  const { batch, receipt } = standing;
  const month = formatMonth(batch.batch.month);
  const is = `${reference} to ${checksumAddress(receipt.wallet)} is recorded, and ${cameBack} of it came back since, ${amount} ${asset} are left`;
  if (!batch.voided)
    return `${is}: revshare payouts ${month} --reverse ${receipt.reference} --reason ... takes it back, then record the file again`;
  return `${is}: its batch of ${month} was voided; give back what came back with --adjust, and leave its rows out of the file`;
}

/** A reference of a chain is that of a transaction, which may hold several transfers; of other rails that of one payment. */
function isOnChain({ isExport, token, from }: ReportedTransfer): boolean {
  return isExport && (token !== '' || from !== '');
}

/** Several transfers of one transaction to one payee are one: no export numbers them in a way that stays. */
export function together(transfers: readonly ReportedTransfer[]): ReportedTransfer[] {
  const groups = new Map<string, ReportedTransfer>();
  for (const [index, transfer] of transfers.entries()) {
    const { destination, token, from, asset, reference } = transfer;
    const key = isOnChain(transfer) ? [destination, token, from, asset, reference].join(' ') : String(index);
    const before = groups.get(key);
    groups.set(key, before === undefined ? transfer : { ...before, amount: sumOf(before.amount, transfer.amount) });
  }
  return [...groups.values()];
}

/** Of plain decimal texts; where one is none that one, so that it is refused. */
function sumOf(a: string, b: string): string {
  const decimals = Math.max(...[a, b].map((text) => text.split('.')[1]?.length ?? 0));
  const [first, second] = [parseUnits(a, decimals), parseUnits(b, decimals)];
  if (first === null) return a;
  if (second === null) return b;
  const digits = (first + second).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Whether nothing that a file says of token and chain contradicts a line; one of an earlier version does not say them. */
function isWhereSent({ sentOn }: ReportedTransfer, { chain }: PayoutLine): boolean {
  if (sentOn === undefined || chain === null) return true;
  const fits = (said: string, own: string): boolean => said === '' || own === '' || said === own;
  return fits(sentOn.token, chain.token) && fits(sentOn.chainId, chain.chainId);
}

function sentOnText({ token, chainId }: SentOn = { token: '', chainId: '' }): string {
  return [token === '' ? '' : `token ${token}`, chainId === '' ? '' : `chain ${chainId}`].filter(Boolean).join(' on ');
}

/** The first wallet of a payee whose line all of a transfer, or a part of its amount, paid already; null where none did. */
function paidBefore(
  transfer: ReportedTransfer,
  candidates: readonly OpenLine[],
  before: readonly OpenLine[],
  known: StandingByKey,
): string | null {
  const [first] = candidates.length > 0 ? candidates : before;
  const amount = first === undefined ? null : parseUnits(transfer.amount, first.line.scale);
  if (first === undefined || amount === null) return null;
  const wallets = new Set([...candidates, ...before].map(({ line }) => line.wallet));
  return isRecorded(transfer, wallets, amount, known) ? first.line.wallet : null;
}

/** What of an amount pays which line; what is too much stays on the last one, which refuses it. */
function partsOf(candidates: readonly OpenLine[], month: Month, amount: bigint): { at: OpenLine; part: bigint }[] {
  const own = candidates.filter(
    ({ batch, line }) => batch.batch.month === month && (line.chain?.contract ?? '') === '',
  );
  const fits = own.find(({ open }) => open === amount) ?? own.find(({ open }) => open > amount);
  if (fits !== undefined) return [{ at: fits, part: amount }];
  const parts: { at: OpenLine; part: bigint }[] = [];
  let left = amount;
  for (const at of candidates) {
    const part = at.open < left ? at.open : left;
    if (part <= 0n) continue;
    parts.push({ at, part });
    left -= part;
  }
  const last = parts.at(-1) ?? { at: own[0] ?? candidates.at(-1), part: 0n };
  if (last.at === undefined) return parts;
  return [...parts.slice(0, -1), { at: last.at, part: last.part + left }];
}

/** @param to the line's currency stands for the token that a file names */
function receiptOf(
  transfer: ReportedTransfer,
  { batch }: KeptBatch,
  to: { readonly wallet: string; readonly currency: string | undefined },
  amount: bigint,
): AssignedReceipt {
  const { token, reference, atMs, railFee, marketRate, line } = transfer;
  const asset = token === '' ? transfer.asset : (to.currency ?? transfer.asset);
  return { batch: batch.id, wallet: to.wallet, amount, asset, reference, atMs, railFee, marketRate, line };
}

function whomText({ destination, walletStart, name, from }: ReportedTransfer): string {
  const whom = destination || name || walletStart || 'nobody that it names';
  return from === '' ? whom : `${whom} from ${from}`;
}

/** A sentence about the batches that a file paid beside the one it was named for. */
export function otherMonthsText(
  receipts: readonly AssignedReceipt[],
  batches: readonly KeptBatch[],
  month: Month,
): string[] {
  return batches.flatMap(({ batch }) => {
    const own = receipts.filter(({ batch: id }) => id === batch.id);
    if (batch.month === month || own.length === 0) return [];
    return [`${own.length} of them are of ${formatMonth(batch.month)}, whose lines were open`];
  });
}
