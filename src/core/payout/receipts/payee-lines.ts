import type { PayoutLine } from '../ledger/batch.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { ReportedTransfer } from '../ledger/receipt.ts';
import { folded } from '../payees/destination.ts';

/** A line that a transfer may pay, and how much of it is still open. */
export interface OpenLine {
  readonly batch: KeptBatch;
  readonly line: PayoutLine;
  open: bigint;
}

/** Lines by what a transfer says of its payee: there is one for every payee and month, and many transfers ask. */
export interface LinesByPayee {
  readonly all: readonly OpenLine[];
  readonly byWallet: ReadonlyMap<string, readonly OpenLine[]>;
  /** By the destination as exports have it. */
  readonly byDestination: ReadonlyMap<string, readonly OpenLine[]>;
}

/** The lines of some batches, the oldest first. */
export function linesByPayee(batches: readonly KeptBatch[]): LinesByPayee {
  const all = openLines(batches);
  return {
    all,
    byWallet: groupedBy(all, ({ line }) => line.wallet),
    byDestination: groupedBy(all, ({ line }) => folded(line.destination)),
  };
}

function groupedBy(lines: readonly OpenLine[], keyOf: (line: OpenLine) => string): Map<string, OpenLine[]> {
  const groups = new Map<string, OpenLine[]>();
  for (const line of lines) {
    const key = keyOf(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return groups;
}

/** Lines of the transfer's payee in its asset, by the rail that it went. */
export function linesOf(transfer: ReportedTransfer, lines: LinesByPayee): OpenLine[] {
  const { destination, walletStart, asset, token, from } = transfer;
  return ofPayee(transfer, lines).filter(({ line }) => {
    const { chain } = line;
    if (!line.wallet.startsWith(`0x${walletStart}`)) return false;
    if (destination !== '' && destination !== folded(line.destination)) return false;
    if (token === '' ? asset !== line.currency : token !== chain?.token) return false;
    // A contract's claim and a transfer by hand to the same address are told apart: the one cannot stand for the other.
    return from === '' || chain === null || (from === chain.contract) === (chain.contract !== '');
  });
}

/**
 * Lines of the payee of a transfer that went in another asset than any of them is paid in: none of a token, since an address may get
 * other tokens too.
 */
export function linesInAnyAsset(transfer: ReportedTransfer, lines: LinesByPayee): OpenLine[] {
  const { destination, walletStart, token, wallet } = transfer;
  if (token !== '' || wallet !== '') return [];
  return ofPayee(transfer, lines).filter(({ line }) => {
    const isWhere = destination === '' || destination === folded(line.destination);
    return line.method === 'fiat' && line.wallet.startsWith(`0x${walletStart}`) && isWhere;
  });
}

/** What is to be looked at of all lines; of the beginning of a wallet any may be meant. */
function ofPayee(
  { wallet, destination, walletStart }: ReportedTransfer,
  { all, byWallet, byDestination }: LinesByPayee,
): readonly OpenLine[] {
  if (wallet !== '') return byWallet.get(wallet) ?? [];
  if (destination !== '') return byDestination.get(destination) ?? [];
  return walletStart === '' ? [] : all;
}

/** The wallets whose lines a transfer could pay: those of one that was not paid stay open without a word. */
export function walletsOf(transfer: ReportedTransfer, lines: LinesByPayee): string[] {
  if (transfer.wallet !== '') return [transfer.wallet];
  return [...new Set(linesOf(transfer, lines).map(({ line }) => line.wallet))];
}

function openLines(batches: readonly KeptBatch[]): OpenLine[] {
  return batches
    .flatMap((batch) =>
      batch.batch.lines.map((line) => ({ batch, line, open: line.assetAmount - (batch.sent.get(line.wallet) ?? 0n) })),
    )
    .sort((a, b) => a.batch.batch.month - b.batch.batch.month);
}
