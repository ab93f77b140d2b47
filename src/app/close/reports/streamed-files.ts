import type { MonthClose } from '../../../core/close/month-close.ts';
import type { Movement } from '../../../core/deferral/movement.ts';
import type { JournalPolicy } from '../../../core/journal/accounts.ts';
import type { Month } from '../../../core/month/month.ts';
import type { Posting } from '../../../core/revenue/posting.ts';
import type { OutputDirectory } from '../../../files/output-directory.ts';
import { adjustmentsHeader, adjustmentsRows } from '../../../render/reports/adjustments-csv.ts';
import { deferredHeader, deferredRows } from '../../../render/reports/deferred-csv.ts';
import { postingsHeader, postingsRows } from '../../../render/reports/postings-csv.ts';
import type { MonthListener } from '../computed-month.ts';
import { journalFiles } from './journal-files.ts';
import type { OverviewListener } from './month-overview.ts';

const ROWS_AT_A_TIME = 1000;

/** The reports with a row per posting or charge, written as these come. */
export interface StreamedFiles extends MonthListener {
  readonly posting: (posting: Posting) => void;
  /** Writes what waits, and what only the whole close can tell. */
  finish(close: MonthClose): void;
}

/**
 * Opens postings.csv, adjustments.csv and deferred.csv of a month, and its journal.
 *
 * @param journal how the journal is written; null for none
 * @param overview hears of everything as well
 */
export function streamedFiles(
  staged: OutputDirectory,
  month: Month,
  state: string,
  journal: JournalPolicy | null,
  overview?: OverviewListener,
): StreamedFiles {
  const postings = new Batches<Posting>([
    writer(staged, 'postings.csv', postingsHeader(), (rows) => postingsRows(rows, state)),
    writer(staged, 'adjustments.csv', adjustmentsHeader(), (rows) => adjustmentsRows(rows, state)),
  ]);
  const movements = new Batches<Movement>([
    writer(staged, 'deferred.csv', deferredHeader(), (rows) => deferredRows(rows, month, state)),
  ]);
  const books = journal === null ? null : journalFiles(staged, month, state, journal);
  return {
    posting(posting) {
      postings.add(posting);
      books?.posting(posting);
      overview?.posting(posting);
    },
    movement(movement) {
      movements.add(movement);
      books?.movement(movement);
    },
    ...(overview === undefined ? {} : { compared: overview.compared }),
    finish(close) {
      postings.flush();
      movements.flush();
      books?.finish(close);
    },
  };
}

type BatchWriter<Row> = (rows: readonly Row[]) => void;

/** A file with its header, ready for rows. */
function writer<Row>(
  staged: OutputDirectory,
  name: string,
  header: string,
  text: (rows: readonly Row[]) => string,
): BatchWriter<Row> {
  const file = staged.openFile(name);
  file.write(header);
  return (rows) => file.write(text(rows));
}

/** Collects rows and hands them to writers many at a time. */
class Batches<Row> {
  readonly #writers: readonly BatchWriter<Row>[];
  #waiting: Row[] = [];

  constructor(writers: readonly BatchWriter<Row>[]) {
    this.#writers = writers;
  }

  add(row: Row): void {
    this.#waiting.push(row);
    if (this.#waiting.length === ROWS_AT_A_TIME) this.flush();
  }

  flush(): void {
    if (this.#waiting.length > 0) for (const write of this.#writers) write(this.#waiting);
    this.#waiting = [];
  }
}
