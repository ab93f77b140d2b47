import { formatMicro, type MicroUsd } from '../../core/money/micro.ts';
import { formatMonth, lastDayOf, monthOfInstant } from '../../core/month/month.ts';
import type { PayoutBatch, PayoutLine, UnpaidWallet } from '../../core/payout/batch.ts';
import { chainText } from '../../core/payout/batch-chain.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import { ledgerBefore } from '../../core/payout/ledger.ts';
import { type PayeeChange, payeeChanges } from '../../core/payout/payee-changes.ts';
import { batchOf, prepareBatch } from '../../core/payout/prepare-batch.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import {
  approvedPayees,
  type PayoutBooks,
  type PayoutRequest,
  settlementRules,
  standingBatch,
} from './payout-books.ts';

/** The batch of a month as it is now. */
export interface MonthBatch {
  /** The standing one where it is still what is payable, else what would be prepared. */
  readonly batch: PayoutBatch;
  readonly unpaid: readonly UnpaidWallet[];
  /** Null where none stands. */
  readonly standing: KeptBatch | null;
  /** In what the standing batch is not what is payable now, a sentence a wallet; empty where it is, or none stands. */
  readonly differences: readonly string[];
  /** What changed of the payees since the month was approved. */
  readonly changes: readonly PayeeChange[];
  readonly rateDate: string;
}

/**
 * R17: what is payable of a final month, by the payees in force in the month of the payment, held against the batch that
 * stands.
 *
 * @param given the day whose rates convert; null for the standing batch's, else the month's last day
 */
export async function monthBatch(
  { db, policy, month, asOfMs }: PayoutRequest,
  books: PayoutBooks,
  given: string | null,
): Promise<MonthBatch> {
  const standing = standingBatch(books.batches, month);
  const rateDate = given ?? rateDateOf(standing) ?? lastDayOf(month);
  const payeesIn = monthOfInstant(asOfMs);
  const rules = await settlementRules(db, policy.payouts, month, { rateDate, asOfMs });
  const sequence = standing?.batch.sequence ?? books.batches.filter((each) => each.batch.month === month).length + 1;
  const ledger = ledgerBefore(books, { month, sequence, ordinal: standing?.ordinal ?? null });
  const { batch, unpaid } = prepareBatch(ledger, month, sequence, rules);
  const changes = payeeChanges(batch.lines, await approvedPayees(db, month, payeesIn), rules.payees);
  const same = { unpaid, standing, changes, rateDate };
  if (standing === null) return { ...same, batch, differences: [] };
  const now = asKept(batch, standing.batch);
  const differences = now.id === standing.batch.id ? [] : differencesOf(standing, now);
  return { ...same, batch: differences.length === 0 ? standing.batch : now, differences };
}

/** What a batch takes off balances, fees in it. */
export function totalOf(batch: PayoutBatch): MicroUsd {
  return batch.totals.reduce((sum, { payUsd, feeUsd }) => sum + payUsd + feeUsd, 0n);
}

/** The day whose rates a batch was converted by; null when none of its lines was. */
function rateDateOf(standing: KeptBatch | null): string | null {
  return standing?.batch.lines.find(({ rate }) => rate !== null)?.rate?.date ?? null;
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

/** Why what is payable now is not what a batch still has to pay, by wallet. What was paid is no difference any more. */
function differencesOf({ batch, sent }: KeptBatch, now: PayoutBatch): string[] {
  const before = new Map(batch.lines.map((line) => [line.wallet, line]));
  const after = new Map(now.lines.map((line) => [line.wallet, line]));
  const wallets = [...new Set([...before.keys(), ...after.keys()])].sort();
  return wallets.flatMap((wallet) => {
    const line = before.get(wallet);
    if (line !== undefined && sent.get(wallet) === line.assetAmount) return [];
    const [was, is] = [textOf(line), textOf(after.get(wallet))];
    return was === is ? [] : [`${checksumAddress(wallet)}: ${was} then, ${is} now`];
  });
}

const SHOWN = 20;

/** The differences as sentences of a refusal. */
export function differenceSentences({ month, id }: PayoutBatch, differences: readonly string[]): string[] {
  const name = formatMonth(month);
  return [
    `${name} has the batch ${id}, and what is payable now differs in ${differences.length} line(s)`,
    ...differences.slice(0, SHOWN),
    ...(differences.length > SHOWN ? [`and ${differences.length - SHOWN} more`] : []),
    `pay the batch as it stands (revshare payouts ${name} --status), or void it with --void and prepare anew`,
  ];
}

function textOf(line: PayoutLine | undefined): string {
  if (line === undefined) return 'nothing';
  const { method, destination, currency, payUsd, feeUsd, rate, chain } = line;
  const at = rate === null ? '' : ` at ${rate.value} of ${rate.date}`;
  const asset = chainText(chain);
  const on = asset === '' ? '' : ` (${asset})`;
  return `${formatMicro(payUsd)} USD and a fee of ${formatMicro(feeUsd)} by ${method} in ${currency}${at}${on} to ${destination}`;
}
