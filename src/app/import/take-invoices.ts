import type { Invoice } from '../../sources/stripe/invoice.ts';
import { readInvoice, writeInvoice } from '../../sources/stripe/invoice-body.ts';
import { invoiceTerm } from '../../sources/stripe/invoice-term.ts';
import { versionInForce } from '../../sources/stripe/invoice-versions.ts';
import { noChargeReason } from '../../sources/stripe/invoice-without-charge.ts';
import type { Database } from '../../store/database/open-store.ts';
import { InvoiceKeeper, type InvoiceVersion, type KeptInvoice } from '../../store/inputs/kept-invoices.ts';

/** An invoice as an import has it. */
export interface ReadInvoice {
  readonly invoice: Invoice;
  readonly line: number;
}

/** Asking the store for each invoice alone takes longer than all else that is done with it. */
const AT_ONCE = 1000;

/**
 * Keeps the invoices that are read, and settles which of its versions of each counts: their content decides, never the
 * order in which they come (R15).
 */
export async function takeInvoices(
  db: Database,
  importId: number,
  invoices: AsyncIterable<ReadInvoice>,
  onInvoice: (invoice: Invoice) => void,
  atOnce = AT_ONCE,
): Promise<void> {
  const keeper = new InvoiceKeeper(db);
  const take = async (read: readonly ReadInvoice[]): Promise<void> => {
    // The last one read first: of versions that are equal it counts.
    const byId = new Map<string, ReadVersion[]>();
    for (const { invoice, line } of read) {
      const version = { importId, line, body: writeInvoice(invoice), invoice };
      byId.set(invoice.id, [version, ...(byId.get(invoice.id) ?? [])]);
    }
    const known = await keeper.versionsOf([...byId.keys()]);
    await keeper.keep([...byId].map(([id, versions]) => settled(versions, known.get(id) ?? [])));
  };
  let waiting: ReadInvoice[] = [];
  for await (const each of invoices) {
    onInvoice(each.invoice);
    if (waiting.push(each) < atOnce) continue;
    await take(waiting);
    waiting = [];
  }
  await take(waiting);
}

interface ReadVersion extends InvoiceVersion {
  readonly invoice: Invoice;
}

function settled(read: readonly ReadVersion[], known: readonly InvoiceVersion[]): KeptInvoice {
  const told = known.flatMap((each) => (each.body === '' ? [] : [{ ...each, invoice: readInvoice(each.body) }]));
  const [first, ...others] = [...read, ...told];
  if (first === undefined) throw new Error('an invoice without a version');
  const { version, conflict } = versionInForce([first, ...others]);
  const { invoice } = version;
  return {
    id: invoice.id,
    conflict,
    atMs: invoice.atMs,
    noChargeReason: noChargeReason(invoice) ?? '',
    currency: invoice.currency,
    total: invoice.total,
    subscription: invoice.subscription,
    term: invoiceTerm(invoice),
    counts: version,
    replaced: [...known, ...read].filter(({ importId, line, body }) => {
      return importId !== version.importId || line !== version.line || body !== version.body;
    }),
    payments: read.flatMap(({ invoice: { payments } }) => payments),
  };
}
