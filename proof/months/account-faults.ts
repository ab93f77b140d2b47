import { existsSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { formatMicro } from '../../src/core/money/micro.ts';
import { type Books, instantOf, placed, rowsAt, sumOf } from './books.ts';
import { ended } from './running.ts';
import { nameOf } from './size.ts';

/** What SQLite itself says of the database; a server looks after its own. */
export function integrityFaults({ data, database }: Books): string[] {
  const path = join(data, 'revshare.sqlite');
  if (database !== undefined || !existsSync(path)) return [];
  const db = new SQLite(path, { readonly: true });
  try {
    const said: unknown = db.pragma('integrity_check', { simple: true });
    return said === 'ok' ? [] : [`integrity_check: ${said}`];
  } finally {
    db.close();
  }
}

/** What is owed is what final months earned less what was sent; the journal of every final month balances. */
export async function accountFaults(lastMonth: number, books: Books): Promise<string[]> {
  const wrong: string[] = [];
  let due = 0n;
  for (let month = 0; month <= lastMonth; month += 1) {
    const [final, payout] = ['final', 'payout'].map((each) => join(books.out, nameOf(month), each));
    const earned = join(final ?? '', 'payouts.csv');
    if (!existsSync(earned)) continue;
    due += sumOf(rowsAt(earned), 'earned_usd');
    const receipts = join(payout ?? '', 'receipts.csv');
    if (existsSync(receipts)) due -= sumOf(rowsAt(receipts), 'amount');
    wrong.push(...journalFaults(join(final ?? '', 'journal.csv')));
  }
  const { code, stdout, stderr } = await ended({
    args: placed(['owed', '--json'], books, instantOf('record', lastMonth)),
  });
  if (code !== 0 && code !== 1) return [...wrong, `owed: ${code}: ${stderr}`];
  const document = JSON.parse(stdout) as { readonly totals: { readonly owed_usd: string } };
  const owed = sumOf([document.totals], 'owed_usd');
  return owed === due ? wrong : [...wrong, `owed ${formatMicro(owed)}, earned less sent ${formatMicro(due)}`];
}

function journalFaults(path: string): string[] {
  const rows = rowsAt(path);
  const sum = (side: 'debit' | 'credit'): bigint => rows.reduce((all, row) => all + exactly(row[side] ?? ''), 0n);
  return sum('debit') === sum('credit')
    ? []
    : [`${path}: debit and credit differ by ${sum('debit') - sum('credit')} e-40`];
}

/** A plain decimal of at most forty places, as a whole number of the last of them; the pool is exact, and has more than six. */
function exactly(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return text === '' ? 0n : BigInt(`${whole}${fraction.padEnd(40, '0')}`);
}
