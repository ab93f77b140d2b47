import { join } from 'node:path';
import { paymentEntries } from '../../core/journal/payment-entries.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { CumulativeClaim, PayoutBatch } from '../../core/payout/ledger/batch.ts';
import { CHAIN_METHODS, type ChainMethod, lineBy, termsOfBatch } from '../../core/payout/ledger/batch-chain.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { walletBalances } from '../../core/payout/owed/wallet-balances.ts';
import type { Payee } from '../../core/payout/payees/payee.ts';
import { isBeingSent } from '../../core/payout/preparation/lapsed-payees.ts';
import { openPart } from '../../core/payout/preparation/open-part.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { SettlementRules } from '../../core/payout/preparation/settle.ts';
import { cumulativeClaims } from '../../core/payout/release/cumulative-claims.ts';
import { type DerivedFile, replaceDerived } from '../../files/derived-directory.ts';
import { balancesCsv } from '../../render/payouts/balances-csv.ts';
import { batchCsv } from '../../render/payouts/batch-csv.ts';
import { batchJson } from '../../render/payouts/batch-json.ts';
import { changedPayeesCsv } from '../../render/payouts/changed-payees-csv.ts';
import { paymentJournalFiles } from '../../render/payouts/payment-journal.ts';
import { previewCsv } from '../../render/payouts/preview-csv.ts';
import { receiptsCsv } from '../../render/payouts/receipts-csv.ts';
import { railFiles } from '../../render/rails/rail-files.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { writeActs } from '../books/records/acts-file.ts';
import { dueOfMonth } from './due-of-month.ts';
import { claimedNow } from './lapsed-now.ts';
import {
  changesSinceApproval,
  type PayoutBooks,
  type PayoutRequest,
  readPayoutBooks,
  rulesNow,
  standingBatch,
} from './payout-books.ts';
import { shownForRelease } from './release-preview.ts';

/**
 * Writes `reports/MONTH/payout/` from the books as they are now: balances, the payment journal, and of a standing batch its
 * lines, its receipts, its preview and what changed of its payees since the approval. The files of its rails are there from its
 * release on, and gone when that lapses (R17). Returns the books.
 *
 * @param changes as they were shown; found anew without
 */
export async function writePayoutDirectory(
  request: PayoutRequest,
  changes?: readonly PayeeChange[],
): Promise<PayoutBooks> {
  const books = await readPayoutBooks(request.db, request.month);
  // First what was done, then what is to be sent by it: books of before are known as such wherever there is a file to send.
  await writeActs(request.db, request.out);
  await replaceDerived(directoryOf(request), payoutFiles(request, books, changes));
  return books;
}

/** The same after an act on the batch that stands. Returns it as it is now. */
export async function writeStanding(request: PayoutRequest): Promise<KeptBatch> {
  const { batches } = await writePayoutDirectory(request);
  const standing = standingBatch(batches, request.month);
  if (standing === null) throw new Error(`the batch of ${formatMonth(request.month)} is gone after an act`);
  return standing;
}

/** Takes the files of the rails away before nothing more is to be sent by them: a run that is interrupted leaves none. */
export async function withdrawRailFiles(request: PayoutRequest): Promise<void> {
  const books = await readPayoutBooks(request.db, request.month);
  await replaceDerived(directoryOf(request), recordFiles(request, books, await rulesNow(request, request.month)));
}

/** Where a month's payments lie. */
export function directoryOf({ out, month }: Pick<PayoutRequest, 'out' | 'month'>): string {
  return join(out, formatMonth(month), 'payout');
}

/** All of it, as the books say it now. */
export async function* payoutFiles(
  request: PayoutRequest,
  books: PayoutBooks,
  changes: readonly PayeeChange[] | undefined,
): AsyncGenerator<DerivedFile> {
  const rules = await rulesNow(request, request.month);
  yield* recordFiles(request, books, rules, changes);
  const standing = standingBatch(books.batches, request.month);
  if (standing === null || !isBeingSent(standing, rules)) return;
  const terms = termsOfBatch(request.policy.payouts, standing.batch);
  const names = namesOf(rules.payees);
  yield* railFiles({
    batch: openPart(standing),
    terms,
    claims: await claimsBeside(request, standing.batch, books),
    names,
  });
}

/** What was done, without the files of the rails. */
async function* recordFiles(
  request: PayoutRequest,
  books: PayoutBooks,
  rules: SettlementRules,
  changes?: readonly PayeeChange[],
): AsyncGenerator<DerivedFile> {
  const { policy, month } = request;
  yield { name: 'balances.csv', text: balancesCsv(walletBalances(books, month, rules)) };
  const standing = standingBatch(books.batches, month);
  const past = books.batches.filter((each) => each.batch.month === month);
  yield { name: 'receipts.csv', text: receiptsCsv(past) };
  // Books that were lost are built again from these files: the lines of every batch are among them.
  for (const voided of past.filter((each) => each.voided)) {
    yield { name: `voided-batch-${voided.batch.sequence}.csv`, text: batchCsv(voided) };
  }
  const booking = { payable: policy.journal.accounts.worker_pool_payable, names: policy.paymentAccounts };
  yield* paymentJournalFiles(month, paymentEntries(books, month, booking));
  if (standing === null) return;
  const { batch } = standing;
  const changed = changes ?? (await changesSinceApproval(request, batch.lines, rules));
  yield { name: 'batch.csv', text: batchCsv(standing) };
  yield { name: 'batch.json', text: batchJson(standing, await dueOf(request)) };
  yield { name: 'changed-payees.csv', text: changedPayeesCsv(month, changed) };
  yield { name: 'preview.csv', text: previewCsv(month, shownForRelease(books, batch, standing)) };
}

/** When the month's payouts are due; a batch is of a final month. */
async function dueOf({ db, month, policy }: PayoutRequest): Promise<string> {
  const final = await finalMonth(db, month);
  if (final === null) throw new Error(`${formatMonth(month)} is not final, and has a batch`);
  return dueOfMonth(final, policy);
}

/** The payees' names, as they are when the files are written. */
function namesOf(payees: ReadonlyMap<string, Payee>): Map<string, string> {
  return new Map([...payees].flatMap(([wallet, { name }]) => (name === undefined ? [] : [[wallet, name]])));
}

/** By method, everything that the claim contract owes through which a batch is paid. */
async function claimsBeside(
  request: PayoutRequest,
  batch: PayoutBatch,
  { batches }: PayoutBooks,
): Promise<Map<ChainMethod, CumulativeClaim[]>> {
  const claimed = await claimedNow(request, batches);
  const claims = new Map<ChainMethod, CumulativeClaim[]>();
  for (const method of CHAIN_METHODS) {
    const chain = lineBy(batch, method)?.chain ?? null;
    if (chain !== null && chain.contract !== '') claims.set(method, cumulativeClaims(claimed, chain));
  }
  return claims;
}
