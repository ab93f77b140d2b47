import type { Invoice } from '../../sources/stripe/invoice.ts';
import { readInvoice, writeInvoice } from '../../sources/stripe/invoice-body.ts';
import { invoiceTerm } from '../../sources/stripe/invoice-term.ts';
import { versionInForce } from '../../sources/stripe/invoice-versions.ts';
import { noChargeReason } from '../../sources/stripe/invoice-without-charge.ts';
import type { Database } from '../../store/database/open-store.ts';
import { keepInvoice, keepPayments, knownVersions } from '../../store/inputs/stripe-invoices.ts';

/** Keeps an invoice that was read, and settles which of its versions counts: their content decides (R15). */
export async function takeInvoice(db: Database, importId: number, invoice: Invoice, line: number): Promise<void> {
  const known = await knownVersions(db, invoice.id);
  const told = known.flatMap((each) => (each.body === '' ? [] : [{ ...each, invoice: readInvoice(each.body) }]));
  const read = { importId, line, body: writeInvoice(invoice), invoice };
  const { version, conflict } = versionInForce([read, ...told]);
  const counts = version.invoice;
  const replaced = [...known, read].filter(({ importId: of, line: at, body }) => {
    return of !== version.importId || at !== version.line || body !== version.body;
  });
  await keepInvoice(
    db,
    {
      id: counts.id,
      conflict,
      atMs: counts.atMs,
      noChargeReason: noChargeReason(counts) ?? '',
      currency: counts.currency,
      total: counts.total,
      subscription: counts.subscription,
      term: invoiceTerm(counts),
    },
    version,
    replaced,
  );
  await keepPayments(db, invoice.id, invoice.payments);
}
