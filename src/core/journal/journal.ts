import type { MonthClose } from '../close/month-close.ts';
import type { Movement } from '../deferral/movement.ts';
import { formatMonth, type Month } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import { compareText } from '../text/compare-text.ts';
import { type AccountOf, accountsOf, type JournalPolicy } from './accounts.ts';
import { entriesOfClose } from './entries-of-close.ts';
import { entriesOfMovement } from './entries-of-movement.ts';
import { entryOfPosting } from './entries-of-posting.ts';
import { type EntryHead, entryOf, type JournalEntry } from './entry.ts';

/**
 * The journal of a month: takes its movements and postings as they come, and gives every entry with its number, from 1.
 * With `detail: charge` it keeps nothing; with `summary` it keeps one entry for all that are equal but for their charge.
 */
export class Journal {
  readonly #month: Month;
  readonly #accountOf: AccountOf;
  readonly #summary: SummaryEntries | null;
  readonly #onEntry: (entry: JournalEntry, number: number) => void;
  #entries = 0;

  constructor(policy: JournalPolicy, month: Month, onEntry: (entry: JournalEntry, number: number) => void) {
    this.#month = month;
    this.#accountOf = accountsOf(policy);
    this.#summary = policy.detail === 'summary' ? new SummaryEntries() : null;
    this.#onEntry = onEntry;
  }

  movement(movement: Movement): void {
    for (const entry of entriesOfMovement(movement, this.#month, this.#accountOf)) this.#take(entry);
  }

  posting(posting: Posting): void {
    const entry = entryOfPosting(posting, this.#accountOf);
    if (entry !== null) this.#take(entry);
  }

  /** After the last movement and posting. */
  finish(close: MonthClose): void {
    for (const entry of this.#summary?.result() ?? []) this.#give(entry);
    for (const entry of entriesOfClose(close, this.#accountOf)) this.#give(entry);
  }

  #take(entry: JournalEntry): void {
    if (this.#summary === null) this.#give(entry);
    else this.#summary.add(entry);
  }

  #give(entry: JournalEntry): void {
    this.#entries += 1;
    this.#onEntry(entry, this.#entries);
  }
}

/** Adds entries of micro-dollars up by date, kind, provider, plan and month. */
class SummaryEntries {
  readonly #sums = new Map<string, { head: EntryHead; lines: Map<string, bigint> }>();

  add(entry: JournalEntry): void {
    const { date, kind, provider, plan, month } = entry;
    const key = [date, provider, kind, plan, formatMonth(month)].join('\t');
    const sum = this.#sums.get(key) ?? {
      head: { date, kind, provider, plan, event: '', month, charge: '' },
      lines: new Map(),
    };
    for (const { account, amount } of entry.lines) sum.lines.set(account, (sum.lines.get(account) ?? 0n) + amount);
    this.#sums.set(key, sum);
  }

  /** In order of date, then provider, kind, plan and month. */
  result(): JournalEntry[] {
    return [...this.#sums]
      .sort(([a], [b]) => compareText(a, b))
      .map(([, { head, lines }]) => {
        const sorted = [...lines].sort(([a], [b]) => compareText(a, b));
        return entryOf(
          head,
          sorted.map(([account, amount]) => ({ account, amount })),
        );
      })
      .filter((entry) => entry !== null);
  }
}
