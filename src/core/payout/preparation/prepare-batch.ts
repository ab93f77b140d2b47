import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { formatMonth, type Month } from '../../month/month.ts';
import { compareText } from '../../text/compare-text.ts';
import type { ChainAsset, MethodTotal, PayoutBatch, PayoutLine, UnpaidWallet } from '../ledger/batch.ts';
import { accountsThrough, deductionsAfter, type Ledger, unreservedOf } from '../ledger/ledger.ts';
import type { ReleasePreview } from '../release/release.ts';
import type { PayeeChange } from './payee-changes.ts';
import { type SettlementRules, settleWallet } from './settle.ts';

/** A batch in the making, and the wallets whose balance stays, each with its reason. */
export interface PreparedBatch {
  readonly batch: PayoutBatch;
  readonly unpaid: readonly UnpaidWallet[];
}

/** A batch, and what a person should see before it is paid. */
export interface ShownPreparation extends PreparedBatch {
  readonly done: 'prepared' | 'already-prepared' | 'preview' | 'nothing-payable';
  /** The day whose rates convert, `YYYY-MM-DD`. */
  readonly rateDate: string;
  readonly changes: readonly PayeeChange[];
  readonly release: ReleasePreview;
  /** Acts that payout/acts.csv did not hold, a sentence each. */
  readonly unlisted: readonly string[];
  /** That the month's final reports are not among the reports, a sentence; empty where they are. */
  readonly unvouched: string;
  /** Of a preview: why preparing it is refused as it is; null where it is not. */
  readonly objection: string | null;
}

/**
 * R17: what is payable of every balance through a month, one line per wallet. The same ledger and rules give the same
 * batch with the same id.
 *
 * @param ledger as of before the batch: see `ledgerBefore`
 */
export function prepareBatch(ledger: Ledger, month: Month, sequence: number, rules: SettlementRules): PreparedBatch {
  const lines: PayoutLine[] = [];
  const unpaid: UnpaidWallet[] = [];
  const ahead = deductionsAfter(ledger, month);
  for (const [wallet, account] of accountsThrough(ledger, month)) {
    const unreserved = unreservedOf(account) + (ahead.get(wallet) ?? 0n);
    const { line, reason } = settleWallet(wallet, unreserved, rules);
    if (line !== null) lines.push(line);
    else if (unreserved !== 0n) unpaid.push({ wallet, balanceUsd: unreserved, reason });
  }
  return { batch: batchOf(month, sequence, lines), unpaid };
}

/** A batch with its id and totals, from its lines in the order of wallets. */
export function batchOf(month: Month, sequence: number, lines: readonly PayoutLine[]): PayoutBatch {
  const content = batchContent(month, sequence, lines);
  return { id: bytesToHex(sha256(utf8ToBytes(content))), month, sequence, lines, totals: totalsOf(lines) };
}

/** What the id is the SHA-256 of: JSON of a fixed form, amounts as whole units in text. */
function batchContent(month: Month, sequence: number, lines: readonly PayoutLine[]): string {
  const rows = lines.map((line) => [
    ...[line.wallet, line.method, line.destination, line.currency],
    ...[line.balanceUsd, line.feeUsd, line.payUsd, line.assetAmount].map(String),
    line.scale,
    line.rate === null ? null : [line.rate.pair, line.rate.date, line.rate.value],
    // Without it, the content is that of versions which kept no chain: their batches keep their ids.
    ...(line.chain === null ? [] : [chainContent(line.chain)]),
  ]);
  return JSON.stringify(['revshare payout batch 1', formatMonth(month), sequence, rows]);
}

/** Of transfers it is what it was before there were claim contracts: their batches keep their ids. */
function chainContent({ token, chainId, contract }: ChainAsset): string[] {
  return contract === '' ? [token, chainId] : [token, chainId, contract];
}

function totalsOf(lines: readonly PayoutLine[]): MethodTotal[] {
  const totals = new Map<string, { -readonly [Name in keyof MethodTotal]: MethodTotal[Name] }>();
  for (const { method, currency, scale, payUsd, feeUsd, assetAmount } of lines) {
    const key = `${method} ${currency}`;
    const total = totals.get(key) ?? { method, currency, scale, lines: 0, payUsd: 0n, feeUsd: 0n, assetAmount: 0n };
    total.lines += 1;
    total.payUsd += payUsd;
    total.feeUsd += feeUsd;
    total.assetAmount += assetAmount;
    totals.set(key, total);
  }
  return [...totals].sort(([a], [b]) => compareText(a, b)).map(([, total]) => total);
}
