import { Readable } from 'node:stream';
import { formatMonth } from '../../core/month/month.ts';
import { firstAdjustable } from '../../core/payout/gates/judge-adjustment.ts';
import { shownLines } from '../../core/payout/gates/shown-lines.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import type { DayOrder, ReceiptFault } from '../../core/payout/ledger/receipt.ts';
import type { RecordedReceipts } from '../../core/payout/owed/recorded-receipts.ts';
import { openLines } from '../../core/payout/preparation/open-part.ts';
import { type AssignedReceipt, otherMonthsText } from '../../core/payout/receipts/assign-transfers.ts';
import { type ReceiptOverrides, type ReceiptRefusal, receiptKey } from '../../core/payout/receipts/judge-receipts.ts';
import { type JudgedTransfers, judgeTransfers } from '../../core/payout/receipts/judge-transfers.ts';
import { notPaidSentences, takenBackSentences, unsettled } from '../../core/payout/receipts/not-paid.ts';
import { linesByPayee } from '../../core/payout/receipts/payee-lines.ts';
import { recordedBefore } from '../../core/payout/receipts/recorded-before.ts';
import { releaseOf } from '../../core/payout/release/release.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { readNamedTable } from '../../files/named-places.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { readRailReceipts } from '../../sources/receipts/read-rail-receipts.ts';
import { insertReceipts } from '../../store/payouts/keep-payouts.ts';
import { standingBeforeAct } from './before-act.ts';
import { lapsedNow } from './lapsed-now.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writePayoutDirectory, writeStanding } from './payout-directory.ts';

export interface RecordRequest extends PayoutRequest {
  readonly file: string;
  readonly overrides: ReceiptOverrides;
  /** How days like 05/12/2026 are meant; null where the file has to tell. */
  readonly dayOrder: DayOrder | null;
}

/**
 * R17: records what was sent of the month's batch, and of other months' where one transfer paid several: all receipts of a
 * file in one transaction, or none when one does not fit. The same file again records nothing and writes what an interrupted
 * run did not. A transfer that failed, came back or is on its way is no payment: it is listed, and its line stays open.
 *
 * @throws InvalidInput with every line that does not fit, and the override that would let it pass where there is one
 */
export async function recordReceipts(request: RecordRequest): Promise<RecordedReceipts | PayoutRefusal> {
  const { db, month, overrides, file } = request;
  const before = await standingBeforeAct(request);
  if ('done' in before) return before;
  const { books, standing } = before;
  const release = releaseOf(standing.releases);
  if (release === null) {
    return refusal(`the batch ${standing.batch.id} is not released: nothing of it should be sent`);
  }
  const text = readNamedTable(file);
  const input = { name: file, open: () => Readable.from([text]) };
  const {
    transfers,
    others,
    takenBack = [],
    goesOnBeforeMs = 0,
  } = await readRailReceipts(input, text.toString('utf8'), request.dayOrder);
  if (goesOnBeforeMs > Date.parse(release.at)) throw new InvalidInput([pageMissing(file, release.at)]);
  const released = books.batches.filter(({ releases }) => releaseOf(releases) !== null);
  const sending = released.filter(({ voided }) => !voided);
  const voided = released.filter((each) => each.voided);
  const given = { adjustable: firstAdjustable(books), adjustments: books.adjustments };
  const ofReleased = { released, lines: linesByPayee(released) };
  const cameBack = takenBack.map((each) => takenBackSentences(each, released, given));
  const again = recordedBefore(sending, month, transfers);
  // That something came back is all that such a file says.
  const isBack = transfers.length === 0 && cameBack.some((each) => each.length > 0);
  const judged = again === null && !isBack ? judgeTransfers(request, sending, transfers, voided) : NOTHING_NEW;
  if (judged.refusals.length > 0) {
    throw new InvalidInput(problemsOf(judged.refusals, file, text.toString('utf8').split(/\r?\n/)));
  }
  const { accepted } = judged;
  if (accepted.length > 0) {
    await db.transaction().execute(async (transaction) => {
      const act = await actNow(transaction, request.by, request.asOfMs);
      for (const { batch } of sending) {
        const own = accepted.filter((each) => each.batch === batch.id);
        if (own.length > 0) await insertReceipts(transaction, batch.id, own, namesOf(overrides), act);
      }
    });
  }
  const stands = again ?? accepted;
  const months = sending.filter(({ batch }) => stands.some((each) => each.batch === batch.id));
  for (const { batch } of months)
    if (batch.month !== month) await writePayoutDirectory({ ...request, month: batch.month });
  const batch = await writeStanding(request);
  return {
    done: 'recorded',
    recorded: accepted.length,
    before: again?.length ?? 0,
    skipped: judged.skipped,
    // What came back of a purchase, say, is none of ours.
    others: others + cameBack.filter((each) => each.length === 0).length,
    notPaid: [...unsettled(transfers).flatMap((each) => notPaidSentences(each, ofReleased, given)), ...cameBack.flat()],
    beforeRelease: sending.flatMap((each) => beforeRelease(stands, each)),
    takenBackBefore: sending.flatMap((each) => takenBackBefore(accepted, each)),
    otherMonths: otherMonthsText(stands, sending, month),
    lapsed: await lapsedNow(request, batch),
    batch,
    openLines: openLines(batch).length,
  };
}

