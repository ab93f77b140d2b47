import { small } from '../database/codec.ts';
import { insertRows, RowInserter } from '../database/insert-rows.ts';
import type { Database } from '../database/open-store.ts';
import type { Tables } from '../database/schema.ts';

/** A version of an invoice; `body` is the reader's own text of it. */
export interface InvoiceVersion {
  readonly importId: number;
  readonly line: number;
  readonly body: string;
}

/** What an invoice covers, in ms UTC, to the minute: the CSV prints no seconds. 0 when not known. */
export interface InvoiceTerm {
  readonly madeMs: number;
  readonly startsMs: number;
  readonly endsMs: number;
  /** Whether money paid for it. */
  readonly isPaid: boolean;
}

/** What the version of an invoice that counts says, as far as the store asks, and all of its versions. */
export interface KeptInvoice {
  readonly id: string;
  /** Whether versions that could count contradict each other. */
  readonly conflict: boolean;
  readonly atMs: number;
  /** Empty when it brings something without a charge too, or is of no subscription. */
  readonly noChargeReason: string;
  readonly currency: string;
  readonly total: bigint;
  readonly subscription: string;
  readonly term: InvoiceTerm;
  readonly counts: InvoiceVersion;
  /** Those that give way to it, so that every row read is accounted for. */
  readonly replaced: readonly InvoiceVersion[];
  /** Which payments a version names that was read now, by the ids of charges and payment intents. */
  readonly payments: readonly string[];
}

/** Keeps the invoices of an import, many at once. */
export class InvoiceKeeper {
  readonly #db: Database;
  readonly #invoices: RowInserter<Tables, 'stripe_invoices'>;

  constructor(db: Database) {
    this.#db = db;
    this.#invoices = new RowInserter(db, 'stripe_invoices');
  }

  /** The versions of some invoices that are known, by the ids of these, the one that counts first. */
  async versionsOf(ids: readonly string[]): Promise<Map<string, InvoiceVersion[]>> {
    const columns = ['id', 'import_id', 'line', 'body'] as const;
    const counting = await this.#db.selectFrom('stripe_invoices').select(columns).where('id', 'in', ids).execute();
    const known = new Map(counting.map((row) => [row.id, [versionOf(row)]]));
    if (known.size === 0) return known;
    const replaced = this.#db
      .selectFrom('replaced_invoices')
      .select(columns)
      .where('id', 'in', [...known.keys()]);
    for (const row of await replaced.execute()) known.get(row.id)?.push(versionOf(row));
    return known;
  }

  /** Keeps invoices of different ids in the place of what is known of them. */
  async keep(invoices: readonly KeptInvoice[]): Promise<void> {
    const replacing = invoices.filter(({ replaced }) => replaced.length > 0);
    if (replacing.length > 0) {
      const ids = replacing.map(({ id }) => id);
      for (const table of ['stripe_invoices', 'replaced_invoices'] as const)
        await this.#db.deleteFrom(table).where('id', 'in', ids).execute();
      const rows = replacing.flatMap(({ id, replaced }) =>
        replaced.map(({ importId, line, body }) => ({ id, import_id: importId, line, body })),
      );
      await insertRows(this.#db, 'replaced_invoices', rows, (row) => row);
    }
    for (const invoice of invoices) if (this.#invoices.add(rowOf(invoice))) await this.#invoices.flush();
    await this.#invoices.flush();
    const payments = invoices.flatMap(({ id, payments }) => payments.map((payment) => ({ payment, invoice: id })));
    for (let at = 0; at < payments.length; at += PAYMENTS_AT_ONCE) {
      await this.#db
        .insertInto('invoice_payments')
        .values(payments.slice(at, at + PAYMENTS_AT_ONCE))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }
}

const PAYMENTS_AT_ONCE = 1000;

function versionOf(row: { import_id: bigint; line: bigint; body: string }): InvoiceVersion {
  return { importId: small(row.import_id), line: small(row.line), body: row.body };
}

function rowOf({ id, counts, term, ...invoice }: KeptInvoice) {
  return {
    id,
    import_id: counts.importId,
    line: counts.line,
    conflict: invoice.conflict ? 1 : 0,
    at_ms: invoice.atMs,
    no_charge_reason: invoice.noChargeReason,
    currency: invoice.currency,
    total: invoice.total,
    body: counts.body,
    subscription: invoice.subscription,
    made_ms: term.madeMs,
    starts_ms: term.startsMs,
    ends_ms: term.endsMs,
    is_paid: term.isPaid ? 1 : 0,
  };
}
