import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { formatMonth } from '../../core/month/month.ts';
import {
  judgeReceipts,
  type ReceiptOverrides,
  type ReceiptRefusal,
  receiptKey,
} from '../../core/payout/judge-receipts.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import { openPart } from '../../core/payout/open-part.ts';
import type { Receipt, ReceiptFault, ReportedTransfer } from '../../core/payout/receipt.ts';
import { releaseOf } from '../../core/payout/release.ts';
import { standingReceipts } from '../../core/payout/standing-receipts.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { unusablePath } from '../../problems/unusable-path.ts';
import { readReceipts } from '../../sources/small/receipts-file.ts';
import { insertReceipts } from '../../store/keep-payouts.ts';
import { booksBeforeAct } from './before-act.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writePayoutDirectory } from './payout-directory.ts';
import { needStanding } from './prepare-payouts.ts';

export interface RecordRequest extends PayoutRequest {
  readonly file: string;
  readonly overrides: ReceiptOverrides;
}

/** What a file of receipts did. */
export interface RecordedReceipts {
  readonly done: 'recorded';
  readonly recorded: number;
  readonly skipped: number;
  /** Transfers that the rail does not call paid, and what happens next with each; a sentence a row. */
  readonly notPaid: readonly string[];
  /** Receipts of transfers that were sent before the batch was released; a sentence a row. */
  readonly beforeRelease: readonly string[];
  /** The batch with them. */
  readonly batch: KeptBatch;
  /** Lines that are not paid yet. */
  readonly openLines: number;
}

/**
 * R17: records what was sent of the month's batch: all receipts of a file in one transaction, or none when one does not
 * fit. A repeat of the same file records nothing twice. A transfer that failed, came back or is on its way is no payment: it
 * is listed, and its line stays open.
 *
 * @throws InvalidInput with every line that does not fit, and the override that would let it pass where there is one
 */
export async function recordReceipts(request: RecordRequest): Promise<RecordedReceipts | PayoutRefusal> {
  const { db, month, overrides, file, asOfMs } = request;
  const before = await booksBeforeAct(request);
  if ('done' in before) return before;
  const { batches } = before;
  const standing = needStanding(batches, month);
  if ('done' in standing) return standing;
  const release = releaseOf(standing.releases);
  if (release === null) return refusal(`the batch ${standing.batch.id} is not released: nothing of it should be sent`);
  const text = readText(file);
  const scales = new Map(standing.batch.lines.map((line) => [line.wallet, line.scale]));
  const input = { name: file, sha256: '', open: () => Readable.from([text]) };
  const transfers = await readReceipts((wallet) => scales.get(wallet) ?? null, input, text.toString('utf8'));
  const known = new Set(batches.flatMap(({ receipts }) => standingReceipts(receipts).map(receiptKey)));
  const paid = transfers.filter(({ outcome }) => outcome === 'paid');
  const unpaid = transfers.filter(({ outcome }) => outcome !== 'paid');
  const books = { known, asOfMs, excused: new Set(unpaid.map(({ wallet }) => wallet)) };
  const { accepted, refusals, skipped } = judgeReceipts(standing, books, paid, overrides);
  if (refusals.length > 0) throw new InvalidInput(problemsOf(refusals, file, text.toString('utf8').split(/\r?\n/)));
  if (accepted.length > 0) {
    await db.transaction().execute(async (transaction) => {
      const act = await actNow(transaction, request.by, request.asOfMs);
      await insertReceipts(transaction, standing.batch.id, accepted, namesOf(overrides), act);
    });
  }
  const after = await writePayoutDirectory(request);
  const batch = needStanding(after.batches, month);
  if ('done' in batch) throw new Error(`the batch ${standing.batch.id} is gone after its receipts were recorded`);
  return {
    done: 'recorded',
    recorded: accepted.length,
    skipped,
    notPaid: unpaid.map((each) => notPaidSentence(each, known, formatMonth(month))),
    beforeRelease: accepted.flatMap((each) => beforeRelease(each, release.at)),
    batch,
    openLines: openPart(batch).lines.length,
  };
}

/** What a transfer that is no payment means for its line. */
function notPaidSentence(transfer: ReportedTransfer, known: ReadonlySet<string>, month: string): string {
  const { wallet, reference, status, outcome } = transfer;
  const what = `${reference} to ${checksumAddress(wallet)} is ${status}`;
  if (known.has(receiptKey(transfer))) {
    return `${what}, and is recorded as paid: revshare payouts ${month} --reverse ${reference} --reason ... takes it back`;
  }
  if (outcome === 'on-its-way') return `${what}: its line stays open until the rail says that it succeeded`;
  return `${what}: nothing was paid, and its line stays open`;
}

function beforeRelease({ wallet, reference, atMs }: Receipt, releasedAt: string): string[] {
  const sentAt = new Date(atMs).toISOString();
  if (sentAt >= releasedAt) return [];
  return [`${reference} to ${checksumAddress(wallet)} was sent at ${sentAt}, before the release at ${releasedAt}`];
}

const CODES: Readonly<Record<ReceiptFault, ProblemCode>> = {
  'empty-file': 'no-receipts',
  'unknown-wallet': 'unknown-receipt-wallet',
  'wrong-asset': 'wrong-receipt-asset',
  'wrong-amount': 'wrong-receipt-amount',
  'wrong-time': 'wrong-receipt-time',
  duplicate: 'duplicate-receipt',
  shortfall: 'short-receipt',
  'missing-receipt': 'missing-receipt',
};

/** In the order of lines; those about the whole file last. */
function problemsOf(refusals: readonly ReceiptRefusal[], file: string, lines: readonly string[]): Problem[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [...refusals]
    .sort((a, b) => (a.line || last) - (b.line || last))
    .map(({ fault, line, what }) => {
      const excerpt = lines[line - 1];
      const place = line === 0 ? { file } : { file, line, ...(excerpt === undefined ? {} : { excerpt }) };
      return problem(CODES[fault], place, what);
    });
}

function namesOf({ allowPartial, allowShort, skipKnown, skipUnknown }: ReceiptOverrides): string {
  const given = { 'allow-partial': allowPartial, 'allow-short': allowShort };
  const skips = { 'skip-known': skipKnown, 'skip-unknown': skipUnknown };
  return Object.entries({ ...given, ...skips })
    .flatMap(([name, isGiven]) => (isGiven ? [name] : []))
    .join(' ');
}

/** @throws InvalidInput no-such-path, unreadable-path */
function readText(file: string): Buffer {
  if (!existsSync(file)) throw new InvalidInput([problem('no-such-path', { file }, `${file} does not exist`)]);
  try {
    return readFileSync(file);
  } catch (error) {
    throw unusablePath(error, file) ?? error;
  }
}