/** What was paid of the batch on a page that the file does not hold would be sent again. */
function pageMissing(file: string, releasedAt: string): Problem {
  const message = `the page says that another follows (next), and does not go back to the release of the batch at ${releasedAt}`;
  return problem(
    'missing-page',
    { file },
    message,
    'Ask for the next page until one goes back to the release, and keep the results of all of them in one list.',
  );
}

const NOTHING_NEW: JudgedTransfers = { accepted: [], refusals: [], skipped: 0 };

/** Receipts of a batch that were sent before its release. */
function beforeRelease(receipts: readonly AssignedReceipt[], { batch, releases }: KeptBatch): string[] {
  const releasedAt = releaseOf(releases)?.at ?? '';
  return receipts.flatMap(({ batch: id, wallet, reference, atMs }) => {
    const sentAt = new Date(atMs).toISOString();
    if (id !== batch.id || sentAt >= releasedAt) return [];
    return [`${reference} to ${checksumAddress(wallet)} was sent at ${sentAt}, before the release at ${releasedAt}`];
  });
}

/** Receipts of a batch that were recorded before and taken back: the same transfer may be meant by mistake. */
function takenBackBefore(accepted: readonly AssignedReceipt[], { batch, receipts }: KeptBatch): string[] {
  const reversals = receipts.filter(({ reversal }) => reversal !== '');
  // The last of each.
  const byKey = new Map(reversals.map((each) => [receiptKey(each), each]));
  return accepted.flatMap((receipt) => {
    const { batch: id, wallet, reference } = receipt;
    const last = id === batch.id ? byKey.get(receiptKey(receipt)) : undefined;
    if (last === undefined) return [];
    return [`${reference} to ${checksumAddress(wallet)} was taken back at ${last.at} by ${last.by}: ${last.reversal}`];
  });
}

const CODES: Readonly<Record<ReceiptFault, ProblemCode>> = {
  'empty-file': 'no-receipts',
  'unknown-wallet': 'unknown-receipt-wallet',
  'wrong-asset': 'wrong-receipt-asset',
  'wrong-amount': 'wrong-receipt-amount',
  'wrong-time': 'wrong-receipt-time',
  'two-words': 'unknown-receipt-status',
  duplicate: 'duplicate-receipt',
  shortfall: 'short-receipt',
  'missing-receipt': 'missing-receipt',
};

/** In the order of lines; last what the file lacks, in one: of a batch of thousands it may lack all but one. */
function problemsOf(refusals: readonly ReceiptRefusal[], file: string, lines: readonly string[]): Problem[] {
  const last = Number.MAX_SAFE_INTEGER;
  const missing = refusals.filter(({ fault }) => fault === 'missing-receipt').map(({ what }) => what);
  const lacks = missing.length === 0 ? [] : [problem('missing-receipt', { file }, shownLines(missing).join('; '))];
  const of = refusals
    .filter(({ fault }) => fault !== 'missing-receipt')
    .sort((a, b) => (a.line || last) - (b.line || last))
    .map(({ fault, line, what, fits }) => {
      const row = lines[line - 1];
      const whole = row === undefined ? { file, line } : placeInText(file, line, row, { start: 0, length: row.length });
      const place = line === 0 ? { file } : whole;
      if (fits === undefined) return problem(CODES[fault], place, what);
      const month = formatMonth(fits);
      const remedy = `Send nothing more before: record the file for ${month} if it is of that month's batch (revshare payouts ${month} --record ...).`;
      return problem(CODES[fault], place, what, remedy);
    });
  return [...of, ...lacks];
}

function namesOf({ allowPartial, allowShort, skipKnown, skipUnknown }: ReceiptOverrides): string {
  const given = { 'allow-partial': allowPartial, 'allow-short': allowShort };
  const skips = { 'skip-known': skipKnown, 'skip-unknown': skipUnknown };
  return Object.entries({ ...given, ...skips })
    .flatMap(([name, isGiven]) => (isGiven ? [name] : []))
    .join(' ');
}
