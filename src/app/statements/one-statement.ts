import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import { formatMonth, type Month, parseMonth } from '../../core/month/month.ts';
import { paymentsByWallet } from '../../core/statement/statement-account.ts';
import type { MonthRecord, ProvenStatement, YearRecord } from '../../core/statement/statement-record.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { finalMonth, listFinalMonths } from '../../store/final-months.ts';
import type { Database } from '../../store/open-store.ts';
import { listBatches } from '../../store/payouts.ts';
import { hasFinalReports } from '../books/known-reports.ts';
import { readRecordedManifest } from '../books/recorded-manifest.ts';
import {
  monthRecord,
  type ProvenMonth,
  readHistory,
  readMonthAccounts,
  readProvenMonth,
  type StatementMonthBooks,
} from './month-records.ts';
import { reportsOf } from './published-reports.ts';

/** Why there is no statement, in words. */
export interface NoStatement {
  readonly none: string;
}

/**
 * Reads what all statements of a month are made of. Terms of payment are needed only where money is on the books: those of
 * the configuration, or where there is none any more those that the month was approved with.
 *
 * @throws InvalidInput changed-report
 */
export async function readStatementMonth(
  db: Database,
  policyOf: () => Promise<Policy | null>,
  out: string,
  month: Month,
): Promise<StatementMonthBooks | NoStatement> {
  const named = formatMonth(month);
  if ((await finalMonth(db, month)) !== null && !hasFinalReports(out, month))
    return { none: lostReports(out, [named]) };
  const directory = reportsOf(out, month);
  if (directory === null) return { none: `${named} has no reports in ${out}: run revshare reconcile ${named}` };
  const proven = await readProvenMonth(directory);
  const history = await readHistory(db, month);
  if (!proven.isFinal) return { proven, accounts: null, history };
  const { payouts } = (await policyOf()) ?? approvedPolicy(directory);
  return { proven, accounts: await readMonthAccounts(db, payouts, month), history };
}

/** R16: a review says nothing of a month that is final. */
function lostReports(out: string, months: readonly string[]): string {
  return `${months.join(', ')} is final, and its final reports are not in ${out}: ${months
    .map((month) => `revshare verify ${month} --restore`)
    .join(', ')} writes them again`;
}

function approvedPolicy(directory: string): Policy {
  return readRecordedManifest(readFileSync(join(directory, 'manifest.json'), 'utf8')).policy;
}

/** One wallet's statement of a month. @param wallet lower case */
export function monthStatementOf(books: StatementMonthBooks, wallet: string): MonthRecord | NoStatement {
  const { proven } = books;
  const found = provenOf(proven, wallet);
  if (found !== null) return monthRecord(found, books);
  return { none: `${checksumAddress(wallet)} has no job and no balance in ${formatMonth(proven.month)}` };
}

/**
 * One wallet's list of a year: the final months that say something of it, and what was sent in the year (UTC).
 *
 * @throws InvalidInput changed-report
 */
export async function yearStatementOf(
  db: Database,
  out: string,
  year: string,
  wallet: string,
): Promise<YearRecord | NoStatement> {
  const lost = (await listFinalMonths(db))
    .filter(({ month }) => formatMonth(month).startsWith(`${year}-`) && !hasFinalReports(out, month))
    .map(({ month }) => formatMonth(month));
  if (lost.length > 0) return { none: lostReports(out, lost) };
  const months: ProvenStatement[] = [];
  for (const month of finalMonthsOf(out, year)) {
    const found = provenOf(await readProvenMonth(join(out, month, 'final')), wallet);
    if (found !== null) months.push(found);
  }
  const payments = (paymentsByWallet(await listBatches(db)).get(wallet) ?? [])
    .filter(({ sentAt }) => sentAt.startsWith(`${year}-`))
    .sort((a, b) => compareText(a.sentAt, b.sentAt) || compareText(a.reference, b.reference));
  if (months.length === 0 && payments.length === 0) {
    return { none: `${checksumAddress(wallet)} has nothing in the final months of ${year}` };
  }
  return { kind: 'year', year, wallet: checksumAddress(wallet), months, payments };
}

function finalMonthsOf(out: string, year: string): string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out)
    .filter((name) => name.startsWith(`${year}-`) && parseMonth(name) !== null)
    .filter((name) => existsSync(join(out, name, 'final', 'manifest.json')))
    .sort();
}

function provenOf(proven: ProvenMonth, wallet: string): ProvenStatement | null {
  const index = proven.statements.findIndex((each) => each.wallet.toLowerCase() === wallet);
  return index === -1 ? null : proven.proven(index);
}
