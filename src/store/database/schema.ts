import type { ColumnType, Generated } from 'kysely';
import type { PayoutTables } from './payout-schema.ts';

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
  /** 1 when its last line has no line break, of Stripe ledgers; 0 of what an older version imported. */
  unfinished: ColumnType<bigint, bigint | number | undefined, bigint | number>;
  /** SHA-256 of the compressed file in the evidence store; empty for what an older version imported. */
  evidence_sha256: Generated<string>;
  /** SHA-256 of a job log's Parquet file; empty for other kinds. */
  lake_sha256: Generated<string>;
  /** Where it came from, as JSON; empty where nobody said so. */
  origin: Generated<string>;
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
  payment_intent: string;
  /** 0 for a repeated row, or one of a replaced file. */
  active: Integer;
  /** 1 when another export states the same row differently. */
  conflict: Integer;
  /** What the row itself said, where copies of it filled it up: see repeated-rows.ts. Empty otherwise. */
  as_read: Generated<string>;
}

/** The version of an invoice that counts. */
export interface InvoiceTable {
  id: string;
  import_id: Integer;
  line: Integer;
  /** 1 when versions that could count contradict each other. */
  conflict: Integer;
  /** The month in which an invoice without a charge is counted. */
  at_ms: Integer;
  /** Why it brings nothing when no charge names it; empty otherwise. */
  no_charge_reason: string;
  currency: string;
  total: Integer;
  body: string;
  subscription: string;
  /** When it was made, and the span of its service periods, to the minute as the CSV prints it; 0 when not known. */
  made_ms: Integer;
  starts_ms: Integer;
  ends_ms: Integer;
  /** 1 when money paid for its span. */
  is_paid: Integer;
}

/** A version of an invoice that gave way to another. */
export interface ReplacedInvoiceTable {
  id: string;
  import_id: Integer;
  line: Integer;
  /** Empty where an older version of the program kept nothing of it. */
  body: string;
}

/** A payment that a version of an invoice names: a charge or a payment intent. */
export interface InvoicePaymentTable {
  payment: string;
  invoice: string;
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

/** A final month; `document` is what `reconcile --json` said of it. */
export interface MonthTable {
  month: string;
  digest: string;
  manifest_sha256: string;
  /** Exact decimal. */
  carried_out: string;
  finalized_at: string;
  finalized_by: string;
  document: string;
  /** The staged directory that becomes `final`; renamed after the commit, by the next start if need be. */
  staged: string;
  /** 1 once `final` is in place. */
  published: Integer;
}

/** What a final month posted, per charge and original month. */
export interface FinalPostingTable {
  id: Generated<bigint>;
  posted_month: string;
  original_month: string;
  entry: string;
  provider: string;
  charge: string;
  gross: Integer;
  tax: Integer;
  fee: Integer;
  source: string;
  line: Integer;
}

/** What a final month credited. */
export interface FinalUsageTable {
  month: string;
  /** An earlier month for late jobs that were credited in this one. */
  original_month: string;
  wallet: string;
  jobs: Integer;
  points: Integer;
}

/** The wallet links and the participation list that a final month used. */
export interface FinalSmallRowTable {
  month: string;
  kind: string;
  body: string;
}

export interface DecisionTable {
  id: Generated<bigint>;
  code: string;
  subject: string;
  /** The month of what it is about, `YYYY-MM`. */
  month: string;
  decision: string;
  note: string;
  decided_by: string;
  decided_at: string;
  withdrawn: Integer;
  /** The final month that used it: it cannot be withdrawn any more. */
  final_month: string | null;
}

/** What a month looked like when a digest was printed. */
export interface ReviewTable {
  month: string;
  digest: string;
  document: string;
}

/** What a final month gave a wallet. */
export interface FinalEarnedTable {
  month: string;
  wallet: string;
  earned: Integer;
}

/** manifest.json of a final month, as it was approved; its SHA-256 stands in `months`. */
export interface FinalManifestTable {
  month: string;
  manifest: string;
}

/** The hash of what a final month keeps in a table; empty where an earlier version closed it and none was taken yet. */
export interface FinalHashTable {
  month: string;
  /** The table. */
  name: string;
  sha256: string;
}

export interface Tables extends PayoutTables {
  final_earned: FinalEarnedTable;
  final_hashes: FinalHashTable;
  final_manifests: FinalManifestTable;
  months: MonthTable;
  final_postings: FinalPostingTable;
  final_usage: FinalUsageTable;
  final_small_rows: FinalSmallRowTable;
  decisions: DecisionTable;
  reviews: ReviewTable;
  imports: ImportTable;
  transactions: TransactionTable;
  stripe_invoices: InvoiceTable;
  replaced_invoices: ReplacedInvoiceTable;
  invoice_payments: InvoicePaymentTable;
  small_rows: SmallRowTable;
  settings: SettingTable;
}
