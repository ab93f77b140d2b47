import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { paymentsByWallet } from '../../core/statement/statement-account.ts';
import type {
  MonthRecord,
  ProvenStatement,
  StatementPayment,
  YearMonth,
  YearRecord,
} from '../../core/statement/statement-record.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { monthDirectories, settledReports } from '../../files/report-months.ts';
import type { Database } from '../../store/database/open-store.ts';
import { finalMonth, listFinalMonths } from '../../store/months/final-months.ts';
import { listBatches } from '../../store/payouts/payouts.ts';
import { refuseBeforeFirstMonth } from '../books/policy/first-month.ts';
import { refuseUnknownActs } from '../books/records/acts-file.ts';
import { hasFinalReports } from '../books/records/known-reports.ts';
import { readRecordedManifest } from '../books/records/recorded-manifest.ts';
import {
  monthRecord,
  type ProvenMonth,
  readHistory,
  readMonthAccounts,
  readProvenMonth,
  type StatementMonthBooks,
} from './month-records.ts';

/** Why there is no statement, in words. */
export interface NoStatement {
  readonly none: string;
}

/**
 * Reads what all statements of a month are made of. Terms of payment are needed only where money is on the books: those of
 * the configuration, or where there is none any more those that the month was approved with.
 *
 * @param asOfMs whether a release has lapsed is asked as of this instant
 * @throws InvalidInput changed-report, changed-books, before-first-month
 */
export async function readStatementMonth(
  db: Database,
  policyOf: () => Promise<Policy | null>,
  out: string,
  month: Month,
  asOfMs: number,
): Promise<StatementMonthBooks | NoStatement> {
  const named = formatMonth(month);
  if ((await finalMonth(db, month)) !== null && !hasFinalReports(out, month))
    return { none: lostReports(out, [named]) };
  const directory = settledReports(out, month)?.directory;
  if (directory === undefined) {
    const known = await policyOf();
    if (known !== null) refuseBeforeFirstMonth(month, known);
    return { none: `${named} has no reports in ${out}: run revshare reconcile ${named}` };
  }
  const proven = await readProvenMonth(directory);
  const history = await readHistory(db, month);
  const policy = await policyOf();
  const { name = '', contact = '' } = policy?.payouts.payer ?? {};
  const terms = { due: proven.due, payer: name, contact };
  if (!proven.isFinal) return { proven, terms, accounts: null, history };
  await refuseUnknownActs(db, out);
  const now = { db, policy: policy ?? approvedPolicy(directory), asOfMs };
  return { proven, terms, accounts: await readMonthAccounts(now, month), history };
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

/** What all statements of a year are made of. */
export interface StatementYearBooks {
  readonly year: string;
  /** The year's final months, in order. */
  readonly months: readonly ProvenMonth[];
  /** What was sent in the year (UTC), by wallet, lower case. */
  readonly payments: ReadonlyMap<string, readonly StatementPayment[]>;
}

/**
 * Reads them: the final months that say something of a wallet, and what was sent in the year.
 *
 * @throws InvalidInput changed-report, changed-books
 */
export async function readStatementYear(
  db: Database,
  out: string,
  year: string,
): Promise<StatementYearBooks | NoStatement> {
  const lost = (await listFinalMonths(db))
    .filter(({ month }) => formatMonth(month).startsWith(`${year}-`) && !hasFinalReports(out, month))
    .map(({ month }) => formatMonth(month));
  if (lost.length > 0) return { none: lostReports(out, lost) };
  await refuseUnknownActs(db, out);
  const months: ProvenMonth[] = [];
  for (const month of finalMonthsOf(out, year)) months.push(await readProvenMonth(join(out, month, 'final')));
  const payments = new Map<string, StatementPayment[]>();
  for (const [wallet, all] of paymentsByWallet(await listBatches(db))) {
    const own = all
      .filter(({ sentAt }) => sentAt.startsWith(`${year}-`))
      .sort((a, b) => compareText(a.sentAt, b.sentAt) || compareText(a.reference, b.reference));
    if (own.length > 0) payments.set(wallet, own);
  }
  if (months.length === 0 && payments.size === 0) {
    return { none: `no month of ${year} is final, and nothing was sent in it` };
  }
  return { year, months, payments };
}

/** One wallet's list of a year. @param wallet lower case */
export function yearStatementOf(books: StatementYearBooks, wallet: string): YearRecord | NoStatement {
  const { year } = books;
  const months = books.months.flatMap((month) => {
    const found = provenOf(month, wallet);
    return found === null ? [] : [{ ...found, due: month.due }];
  });
  const payments = books.payments.get(wallet) ?? [];
  if (months.length === 0 && payments.length === 0) {
    return { none: `${checksumAddress(wallet)} has nothing in the final months of ${year}` };
  }
  return { kind: 'year', year, wallet: checksumAddress(wallet), months, payments };
}

/** Every list of a year, by wallet. */
export function* yearStatements(books: StatementYearBooks): Generator<YearRecord> {
  const months = new Map<string, YearMonth[]>();
  for (const month of books.months) {
    for (const [index, { wallet }] of month.statements.entries()) {
      const own = months.get(wallet.toLowerCase()) ?? [];
      months.set(wallet.toLowerCase(), own);
      own.push({ ...month.proven(index), due: month.due });
    }
  }
  for (const wallet of [...new Set([...months.keys(), ...books.payments.keys()])].sort(compareText)) {
    yield {
      kind: 'year',
      year: books.year,
      wallet: checksumAddress(wallet),
      months: months.get(wallet) ?? [],
      payments: books.payments.get(wallet) ?? [],
    };
  }
}

function finalMonthsOf(out: string, year: string): string[] {
  return monthDirectories(out)
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${year}-`) && existsSync(join(out, name, 'final', 'manifest.json')));
}

function provenOf(proven: ProvenMonth, wallet: string): ProvenStatement | null {
  const index = proven.statements.findIndex((each) => each.wallet.toLowerCase() === wallet);
  return index === -1 ? null : proven.proven(index);
}
