import { formatMicro, type MicroUsd } from '../../core/money/micro.ts';
import { formatMonth, lastDayOf } from '../../core/month/month.ts';
import type { WalletBalance } from '../../core/payout/ledger/balance.ts';
import type { MethodTotal, UnpaidWallet } from '../../core/payout/ledger/batch.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { hasLapsed, type PayoutStatus } from '../../core/payout/owed/payout-status.ts';
import { openPart } from '../../core/payout/preparation/open-part.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { ShownPreparation } from '../../core/payout/preparation/prepare-batch.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress, shownDestination } from '../../core/wallet/checksum-address.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { alignedTable } from '../terminal/text-table.ts';
import { stateOf } from './batch-json.ts';
import { afterPreparation, afterStatus } from './next-payout-command.ts';
import { besideText, lapsedText, lastActText, releaseText } from './release-text.ts';

/** `payouts MONTH` for people. @param asked the options that it was called with, for the command that comes next */
export function preparationText(shown: ShownPreparation, asked: readonly string[] = []): string {
  const { batch, unpaid, rateDate, changes, done, release, unlisted, objection } = shown;
  const month = formatMonth(batch.month);
  const next = afterPreparation(month, shown, asked);
  if (batch.lines.length === 0) return `${month}  nothing is payable\n${staysText(unpaid, rateDate)}${next}`;
  return [
    `${month}  ${done.replace('-', ' ')}\nbatch ${batch.id}\n\n`,
    totalsText(batch.totals),
    besideText(batch.totals, release),
    staysText(unpaid, rateDate),
    changesText(changes),
    unlisted.map((sentence) => `  ${sentence}\n`).join(''),
    releaseText(release),
    objection === null ? '' : `\nnot prepared as it is: ${objection}\n`,
    next,
  ].join('');
}

/** What changed of the payees since the approval. */
export function changesText(changes: readonly PayeeChange[]): string {
  if (changes.length === 0) return '';
  const shown = changes.map(({ wallet, detail, before, now }) => {
    const [then, is] = [before, now].map((each) => shownDestination(each) || 'none');
    return `  ${checksumAddress(wallet)}  ${detail}: ${then} then, ${is} now\n`;
  });
  return `\npayee details that changed since the month was approved:\n${shown.join('')}`;
}

function totalsText(totals: readonly MethodTotal[]): string {
  const rows = totals.map(({ method, currency, scale, lines, payUsd, feeUsd, assetAmount }) => {
    return [
      method,
      String(lines),
      `${formatUnits(assetAmount, scale)} ${currency}`,
      formatMicro(payUsd),
      formatMicro(feeUsd),
    ];
  });
  return table([['method', 'lines', 'amount', 'USD', 'fees'], ...rows]);
}

function table(rows: readonly (readonly string[])[]): string {
  return `${alignedTable(rows)}\n`;
}

/** What stays on balances, by reason. */
function staysText(unpaid: readonly UnpaidWallet[], rateDate: string): string {
  const sums = new Map<string, { wallets: number; amount: MicroUsd }>();
  for (const { reason, balanceUsd } of unpaid) {
    const before = sums.get(reason) ?? { wallets: 0, amount: 0n };
    sums.set(reason, { wallets: before.wallets + 1, amount: before.amount + balanceUsd });
  }
  const rows = [...sums].sort(([a], [b]) => compareText(a, b));
  const text = rows.map(([reason, { wallets, amount }]) => {
    const what = reason === 'no-rate' ? `; fx.csv has no rate to USD on ${rateDate} for what they are paid in` : '';
    return `  ${reason}: ${wallets} wallet(s), ${formatMicro(amount)} USD${what}\n`;
  });
  return text.length === 0 ? '' : `\nstays on balances:\n${text.join('')}`;
}

/** `payouts MONTH --status` for people. */
export function payoutStatusText(status: PayoutStatus): string {
  const { month, isFinal, batches, balances, lapsed, changedFiles, atMs } = status;
  const name = formatMonth(month);
  if (!isFinal) return `${name} is not final: nothing is payable yet\n${nextCommand(`status ${name}`)}`;
  const sums = sumsOf(balances);
  const account = table([
    ['brought forward', formatMicro(sums.broughtForward)],
    ['earned', formatMicro(sums.earned)],
    ['adjustments', formatMicro(sums.adjustments)],
    ['paid', formatMicro(-sums.paid)],
    ['fees', formatMicro(-sums.fees)],
    ['carried forward', formatMicro(sums.carriedForward)],
    ['of it reserved', formatMicro(sums.reserved)],
  ]);
  const stays = balances.flatMap(({ wallet, carriedForward, reserved, deducted, reason }): UnpaidWallet[] => {
    const left = {
      wallet,
      balanceUsd: carriedForward - reserved - deducted,
      reason: reason === '' ? 'payable' : reason,
    };
    return [left, { wallet, balanceUsd: deducted, reason: 'deducted' }].filter(({ balanceUsd }) => balanceUsd !== 0n);
  });
  return `${name}\n\n${account}${batches.map((each) => batchText(each, atMs)).join('')}${lapsedText(lapsed, hasLapsed(status))}${changedFilesText(name, changedFiles)}${staysText(stays, lastDayOf(month))}${afterStatus(status)}`;
}

/** Files by which money would go elsewhere. */
function changedFilesText(month: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const lines = names.map((name) => `  ${name}\n`).join('');
  return `\nnot what the books say; send nothing by these files, revshare payouts ${month} writes them anew or takes them away:\n${lines}`;
}

function batchText(shown: KeptBatch, atMs: number): string {
  const { batch } = shown;
  const open = openPart(shown);
  const why = shown.void === null ? '' : `: ${shown.void.reason} (${shown.void.by}, ${shown.void.at})`;
  const rest = open.lines.length === 0 ? '' : `still to be sent\n${totalsText(open.totals)}`;
  return `\nbatch ${batch.id}\n${stateOf(shown)}${why}\n${totalsText(batch.totals)}${rest}${lastActText(shown, atMs)}`;
}

const SUMMED = ['broughtForward', 'earned', 'adjustments', 'paid', 'fees', 'carriedForward', 'reserved'] as const;

type Sums = Readonly<Record<(typeof SUMMED)[number], MicroUsd>>;

function sumsOf(balances: readonly WalletBalance[]): Sums {
  const sums = SUMMED.map((name) => [name, balances.reduce((sum, each) => sum + each[name], 0n)] as const);
  return Object.fromEntries(sums) as Sums;
}
