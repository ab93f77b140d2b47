import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, lastDayOf, type Month } from '../../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../../core/payout/batch.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import { ledgerBefore } from '../../core/payout/ledger.ts';
import { type PayeeChange, payeeChanges } from '../../core/payout/payee-changes.ts';
import { prepareBatch, type ShownPreparation } from '../../core/payout/prepare-batch.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { finalMonth } from '../../store/final-months.ts';
import { insertBatch } from '../../store/keep-payouts.ts';
import { checkBeforeAct } from './before-act.ts';
import {
  actNow,
  approvedPayees,
  type PayoutRefusal,
  type PayoutRequest,
  readPayoutBooks,
  refusal,
  settlementRules,
  standingBatch,
} from './payout-books.ts';
import { writePayoutDirectory } from './payout-directory.ts';

export interface PrepareRequest extends PayoutRequest {
  /** The day whose rates convert, `YYYY-MM-DD`; null for the standing batch's, else the month's last day. */
  readonly rateDate: string | null;
  /** A person has seen what changed of the payees since the month was approved. */
  readonly acceptChanges: boolean;
  /** Says what would be prepared, and keeps nothing. */
  readonly preview: boolean;
}

/**
 * R17: prepares the batch of a final month, once: every balance through it that is payable, one line per wallet. Its
 * amounts are reserved in one transaction, then its files are written, whole. Prepared again, the same batch comes back
 * and its files are written anew; another batch is refused while one stands.
 */
export async function preparePayouts(
  request: PrepareRequest,
): Promise<ShownPreparation | (PayoutRefusal & { readonly changes?: readonly PayeeChange[] })> {
  const { db, policy, month, preview } = request;
  const name = formatMonth(month);
  const untimely = preview ? null : await checkBeforeAct(request);
  if (untimely !== null) return untimely;
  if ((await finalMonth(db, month)) === null) {
    return refusal(`${name} is not final: revshare status ${name} shows what it waits for`);
  }
  const books = await readPayoutBooks(db, month, 'summed');
  const later = books.batches.find((each) => each.batch.month > month && (!each.voided || each.sent.size > 0));
  const standing = standingBatch(books.batches, month);
  if (later !== undefined && standing === null) {
    return refusal(`${formatMonth(later.batch.month)} has a batch, which pays the balances of ${name} too`);
  }
  const rateDate = request.rateDate ?? rateDateOf(standing) ?? lastDayOf(month);
  const rules = await settlementRules(db, policy.payouts, month, rateDate);
  const sequence = standing?.batch.sequence ?? books.batches.filter((each) => each.batch.month === month).length + 1;
  const ordinal = standing?.ordinal ?? null;
  const prepared = prepareBatch(ledgerBefore(books, { month, sequence, ordinal }), month, sequence, rules);
  const changes = payeeChanges(prepared.batch.lines, await approvedPayees(db, month), rules.payees);
  if (standing !== null && standing.batch.id !== prepared.batch.id) {
    return { ...refusal(...differences(standing.batch, prepared.batch)), changes };
  }
  const noRate = prepared.unpaid.filter(({ reason }) => reason === 'no-rate').length;
  if (noRate > 0) {
    return refusal(`fx.csv has no rate to USD on ${rateDate} for what ${noRate} wallet(s) are paid in: add it`);
  }
  if (preview) return { done: 'preview', ...prepared, changes };
  if (standing === null && changes.length > 0 && !request.acceptChanges) {
    const why = `payee details of ${new Set(changes.map(({ wallet }) => wallet)).size} wallet(s) to be paid changed`;
    return { ...refusal(`${why} after ${name} was approved: --accept-changes pays them as they are now`), changes };
  }
  if (prepared.batch.lines.length > 0 && standing === null) await keep(request, prepared.batch);
  await writePayoutDirectory(request, changes);
  const done =
    standing !== null ? 'already-prepared' : prepared.batch.lines.length > 0 ? 'prepared' : 'nothing-payable';
  return { done, ...prepared, changes };
}

async function keep({ db, by, asOfMs }: PrepareRequest, batch: PayoutBatch): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await insertBatch(transaction, batch, await actNow(transaction, by, asOfMs));
  });
}

/** The day whose rates a batch was converted by; null when none of its lines was. */
function rateDateOf(standing: KeptBatch | null): string | null {
  return standing?.batch.lines.find(({ rate }) => rate !== null)?.rate?.date ?? null;
}

const SHOWN = 20;

/** Why a second batch of a month is another one than the first, by wallet. */
function differences(standing: PayoutBatch, now: PayoutBatch): string[] {
  const before = new Map(standing.lines.map((line) => [line.wallet, line]));
  const after = new Map(now.lines.map((line) => [line.wallet, line]));
  const wallets = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = wallets.flatMap((wallet) => {
    const [was, is] = [textOf(before.get(wallet)), textOf(after.get(wallet))];
    return was === is ? [] : [`${checksumAddress(wallet)}: ${was} then, ${is} now`];
  });
  const month = formatMonth(standing.month);
  return [
    `${month} has the batch ${standing.id}, and what is payable now differs in ${changed.length} line(s)`,
    ...changed.slice(0, SHOWN),
    ...(changed.length > SHOWN ? [`and ${changed.length - SHOWN} more`] : []),
    `pay the batch as it stands (revshare payouts ${month} --status), or void it with --void and prepare anew`,
  ];
}

function textOf(line: PayoutLine | undefined): string {
  if (line === undefined) return 'nothing';
  const { method, destination, currency, payUsd, feeUsd, rate } = line;
  const at = rate === null ? '' : ` at ${rate.value} of ${rate.date}`;
  return `${formatMicro(payUsd)} USD and a fee of ${formatMicro(feeUsd)} by ${method} in ${currency}${at} to ${destination}`;
}

/** For commands that need the month's batch. */
export function needStanding(batches: readonly KeptBatch[], month: Month): KeptBatch | PayoutRefusal {
  const name = formatMonth(month);
  return standingBatch(batches, month) ?? refusal(`${name} has no batch: revshare payouts ${name} prepares one`);
}
