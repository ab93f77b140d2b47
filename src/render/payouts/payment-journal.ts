import type { PaymentEntry, PaymentLine } from '../../core/journal/payment-entries.ts';
import { absolute, formatMicro } from '../../core/money/micro.ts';
import { firstDayOf, formatMonth, type Month } from '../../core/month/month.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, csvText, month as monthColumn, plain, text } from '../reports/columns.ts';
import { JOURNAL_CURRENCY } from '../reports/journal-entry.ts';
import { described, quoted } from '../reports/journal-text.ts';

/** A file of the payment journal. */
export interface PaymentJournalFile {
  readonly name: string;
  readonly text: string;
}

/** payout/payment-journal.csv, .beancount and .hledger of a month: the same entries three times. */
export function paymentJournalFiles(month: Month, entries: readonly PaymentEntry[]): PaymentJournalFile[] {
  return [
    { name: 'payment-journal.csv', text: csvText(COLUMNS, rowsOf(entries)) },
    { name: 'payment-journal.beancount', text: beancount(month, entries) },
    { name: 'payment-journal.hledger', text: hledger(month, entries) },
  ];
}

/** A row of the CSV: a line of an entry, with the entry's number from 1. */
type Row = PaymentLine & Omit<PaymentEntry, 'lines'> & { readonly number: number };

const COLUMNS = {
  date: plain.of(({ date }) => date),
  account: text.of(({ account }) => account),
  debit: plain.of(({ amount, decimals }) => sideOf(amount > 0n, amount, decimals)),
  credit: plain.of(({ amount, decimals }) => sideOf(amount < 0n, -amount, decimals)),
  currency: text.of(({ commodity }) => commodity),
  debit_usd: plain.of(({ usd }) => (usd !== null && usd > 0n ? formatMicro(usd) : '')),
  credit_usd: plain.of(({ usd }) => (usd !== null && usd < 0n ? formatMicro(-usd) : '')),
  memo: text.of((row) => memoOf(row)),
  month: monthColumn.of(({ month }) => month),
  wallet: text.of(({ wallet }) => checksumAddress(wallet)),
  reference: text.of(({ reference }) => reference),
  entry: plain.of(({ number }) => String(number)),
} satisfies Columns<Row>;

function rowsOf(entries: readonly PaymentEntry[]): Row[] {
  return entries.flatMap(({ lines, ...entry }, index) => {
    return lines.map((line) => ({ ...entry, ...line, number: index + 1 }));
  });
}

function sideOf(isIt: boolean, amount: bigint, decimals: number): string {
  return isIt ? formatUnits(amount, decimals) : '';
}

/** What the entry is, in words. */
function memoOf({ kind, about }: Pick<PaymentEntry, 'kind' | 'about'>): string {
  return about === '' ? kind : `${kind}: ${about}`;
}

/** Accounts are opened without currencies: an account of a method holds what it sends. */
function beancount(month: Month, entries: readonly PaymentEntry[]): string {
  // Books of earlier versions may hold a payment that is dated before its month: the entries are by date.
  const day = [firstDayOf(month), ...entries.slice(0, 1).map(({ date }) => date)].sort()[0] ?? '';
  const opens = accountsOf(entries).map((account) => `${day} open ${account}\n`);
  const texts = entries.map((entry, index) => {
    const { date, wallet, reference, lines } = entry;
    const about = reference === '' ? '' : `  reference: ${quoted(reference)}\n`;
    return `\n${date} * "${checksumAddress(wallet)}" ${quoted(memoOf(entry))}\n  entry: "${index + 1}"\n${about}${linesOf(lines, String)}`;
  });
  return `; ${titleOf(month)}\noption "operating_currency" "${JOURNAL_CURRENCY}"\n\n${opens.join('')}${texts.join('')}`;
}

function hledger(month: Month, entries: readonly PaymentEntry[]): string {
  const commodities = [...decimalsByCommodity(entries)].map(([commodity, decimals]) => {
    return `commodity 1000.${'0'.repeat(decimals)} ${hledgerCommodity(commodity)}\n`;
  });
  const accounts = accountsOf(entries).map((account) => `account ${account}\n`);
  const texts = entries.map((entry, index) => {
    const { date, wallet, reference, lines } = entry;
    const about = [memoOf(entry), reference].filter((part) => part !== '').join(', ');
    const head = `${date} * (${index + 1}) ${checksumAddress(wallet)} | ${described(about)}`;
    return `\n${head}\n${linesOf(lines, hledgerCommodity)}`;
  });
  return `; ${titleOf(month)}\n${commodities.join('')}\n${accounts.join('')}${texts.join('')}`;
}

function titleOf(month: Month): string {
  return `revshare ${formatMonth(month)} payments`;
}

/** The lines as both plain-text forms read them; what is no dollars says what it is booked at. */
function linesOf(lines: readonly PaymentLine[], nameOf: (commodity: string) => string): string {
  let all = '';
  for (const { account, amount, decimals, commodity, usd } of lines) {
    const cost =
      usd === null || commodity === JOURNAL_CURRENCY ? '' : ` @@ ${formatMicro(absolute(usd))} ${JOURNAL_CURRENCY}`;
    all += `  ${account}  ${formatUnits(amount, decimals)} ${nameOf(commodity)}${cost}\n`;
  }
  return all;
}

/** hledger takes a name of more than letters in quotes only. */
function hledgerCommodity(name: string): string {
  return /^[A-Z]+$/.test(name) ? name : `"${name}"`;
}

/** Every account of the entries, sorted by code unit. */
function accountsOf(entries: readonly PaymentEntry[]): string[] {
  return [...new Set(entries.flatMap(({ lines }) => lines.map(({ account }) => account)))].sort();
}

/** The most decimals of each commodity; dollars are always there. */
function decimalsByCommodity(entries: readonly PaymentEntry[]): Map<string, number> {
  const found = new Map([[JOURNAL_CURRENCY, 6]]);
  for (const { commodity, decimals } of entries.flatMap(({ lines }) => lines)) {
    found.set(commodity, Math.max(found.get(commodity) ?? 0, decimals));
  }
  return found;
}
