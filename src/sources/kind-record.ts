import type { InputKind, VersionsToldBy } from '../core/close/inputs/input-kind.ts';
import type { SmallRowKind, SmallRows } from '../core/close/inputs/small-rows.ts';
import type { Transaction } from '../core/revenue/transaction.ts';
import type { InputHead, SourceInput } from './reading/input.ts';
import type { TableColumn, TableForm } from './reading/table-header.ts';
import type { ToldByName } from './reading/told-by-name.ts';
import type { Agreement } from './small/agreement.ts';
import type { Invoice } from './stripe/invoice.ts';

/** Kinds with money or rules in them. */
export type SourceKind = Exclude<InputKind, 'job-log'>;

type AnySmallRow = SmallRows[SmallRowKind];

/** All that is known of a kind of input; `Row` is what its small rows say, where it gives such. */
export interface KindRecord<Row extends AnySmallRow = AnySmallRow> {
  /** Whether a file that begins like this is one; of all kinds exactly one must say so. */
  readonly fits: (head: InputHead) => boolean;
  readonly reading: Reading<Row>;
  readonly toldByName: (name: string) => ToldByName;
  readonly replaces: Replaced;
  readonly nearMisses: readonly NearMiss[];
}

/** How an input is read, by what it gives: so it is kept. Readers throw InvalidInput with the problems of the file. */
export type Reading<Row extends AnySmallRow = AnySmallRow> =
  | {
      readonly gives: 'transactions';
      readonly read: (input: SourceInput, head: InputHead) => AsyncIterable<Transaction & { readonly line: number }>;
      /** Whether the instants of the rows are their dates: those of a schedule are not. */
      readonly isDated: boolean;
      /** The period that a row votes for where the name tells none; empty for none. */
      readonly periodOfRow: (row: Transaction) => string;
    }
  | {
      readonly gives: 'invoices';
      readonly read: (input: SourceInput) => AsyncIterable<{ readonly invoice: Invoice; readonly line: number }>;
    }
  | {
      readonly gives: 'small-rows';
      /** Under which they are kept. */
      readonly kind: SmallRowKind;
      readonly read: (input: SourceInput, head: InputHead) => Promise<SmallRowsRead<Row>>;
      /** What rows of all files in force must say alike; null where they cannot contradict each other. */
      readonly agreement: Agreement<Row> | null;
    };

/** What is read of a small file or a statement. */
export interface SmallRowsRead<Row> {
  /** A row that is null was read and says nothing. */
  readonly rows: readonly { readonly row: Row | null; readonly line: number }[];
  /** First and last day, ms UTC; null where the content does not tell them. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Empty where the content does not tell it. */
  readonly period: string;
  /** A statement lacks the totals that it ends with: it may have broken off. */
  readonly unfinished?: boolean;
}

/**
 * What gives way to a new input (docs/inputs.md): the report of the same period downloaded earlier; the files of its kind
 * that are no longer there, but for answers that are `ofWindow`, of the days before they were asked for: an earlier one tells what no later
 * one does; or single rows that both state.
 */
export type Replaced =
  | { readonly what: 'report'; readonly versions: VersionsToldBy }
  | { readonly what: 'files'; readonly ofWindow?: true }
  | { readonly what: 'rows' };

/** A file that is nearly of the kind: an export to download instead; by what its header has to have; or by the header that people should have written. */
export type NearMiss =
  | { readonly header: RegExp; readonly remedy: string }
  | { readonly table: TableForm }
  | { readonly name: string; readonly columns: readonly TableColumn[] };
