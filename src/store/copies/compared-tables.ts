/** A table of the books, as two of its kind are compared. */
export interface ComparedTable {
  readonly name: string;
  readonly query: string;
  /** Columns that name a row and sort the query; rows that they leave equal are in the order in which they were written. */
  readonly key: readonly string[];
}

/** No input gives them; what they hold has to be what the rules of payouts let in, act by act. */
const PAYOUT_TABLES: readonly ComparedTable[] = [
  {
    name: 'payout_batches',
    key: ['ordinal'],
    query: `select ordinal, id, month, sequence, prepared_at, prepared_by, after_month from payout_batches
      where after_month < ? order by 1`,
  },
  {
    name: 'payout_lines',
    key: ['batch', 'wallet'],
    query: `select l.batch, l.wallet, l.method, l.destination, l.currency, l.balance_usd, l.fee_usd, l.pay_usd,
      l.asset_amount, l.scale, l.rate_pair, l.rate_date, l.rate_value, l.token, l.chain_id, l.claim_contract
      from payout_lines l left join payout_batches b on b.id = l.batch
      where coalesce(b.after_month, '') < ? order by 1, 2`,
  },
  {
    name: 'payout_releases',
    key: ['batch', 'number'],
    query: `select batch, row_number() over (partition by batch order by id) as number, act, digest, valid_until, reason,
      done_at, done_by, after_month from payout_releases where after_month < ? order by 1, 2`,
  },
  {
    name: 'payout_receipts',
    key: ['batch', 'number'],
    query: `select batch, row_number() over (partition by batch order by id) as number, wallet, amount, asset, reference,
      sent_ms, recorded_at, recorded_by, overrides, after_month, reversal, rail_fee,
      rail_fee_asset, market_rate from payout_receipts where after_month < ? order by 1, 2`,
  },
  {
    name: 'payout_voids',
    key: ['batch'],
    query: `select batch, reason, voided_at, voided_by, after_month, after_batches from payout_voids
      where after_month < ? order by 1`,
  },
  {
    name: 'payout_adjustments',
    key: ['number'],
    query: `select row_number() over (order by id) as number, month, wallet, amount, reason, adjusted_at, adjusted_by,
      after_month, after_batches from payout_adjustments where after_month < ? order by 1`,
  },
];

/**
 * What evidence, policy and decisions determine. Ids say nothing: rows are named by their input and line. `?` is the
 * last month that counts.
 */
export const COMPARED_TABLES: readonly ComparedTable[] = [
  {
    name: 'imports',
    key: ['sha256'],
    query: `select sha256, kind, name, bytes, rows, first_ms, last_ms, period, profile, active, origin from imports
      where ? is not null order by sha256`,
  },
  {
    name: 'transactions',
    key: ['input', 'line'],
    query: `select coalesce(i.sha256, '') as input, t.line, t.provider, t.row_id, t.group_key, t.kind, t.at_ms, t.currency,
      t.gross, t.fee, t.source_id, t.invoice, t.product, t.terms, t.payment_intent, t.active, t.conflict, t.as_read
      from transactions t left join imports i on i.id = t.import_id where ? is not null order by 1, 2, t.id`,
  },
  {
    name: 'stripe_invoices',
    key: ['id'],
    query: `select s.id, coalesce(i.sha256, '') as input, s.line, s.conflict, s.at_ms, s.no_charge_reason, s.currency,
      s.total, s.body, s.subscription, s.made_ms, s.starts_ms, s.ends_ms, s.is_paid
      from stripe_invoices s left join imports i on i.id = s.import_id where ? is not null order by s.id`,
  },
  {
    name: 'replaced_invoices',
    key: ['id', 'input', 'line', 'body'],
    query: `select r.id, coalesce(i.sha256, '') as input, r.line, r.body from replaced_invoices r
      left join imports i on i.id = r.import_id where ? is not null order by 1, 2, 3, 4`,
  },
  {
    name: 'invoice_payments',
    key: ['payment', 'invoice'],
    query: 'select payment, invoice from invoice_payments where ? is not null order by 1, 2',
  },
  {
    name: 'small_rows',
    key: ['input', 'line', 'kind'],
    query: `select coalesce(i.sha256, '') as input, r.line, r.kind, r.body
      from small_rows r left join imports i on i.id = r.import_id where ? is not null order by 1, 2, 3, r.id`,
  },
  {
    name: 'decisions',
    key: ['month', 'code', 'subject', 'final_month'],
    query: `select month, code, subject, final_month, decision, note, decided_by, decided_at, withdrawn
      from decisions where final_month <= ? order by 1, 2, 3, 4, id`,
  },
  {
    name: 'months',
    key: ['month'],
    query: `select month, digest, manifest_sha256, carried_out, document, published from months where month <= ? order by month`,
  },
  {
    name: 'final_postings',
    key: ['posted_month', 'provider', 'charge', 'original_month', 'entry', 'source', 'line'],
    query: `select posted_month, provider, charge, original_month, entry, source, line, gross, tax, fee
      from final_postings where posted_month <= ? order by 1, 2, 3, 4, 5, 6, 7, id`,
  },
  {
    name: 'final_usage',
    key: ['month', 'original_month', 'wallet'],
    query: `select month, original_month, wallet, jobs, points from final_usage where month <= ? order by 1, 2, 3, 4, 5`,
  },
  {
    name: 'final_earned',
    key: ['month', 'wallet'],
    query: `select month, wallet, earned from final_earned where month <= ? order by 1, 2`,
  },
  {
    name: 'final_small_rows',
    key: ['month', 'kind', 'body'],
    query: `select month, kind, body from final_small_rows where month <= ? order by 1, 2, 3`,
  },
  {
    name: 'final_hashes',
    key: ['month', 'name'],
    // That of the row of the month itself is over who made it final too, which no input gives.
    query: `select month, name, sha256 from final_hashes where month <= ? and name <> 'months' order by 1, 2`,
  },
  ...PAYOUT_TABLES,
];
