import { PROVIDERS } from '../core/revenue/provider.ts';
import { alternatives } from '../core/text/alternatives.ts';

/**
 * Every way in which an input can be unreadable: a stable code, what it means, how to mend it.
 * Each code has a smallest example under fixtures/errors; a code without one fails the tests.
 */
export const CATALOGUE = {
  // the file as a whole
  'unknown-kind': {
    meaning: 'The content of the file is none of the exports that revshare reads.',
    remedy: 'Move the file out of the inputs, or export it again with its header line.',
  },
  'ambiguous-kind': {
    meaning: 'The header fits more than one kind of file.',
    remedy: 'Export the file again with its original columns.',
  },
  'empty-file': {
    meaning: 'The file has no content.',
    remedy: 'Download it again, or remove it.',
  },
  'damaged-archive': {
    meaning: 'The gzip or zip file cannot be unpacked completely.',
    remedy: 'Download it again; the copy is incomplete or damaged.',
  },
  'not-utf8': {
    meaning: 'The file is not UTF-8 text.',
    remedy: 'Download it again, or save it as UTF-8; in Excel choose the type "CSV UTF-8".',
  },
  'nul-character': {
    meaning: 'A text in the file holds the character NUL, which a database cannot keep.',
    remedy: 'Export the file again; the copy may be damaged.',
  },
  'unreadable-path': {
    meaning: 'A named file or directory is there, and cannot be read or written.',
    remedy: 'Check what it is, and that you may open it.',
  },
  'missing-column': {
    meaning: 'A needed column is not in the header.',
    remedy: 'Export the file again with that column.',
  },
  'duplicate-column': {
    meaning: 'Two columns of the header mean the same.',
    remedy: 'Remove one of them.',
  },
  'wrong-field-count': {
    meaning: 'A row has more or fewer fields than the header.',
    remedy: 'Check the row for a missing separator or quote.',
  },
  'broken-quotes': {
    meaning: 'A quoted field is not closed, or text follows its closing quote.',
    remedy: 'Close the quote, or double quotes inside a quoted field.',
  },
  'bad-json': {
    meaning: 'The line or file is not JSON of the expected form.',
    remedy: 'Export it again, or mend what is marked; a job log holds one complete object in each line.',
  },
  'bad-parquet': {
    meaning: 'The Parquet file cannot be read.',
    remedy: 'Write it again; the copy is incomplete or damaged.',
  },
  'local-time-export': {
    meaning: 'The report has times of a zone other than UTC only.',
    remedy: 'Export it again with the column created_utc ticked, or with the time zone UTC.',
  },
  // single values
  'missing-value': {
    meaning: 'A needed value is empty.',
    remedy: 'Fill in the value, or remove the row at its source.',
  },
  'not-an-amount': {
    meaning: 'A value is not a plain decimal number.',
    remedy: 'Write it like 1204.50: digits, a dot, no currency sign, no exponent.',
  },
  'too-many-digits': {
    meaning: 'A number has more digits than can be kept exactly (12 before the dot, 6 after it).',
    remedy:
      'Write it with at most 12 digits before the dot and 6 after it at its source; revshare never rounds an input.',
  },
  'negative-amount': {
    meaning: 'A number that cannot be negative is.',
    remedy: 'Check the row at its source: a job earns zero or more.',
  },
  'net-mismatch': {
    meaning: 'net is not gross - fee.',
    remedy: 'Export the report again; the row was edited or comes from another report.',
  },
  'total-mismatch': {
    meaning: 'A total that the report itself states is not that of its rows.',
    remedy: 'Download the report again, as it is: rows are missing or were edited.',
  },
  'pending-report': {
    meaning: 'The report holds estimates of a month that is not settled yet.',
    remedy: 'Take it out of the inputs, and download it again when Apple has paid the month.',
  },
  'not-a-time': {
    meaning: 'A value is not a time of the expected form.',
    remedy: 'Export the file again; a job log takes times like 2026-10-31T23:59:59Z, or Unix milliseconds.',
  },
  'no-offset': {
    meaning: 'A time does not say its offset from UTC.',
    remedy: 'Add Z or an offset such as +02:00.',
  },
  'unknown-zone': {
    meaning: 'A time of an earnings report ends in another suffix than PST or PDT.',
    remedy: 'Export the report again in English with Pacific times.',
  },
  'not-a-date': {
    meaning: 'A value is not a date of the expected form.',
    remedy: 'Write it like 2026-10-31.',
  },
  'not-a-month': {
    meaning: 'A value is not a month.',
    remedy: 'Write it like 2026-10.',
  },
  'not-a-count': {
    meaning: 'A value is not a whole number of the expected range.',
    remedy: 'Write it as digits only.',
  },
  'not-a-flag': {
    meaning: 'A cell that says Yes, No or nothing says something else.',
    remedy: 'Download the report again, as it is.',
  },
  'not-a-day': {
    meaning: 'A report of one day has rows of days further away than the neighbouring ones.',
    remedy:
      'Remove a file that was put together from several days, and keep the daily Subscriber reports as they are; keep the day in their names.',
  },
  'two-versions': {
    meaning: 'Two files are of the same report, and neither has all rows of the other.',
    remedy:
      'Keep the one that was downloaded last, and move the other out of the inputs; if they are of two accounts or profiles, keep both under the names they were downloaded by.',
  },
  'two-accounts': {
    meaning: 'Two files are of the same day, and their names do not say whose account each is of.',
    remedy:
      'Name each as it was downloaded, Subscriber_<vendor>_<yyyymmdd>; if both are of one account, keep the later download alone.',
  },
  'not-a-boolean': {
    meaning: 'A value is neither true nor false.',
    remedy: 'Write true or false, or leave it empty for false.',
  },
  'not-a-currency': {
    meaning: 'A value is not a currency code of three letters.',
    remedy: 'Write the ISO 4217 code, such as EUR.',
  },
  'not-a-provider': {
    meaning: 'A value is none of the stores that revshare knows.',
    remedy: `Write ${alternatives(PROVIDERS)}.`,
  },
  'not-a-wallet': {
    meaning: 'A value is not a wallet address.',
    remedy: 'Write 0x and 40 hexadecimal digits.',
  },
  'wrong-checksum': {
    meaning: 'The letter case of a wallet address does not fit its EIP-55 checksum.',
    remedy: 'Copy the address again from its source; a character may be wrong.',
  },
  'not-a-method': {
    meaning: 'A value is no way in which a wallet is paid.',
    remedy: 'Write usdc, sogni, spark or fiat, or leave it empty for the default method.',
  },
  'not-a-destination': {
    meaning: 'A payee cannot be paid there by its method.',
    remedy:
      'usdc and sogni take an address, spark an address or an account, fiat an e-mail address, an IBAN or a Wise recipient.',
  },
  'conflicting-rows': {
    meaning: 'Two rows of small files say different things about the same.',
    remedy: 'Keep the right one of the two.',
  },
  // decisions about exceptions
  'unknown-exception': {
    meaning: 'A row with a decision fits no exception of the month.',
    remedy: 'Leave code and subject as they were exported; export again when the inputs have changed.',
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
    remedy: 'Check which transfer it is the receipt of.',
  },
  'wrong-receipt-amount': {
    meaning: 'A receipt is of nothing, of parts of the smallest unit, or of more than is still to be sent.',
    remedy: 'Check the amount with the rail. More than is still to be sent is never recorded.',
  },
  'duplicate-receipt': {
    meaning: 'A receipt of the wallet with that reference is recorded already, or stands twice in the file.',
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
    remedy: 'Name a statement as it was written: text, CSV, HTML or JSON, whole.',
  },
  'not-a-manifest': {
    meaning: 'The file is no manifest.json of a month.',
    remedy: 'Name the manifest.json that was published for the month.',
  },
  // configuration and usage
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
    remedy: 'Correct them in --database-url or REVSHARE_DATABASE_URL; the password may also stand in PGPASSWORD.',
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
      'Put revshare.sqlite back from a backup, or name the database that held them; books that were lost are never begun ' +
      'again (docs/state.md).',
  },
  'unknown-reports': {
    meaning: 'Final reports or payments lie among the reports, and the books do not know them.',
    remedy:
      'Name the --data directory (or --database-url) of these reports, or put their books back from a backup: what was ' +
      'final or paid is never closed or paid again (docs/state.md).',
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
  'damaged-reports': {
    meaning: 'A stored report is not as it was written: it was changed, cut off or is of another month.',
    remedy:
      'Put it back from a copy, or reconcile the month again; `revshare verify` shows what changed in a final one.',
  },
  'before-first-month': {
    meaning: 'The month is before first_month.',
    remedy: 'Name a month from first_month on.',
  },
} as const satisfies Record<string, { meaning: string; remedy: string }>;

export type ProblemCode = keyof typeof CATALOGUE;
