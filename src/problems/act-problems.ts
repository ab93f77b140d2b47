import type { Described } from './described.ts';

/** What can be the matter with what a person decides, pays, proves or configures. */
export const ACT_PROBLEMS = {
  // decisions about exceptions
  'unknown-exception': {
    meaning: 'A row with a decision fits no exception of the month.',
    remedy:
      'Name the month that the file was exported for, and leave code and subject as they were; export again when the inputs have changed.',
  },
  'unknown-decision': {
    meaning: 'The code does not take this decision.',
    remedy: 'Write one of the decisions that the code takes.',
  },
  'missing-note': {
    meaning: 'A decision that needs a reason has none.',
    remedy: 'Say why in the column note.',
  },
  'settled-decision': {
    meaning: 'A final month has used the decision: it stays as it is.',
    remedy: 'Leave the row as it was decided, or empty its decision: a final month is never changed.',
  },
  'unapplied-decisions': {
    meaning: 'The file holds decisions that were not applied, or is no exceptions.csv.',
    remedy: 'Apply it first, or name another file.',
  },
  // receipts of a payout batch
  'unknown-receipt-wallet': {
    meaning: 'A receipt names a wallet that the batch does not pay.',
    remedy: 'Check the wallet; --skip-unknown passes over receipts of other wallets.',
  },
  'wrong-receipt-asset': {
    meaning: 'A receipt names another asset than the one that the wallet is paid in.',
    remedy:
      'Check which transfer it is the receipt of: nothing more should be sent to the wallet before. Leave the row out of the file where it is no payment of a batch; what was really sent in another asset is asked back, or the batch is voided and the worth of it taken off before the rest is prepared anew (`revshare payouts MONTH --adjust`).',
  },
  'wrong-receipt-amount': {
    meaning: 'A receipt is of nothing, of parts of the smallest unit, or of more than is still to be sent.',
    remedy:
      'Check the amount with the rail. More than is still to be sent is never recorded: what was really sent beyond it is asked back, or taken off a later month (`revshare payouts MONTH --adjust`).',
  },
  'wrong-receipt-time': {
    meaning: 'A receipt is of a time before its month was over, or after the command is run.',
    remedy: 'Check sent_at with the rail.',
  },
  'unknown-receipt-status': {
    meaning: 'The status of a receipt is no word that says whether the transfer was paid.',
    remedy:
      'Ask the rail what became of it and write its word, such as COMPLETED, PENDING or FAILED; only what succeeded is recorded. Leave the row out of the file where it is no payment of a batch.',
  },
  'unknown-receipt-column': {
    meaning: 'A receipts file has a column that is not known: it may be what says that a transfer failed.',
    remedy: 'Call it status when it says what became of a transfer; else take it out.',
  },
  'duplicate-receipt': {
    meaning:
      'A receipt of the wallet with that reference is recorded already, or stands twice in the file. A whole file that was recorded before, exactly so, is none.',
    remedy: 'Remove the row; --skip-known passes over what is recorded already.',
  },
  'short-receipt': {
    meaning: 'Less was sent to a wallet than its line of the batch says.',
    remedy: 'Send the rest and add its receipt; --allow-short records what was sent and leaves the rest open.',
  },
  'missing-receipt': {
    meaning: 'A line of the batch has no receipt.',
    remedy: 'Add it; --allow-partial records the others and leaves these lines open.',
  },
  'no-receipts': {
    meaning: 'A receipts file holds no receipt.',
    remedy: 'Export the receipts again; nothing is recorded from an empty file.',
  },
  // statements
  'changed-report': {
    meaning: 'A report is not as its month’s manifest.json lists it: no statement is made from it.',
    remedy: 'Run `revshare verify --all`; reconcile an open month again, and put back a copy of a final one.',
  },
  'not-a-statement': {
    meaning: 'The file is no statement, or its record is cut off.',
    remedy: 'Name a statement as it was written: text, CSV, HTML or JSON, whole; public.json goes after --manifest.',
  },
  'not-a-manifest': {
    meaning: 'The file is neither public.json nor manifest.json of a month.',
    remedy: 'Name the public.json that was published for the month.',
  },
  // configuration and usage
  'no-books': {
    meaning: 'The data directory holds no books: only import, reconcile and run begin them.',
    remedy:
      'Name the directory with --data or REVSHARE_DATA; `revshare reconcile MONTH --inputs DIR` begins new books.',
  },
  'no-config': {
    meaning: 'There is no revshare.yaml.',
    remedy: 'Write one with `revshare init`, or name it with --config.',
  },
  'invalid-config': {
    meaning: 'revshare.yaml says something that revshare does not understand.',
    remedy: 'Mend it; `revshare init DIR` writes an example that explains every key.',
  },
  'config-exists': {
    meaning: 'There is a revshare.yaml already.',
    remedy: 'Edit it, or remove it first.',
  },
  'newer-database': {
    meaning: 'The data directory was written by a newer revshare.',
    remedy: 'Use that version, or another --data directory.',
  },
  'damaged-database': {
    meaning: 'The database in the data directory cannot be read.',
    remedy: 'Put the data directory back from a copy, or import into another --data directory.',
  },
  'invalid-database-url': {
    meaning: 'The address of the database is not one of PostgreSQL.',
    remedy: 'Write it like postgres://user@host:5432/database; the password may stand in PGPASSWORD.',
  },
  'unreachable-database': {
    meaning: 'The PostgreSQL server does not answer, or takes no more connections.',
    remedy: 'Check host and port, that the server runs, and that it lets this machine in; then run the command again.',
  },
  'refused-login': {
    meaning: 'The PostgreSQL server refuses the user, the password or the name of the database.',
    remedy:
      'Correct what it refuses in --database-url or REVSHARE_DATABASE_URL, or make it on the server; the password may also stand in PGPASSWORD.',
  },
  'no-database-permission': {
    meaning: 'The database user may not do what revshare needs, or the server takes no changes.',
    remedy: 'Name the user that owns the tables, or a schema in which it may make tables (docs/state.md).',
  },
  'unsuitable-database': {
    meaning: 'The PostgreSQL database cannot hold the books.',
    remedy: 'Name a database of its own with the encoding UTF8 (docs/state.md).',
  },
  'books-elsewhere': {
    meaning: 'The data directory and the database do not belong together.',
    remedy: 'Name the database of this data directory with --database-url, or another --data directory.',
  },
  'lost-books': {
    meaning: 'The data directory holds evidence or a seal, and its books are gone.',
    remedy:
      'Put revshare.sqlite back from a backup, and take away a revshare.sqlite-wal that lies there, which is of the lost one; or name the database ' +
      'that held them. Books that were lost are never begun again (docs/state.md).',
  },
  'unknown-reports': {
    meaning: 'Final reports or payments lie among the reports, and the books do not know them.',
    remedy:
      'Name the --data directory (or --database-url) of these reports, put their books back from a later backup, or build them again ' +
      'with `revshare restore --from OUT --inputs DIR` (docs/backup.md): what was final or paid is never closed or paid again (docs/state.md).',
  },
  'books-exist': {
    meaning: 'Books are to be restored into a data directory that is not empty.',
    remedy: 'Name another --data directory, or move this one away: books are never written over.',
  },
  'file-exists': {
    meaning: 'The file that is to be written is there already.',
    remedy: 'Name another file, or move that one away.',
  },
  'damaged-backup': {
    meaning: 'The file is no backup, or not as `revshare backup` wrote it. Nothing was restored.',
    remedy:
      'Take another copy of it, or an earlier backup; without one, `revshare restore --from OUT --inputs DIR` (docs/backup.md).',
  },
  'unrestorable-books': {
    meaning: 'The books cannot be built again from these reports and inputs.',
    remedy: 'Put back what is named, from wherever a copy is; nothing was begun (docs/backup.md).',
  },
  'changed-books': {
    meaning:
      'What the books recorded is not what lies there: rows of a job log or of a small file, or what a final month keeps or gave.',
    remedy:
      'Nothing is made final or paid from it. See what changed with `revshare verify --all`, and put the data directory ' +
      'back from a backup.',
  },
  'missing-job-log': {
    meaning: 'The books count a job log whose rows are not in the data directory: it was imported with another one.',
    remedy:
      'Import the same file again with this --data, or name the data directory that holds it: several machines need it on ' +
      'a shared file system (docs/state.md).',
  },
  'server-failed': {
    meaning: 'The server that holds the job table cannot be reached, or cannot answer.',
    remedy: 'Check that it runs, and usage.source in revshare.yaml.',
  },
  'unusable-column': {
    meaning: 'A column of the job table is of a type or collation from which jobs cannot be read exactly.',
    remedy: 'Name a view that casts it, and say there what the values mean.',
  },
  'no-such-path': {
    meaning: 'A named file or directory does not exist.',
    remedy: 'Check the spelling.',
  },
  'no-reports': {
    meaning: 'There are no reports of the month and state that a comparison needs.',
    remedy: 'Make them with `revshare reconcile`, or name their directory with --out, --from or --to.',
  },
  'nothing-to-explain': {
    meaning: 'What `explain` is asked about is no cell of a report, and nothing in the books is called so.',
    remedy:
      'Write a cell like pool.csv:9, a line of pool.csv such as refund, a wallet, the id of a charge, refund, invoice, order, subscription, subscriber or job as its export has it, FILE:LINE of an import, or an amount like 23.15; ' +
      'name the month with --month.',
  },
  'damaged-reports': {
    meaning: 'A stored report is not as it was written: it was changed, cut off or is of another month.',
    remedy:
      'A final month: `revshare verify MONTH --restore` writes it again. Any other: put it back from a copy, or reconcile the month again.',
  },
  'before-first-month': {
    meaning: 'The month is before first_month.',
    remedy: 'Name a month from first_month on.',
  },
} as const satisfies Record<string, Described>;
