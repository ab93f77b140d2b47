import type { MonthClose } from '../../../core/close/month-close.ts';
import type { Movement } from '../../../core/deferral/movement.ts';
import { allAccounts, type JournalPolicy } from '../../../core/journal/accounts.ts';
import type { JournalEntry } from '../../../core/journal/entry.ts';
import { Journal } from '../../../core/journal/journal.ts';
import type { Month } from '../../../core/month/month.ts';
import type { Posting } from '../../../core/revenue/posting.ts';
import type { OutputDirectory, OutputFile } from '../../../files/output-directory.ts';
import { journalHeader, journalRows } from '../../../render/reports/journal-csv.ts';
import { shownEntry } from '../../../render/reports/journal-entry.ts';
import {
  beancountEntry,
  beancountHeader,
  hledgerEntry,
  hledgerHeader,
  journalLines,
} from '../../../render/reports/journal-text.ts';

/** The month's journal in its three forms, written as movements and postings come. */
export interface JournalFiles {
  readonly movement: (movement: Movement) => void;
  readonly posting: (posting: Posting) => void;
  /** Books what no single charge brings, and writes what waits. */
  finish(close: MonthClose): void;
}

/** Opens journal.csv, journal.beancount and journal.hledger of a month. */
export function journalFiles(
  staged: OutputDirectory,
  month: Month,
  state: string,
  policy: JournalPolicy,
): JournalFiles {
  const accounts = allAccounts(policy);
  const csv = new Waiting(staged.openFile('journal.csv'), journalHeader());
  const beancount = new Waiting(staged.openFile('journal.beancount'), beancountHeader(month, state, accounts));
  const hledger = new Waiting(staged.openFile('journal.hledger'), hledgerHeader(month, state, accounts));
  const journal = new Journal(policy, month, (entry: JournalEntry, number: number) => {
    const shown = shownEntry(entry, number);
    const lines = journalLines(shown);
    csv.add(journalRows(shown));
    beancount.add(beancountEntry(shown, lines));
    hledger.add(hledgerEntry(shown, lines));
  });
  return {
    movement: (movement) => journal.movement(movement),
    posting: (posting) => journal.posting(posting),
    finish(close) {
      journal.finish(close);
      for (const file of [csv, beancount, hledger]) file.flush();
    },
  };
}

const CHARACTERS_AT_A_TIME = 1 << 18;

/** Text that is written many entries at a time. */
class Waiting {
  readonly #file: OutputFile;
  #text: string;

  constructor(file: OutputFile, header: string) {
    this.#file = file;
    this.#text = header;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= CHARACTERS_AT_A_TIME) this.flush();
  }

  flush(): void {
    this.#file.write(this.#text);
    this.#text = '';
  }
}
