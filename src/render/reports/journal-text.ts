import { firstDayOf, formatMonth, type Month } from '../../core/month/month.ts';
import { JOURNAL_CURRENCY, type ShownEntry } from './journal-entry.ts';

/** The lines of an entry, which both plain-text forms read: two spaces before the account, two before the amount. */
export function journalLines({ entry, amounts }: ShownEntry): string {
  let lines = '';
  for (const [index, { account }] of entry.lines.entries()) {
    lines += `  ${account}  ${amounts[index] ?? ''} ${JOURNAL_CURRENCY}\n`;
  }
  return lines;
}

/** The head of journal.beancount: what it is, and the accounts that its entries can have, opened on the month's first day. */
export function beancountHeader(month: Month, state: string, accounts: readonly string[]): string {
  const day = firstDayOf(month);
  const opens = accounts.map((account) => `${day} open ${account} ${JOURNAL_CURRENCY}\n`);
  return `; revshare ${formatMonth(month)} ${state}\noption "operating_currency" "${JOURNAL_CURRENCY}"\n\n${opens.join('')}`;
}

/** One transaction of journal.beancount. @param lines as `journalLines` gives them */
export function beancountEntry({ entry, number, party, memo }: ShownEntry, lines: string): string {
  const charge = entry.charge === '' ? '' : `  charge: ${quoted(entry.charge)}\n`;
  return `\n${entry.date} * "${party}" ${quoted(memo)}\n  entry: "${number}"\n${charge}${lines}`;
}

/** The head of journal.hledger. */
export function hledgerHeader(month: Month, state: string, accounts: readonly string[]): string {
  const declared = accounts.map((account) => `account ${account}\n`);
  return `; revshare ${formatMonth(month)} ${state}\ncommodity 1000.000000 ${JOURNAL_CURRENCY}\n\n${declared.join('')}`;
}

/** One transaction of journal.hledger; its code is the entry's number. @param lines as `journalLines` gives them */
export function hledgerEntry({ entry, number, party, memo }: ShownEntry, lines: string): string {
  const about = entry.charge === '' ? memo : `${memo}, ${entry.charge}`;
  return `\n${entry.date} * (${number}) ${party} | ${described(about)}\n${lines}`;
}

/** A beancount string. */
export function quoted(text: string): string {
  return `"${oneLine(text).replace(/["\\]/g, '\\$&')}"`;
}

/** A description ends where a comment begins, and its first bar stands between payee and note. */
export function described(text: string): string {
  return oneLine(text).replaceAll(';', ',').replaceAll('|', '/');
}

/** Ids are the providers' texts, and descriptions of costs are anybody's. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
