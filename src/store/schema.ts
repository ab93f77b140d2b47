import type { ColumnType, Generated } from 'kysely';

/**
 * Tables as stored. Money is an integer of millionths and comes back as bigint; so do all other integers, because
 * better-sqlite3 would otherwise return those above 2^53 wrong. `small` turns ids and lines back into numbers.
 */
type Integer = ColumnType<bigint, bigint | number, bigint | number>;

export interface ImportTable {
  id: Generated<bigint>;
  /** SHA-256 of the unpacked bytes. */
  sha256: string;
  kind: string;
  /** As the person named it, when it was first seen. */
  name: string;
  bytes: Integer;
  rows: Integer;
  first_ms: Integer | null;
  last_ms: Integer | null;
  /** Apple day or Google month that the file is the report of; a newer file of the same replaces it. */
  period: string;
  /** Apple vendor, or Google payments profile and number, where the name tells it. */
  profile: string;
  /** 0 when a newer version replaced it. */
  active: Integer;
}

export interface TransactionTable {
  id: Generated<bigint>;
  import_id: Integer;
  line: Integer;
  provider: string;
  row_id: string | null;
  group_key: string;
  kind: string;
  at_ms: Integer;
  currency: string;
  gross: Integer;
  fee: Integer;
  source_id: string;
  invoice: string;
  product: string;
  terms: string;
  /** 0 for a repeated row, or one of a replaced file. */
  active: Integer;
  /** 1 when another export states the same row differently. */
  conflict: Integer;
}

export interface InvoiceTable {
  id: string;
  import_id: Integer;
  line: Integer;
  /** Which version wins: see invoiceRank. */
  rank: Integer;
  /** What the versions state of money, for finding contradictions. */
  money: string;
  conflict: Integer;
  /** The month in which an invoice without a charge is counted. */
  at_ms: Integer;
  /** Why it brings nothing when no charge names it; empty otherwise. */
  no_charge_reason: string;
  currency: string;
  total: Integer;
  body: string;
}

export interface SmallRowTable {
  id: Generated<bigint>;
  import_id: Integer;
  line: Integer;
  kind: string;
  /** The row as JSON of texts. */
  body: string;
}

export interface SettingTable {
  name: string;
  value: string;
}

export interface Tables {
  imports: ImportTable;
  transactions: TransactionTable;
  stripe_invoices: InvoiceTable;
  small_rows: SmallRowTable;
  settings: SettingTable;
}
