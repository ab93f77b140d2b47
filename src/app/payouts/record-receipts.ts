import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import {
  judgeReceipts,
  type ReceiptOverrides,
  type ReceiptRefusal,
  receiptKey,
} from '../../core/payout/judge-receipts.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import { openPart } from '../../core/payout/open-part.ts';
import type { ReceiptFault } from '../../core/payout/receipt.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { unusablePath } from '../../problems/unusable-path.ts';
import { receiptsFile } from '../../sources/small/receipts-file.ts';
import { readSmallFile } from '../../sources/small/small-file.ts';
import { insertReceipts } from '../../store/keep-payouts.ts';
import { listBatches } from '../../store/payouts.ts';
import { checkBeforeAct } from './before-act.ts';
import { actNow, type PayoutRefusal, type PayoutRequest } from './payout-books.ts';
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
  /** The batch with them. */
  readonly batch: KeptBatch;
  /** Lines that are not paid yet. */
  readonly openLines: number;
}

/**
 * R17: records what was sent of the month's batch: all receipts of a file in one transaction, or none when one does not
 * fit. A repeat of the same file records nothing twice.
 *
 * @throws InvalidInput with every line that does not fit, and the override that would let it pass where there is one
 */
export async function recordReceipts(request: RecordRequest): Promise<RecordedReceipts | PayoutRefusal> {
  const { db, month, overrides, file } = request;
  const untimely = await checkBeforeAct(request);
  if (untimely !== null) return untimely;
  const batches = await listBatches(db);
  const standing = needStanding(batches, month);
  if ('done' in standing) return standing;
  const text = readText(file);
  const scales = new Map(standing.batch.lines.map((line) => [line.wallet, line.scale]));
  const input = { name: file, sha256: '', open: () => Readable.from([text]) };
  const rows = await readSmallFile(
    receiptsFile((wallet) => scales.get(wallet) ?? null),
    input,
  );
  const known = new Set(batches.flatMap(({ receipts }) => receipts.map(receiptKey)));
  const receipts = rows.map(({ row }) => row);
  const { accepted, refusals, skipped } = judgeReceipts(standing, known, receipts, overrides);
  if (refusals.length > 0) throw new InvalidInput(problemsOf(refusals, file, text.toString('utf8').split(/\r?\n/)));
  if (accepted.length > 0) {
    await db.transaction().execute(async (transaction) => {
      const act = await actNow(transaction, request.by, request.asOfMs);
      await insertReceipts(transaction, standing.batch.id, accepted, namesOf(overrides), act);
    });
  }
  const books = await writePayoutDirectory(request);
  const batch = needStanding(books.batches, month);
  if ('done' in batch) throw new Error(`the batch ${standing.batch.id} is gone after its receipts were recorded`);
  return { done: 'recorded', recorded: accepted.length, skipped, batch, openLines: openPart(batch).lines.length };
}

const CODES: Readonly<Record<ReceiptFault, ProblemCode>> = {
  'empty-file': 'no-receipts',
  'unknown-wallet': 'unknown-receipt-wallet',
  'wrong-asset': 'wrong-receipt-asset',
  'wrong-amount': 'wrong-receipt-amount',
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
