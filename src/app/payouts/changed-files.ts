import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../core/text/compare-text.ts';
import type { PayoutBooks, PayoutRequest } from './payout-books.ts';
import { directoryOf, payoutFiles } from './payout-directory.ts';

/** What follows payees, rates and other months, and nobody sends by. */
const MOVES_ON = /^(balances\.csv|changed-payees\.csv|preview\.csv|payment-journal\.\w+)$/;

/**
 * R17: the files of a month's `payout/`, by name, that are not what the books would write of the batch now: what is sent by a file that somebody
 * changed, added or took away after the release goes elsewhere. Claims of an earlier month are among them once a later release has changed their root. Sorted; empty where
 * there is no such directory.
 */
export async function changedPayoutFiles(request: PayoutRequest, books: PayoutBooks): Promise<string[]> {
  const directory = directoryOf(request);
  if (!existsSync(directory)) return [];
  const there = new Set(filesIn(directory, ''));
  const changed: string[] = [];
  for await (const { name, text } of payoutFiles(request, books, undefined)) {
    const isSame = there.has(name) && (MOVES_ON.test(name) || readFileSync(join(directory, name), 'utf8') === text);
    there.delete(name);
    if (!isSame) changed.push(name);
  }
  return [...changed, ...there].sort(compareText);
}

function filesIn(directory: string, within: string): string[] {
  return readdirSync(join(directory, within), { withFileTypes: true }).flatMap((entry) => {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    return entry.isDirectory() ? filesIn(directory, name) : [name];
  });
}
