import { PROVIDERS } from '../core/revenue/provider.ts';
import { alternatives } from '../core/text/alternatives.ts';
import type { Described } from './described.ts';

/** What can be the matter with an export or another file of the inputs. */
export const EXPORT_PROBLEMS = {
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
  'oversized-archive': {
    meaning: 'The gzip or zip file unpacks to more than 200 times its size (and more than 64 MB).',
    remedy: 'Check where it comes from. If it is a log all the same, unpack it and name the file itself.',
  },
  'overlong-line': {
    meaning: 'A line of a job log is longer than 16 MB.',
    remedy: 'Check whether its line breaks are lost; a job log holds one job in each line.',
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
  'table-folder': {
    meaning: 'The folder is that of a table whose log says which of the files in it count (Delta Lake, Hudi, Iceberg).',
    remedy:
      'Export the rows that the table holds now as CSV or Parquet, with the tool that reads the table, and put that in the place of the folder.',
  },
  'unfinished-folder': {
    meaning: 'A folder is being written, or whoever wrote it did not end (Spark, Hadoop, Databricks).',
    remedy:
      'Run again when it is written. Where that run failed, write the folder anew; of one that is whole all the same, take away what the message names.',
  },
  'partitioned-log': {
    meaning: 'A job log lies in a folder that is named after a column (trialing=true), which its own rows do not have.',
    remedy:
      'Write the column into the files too (DuckDB: WRITE_PARTITION_COLUMNS; Spark: partition by a copy of it), or all rows without partitions.',
  },
  'deleted-row': {
    meaning:
      'A row of a job log or of the table of jobs is marked as deleted (Op D, __deleted, _fivetran_deleted): it would count.',
    remedy:
      'Export the jobs as they are now, without the rows that are marked (of a table, name a view). Where the column says something else, leave it out.',
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
  'repeated-header': {
    meaning: 'The header stands again among the rows: two exports were put together in one file.',
    remedy: 'Keep each export in a file of its own, as it was downloaded.',
  },
  'broken-quotes': {
    meaning: 'A quoted field is not closed, or text follows its closing quote.',
    remedy: 'Close the quote, or double quotes inside a quoted field.',
  },
  'bad-json': {
    meaning: 'The line or file is not JSON of the expected form.',
    remedy: 'Export it again, or mend what is marked; a job log holds one complete object in each line.',
  },
  'missing-page': {
    meaning: 'The answer came in several pages, and the file does not hold all of them.',
    remedy: 'Ask for the next page until none follows, and keep all pages in one file, one after another.',
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
    meaning: 'The amounts of a row contradict each other: net is not gross - fee, or a part is more than the whole.',
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
    remedy:
      'Write it in the form that the message names, or export the file again; a job log takes times like 2026-10-31T23:59:59Z, or Unix milliseconds (seconds where usage.times.unix says so).',
  },
  'no-offset': {
    meaning: 'A time does not say its offset from UTC.',
    remedy: 'Add Z or an offset such as +02:00; usage.times.zone in revshare.yaml may declare that of job logs.',
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
    meaning: 'A cell that says one of two words (Yes or No, S or R) says something else.',
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
  'rounded-id': {
    meaning:
      'An id or account is a number with an exponent, which a spreadsheet or a floating-point column made of it.',
    remedy:
      'Export the file again, with ids as texts; where a spreadsheet opened it, take the file as it was downloaded.',
  },
  'not-a-wallet': {
    meaning: 'A value is not a wallet address.',
    remedy: 'Write 0x and 40 hexadecimal digits.',
  },
  'wrong-checksum': {
    meaning: 'The letter case of a wallet address does not fit its EIP-55 checksum.',
    remedy: 'Copy the address again from its source; a character may be wrong.',
  },
  'not-a-country': {
    meaning: 'A country of a payee is not a code of two letters.',
    remedy: 'Write its ISO code, such as DE, or leave it empty.',
  },
  'unknown-screening': {
    meaning: 'The result of a screening is no word that is known.',
    remedy: 'Write clear, or hit for what must not be paid.',
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
} as const satisfies Record<string, Described>;
