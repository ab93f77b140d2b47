import type { ColumnType, Generated } from 'kysely';

type Integer = ColumnType<bigint, bigint | number, never>;

/** A prepared batch. `after_month` of these tables is the last month that was final then; empty when none was. */
interface PayoutBatchTable {
  id: string;
  ordinal: Integer;
  month: string;
  sequence: Integer;
  prepared_at: string;
  prepared_by: string;
  after_month: string;
}

interface PayoutLineTable {
  batch: string;
  wallet: string;
  method: string;
  destination: string;
  currency: string;
  balance_usd: Integer;
  fee_usd: Integer;
  pay_usd: Integer;
  /** Units of 10^-scale, as decimal digits. */
  asset_amount: string;
  scale: Integer;
  rate_pair: string | null;
  rate_date: string | null;
  rate_value: string | null;
  /** Null where nothing is sent on a chain, and in lines of versions before 0008. */
  token: string | null;
  chain_id: string | null;
  /** Null too in lines of versions before 0009; empty where they are sent by transfers. */
  claim_contract: string | null;
}

interface PayoutReceiptTable {
  id: Generated<bigint>;
  batch: string;
  wallet: string;
  /** Units of the line's asset, as decimal digits. */
  amount: string;
  asset: string;
  reference: string;
  sent_ms: Integer;
  recorded_at: string;
  recorded_by: string;
  /** The overrides that were given, separated by spaces. */
  overrides: string;
  after_month: string;
  /** Of a row that takes an earlier one back: why. Its amount is negative. */
  reversal: Generated<string>;
  /** What the rail took for it, decimal text in its asset; empty where it does not say. */
  rail_fee: Generated<string>;
  rail_fee_asset: Generated<string>;
  /** Dollars for one unit of the asset when it was sent, decimal text; empty where nobody said. */
  market_rate: Generated<string>;
}

interface PayoutVoidTable {
  /** How many batches had been prepared then. */
  after_batches: Integer;
  batch: string;
  reason: string;
  voided_at: string;
  voided_by: string;
  after_month: string;
}

interface PayoutReleaseTable {
  id: Generated<bigint>;
  batch: string;
  act: string;
  digest: string;
  valid_until: string;
  reason: string;
  done_at: string;
  done_by: string;
  after_month: string;
}

interface PayoutActTable {
  ordinal: Integer;
  kind: string;
  content_sha256: string;
  sha256: string;
  after_month: string;
}

interface PayoutAdjustmentTable {
  id: Generated<bigint>;
  month: string;
  wallet: string;
  amount: Integer;
  after_batches: Integer;
  reason: string;
  adjusted_at: string;
  adjusted_by: string;
  after_month: string;
}

/** Money that leaves the books; rows are only ever added (0004, 0008, 0009). */
export interface PayoutTables {
  payout_batches: PayoutBatchTable;
  payout_lines: PayoutLineTable;
  payout_receipts: PayoutReceiptTable;
  payout_releases: PayoutReleaseTable;
  payout_voids: PayoutVoidTable;
  payout_adjustments: PayoutAdjustmentTable;
  payout_acts: PayoutActTable;
}
